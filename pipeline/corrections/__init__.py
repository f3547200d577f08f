"""Corrections by hand: a user's file that wins over model and rules, on every run.

A correction changes what it names and nothing else: no speaker is resolved anew because an entity was corrected. It
names a quote or an entity by its words, so that it outlives a text that moved; one that fits no longer is told, never
passed over.

====================  ==============================================================================
:mod:`.entries`       what a file of corrections may say
:mod:`.file`          the file, read and written
:mod:`.places`        where in a text the words of a correction stand
:mod:`.quotes`        statements corrected
:mod:`.entities`      entities corrected
:mod:`.document`      a whole annotated document corrected
====================  ==============================================================================
"""

from pipeline.corrections.entries import Corrections
from pipeline.corrections.file import CorrectionError, load_corrections

__all__ = ["CorrectionError", "Corrections", "load_corrections"]
