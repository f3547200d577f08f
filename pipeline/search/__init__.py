"""Finds quotes in a published run: by speaker, date, country, words, and printed in the form that is wanted.

The columns are Arrow's from file to output, a batch at a time: a million quotes are never held as Python objects.

====================  ==============================================================================
:mod:`.wanted`        what is asked for
:mod:`.speakers`      whom a name means, under all names of an actor
:mod:`.found`         the quotes that fit, each with what its document and its actor add
:mod:`.output`        tables as text, CSV, JSON, JSON lines, Parquet
====================  ==============================================================================
"""

from pipeline.search.found import COLUMNS, USUAL, find
from pipeline.search.output import WRITERS, limited
from pipeline.search.wanted import SearchError, Wanted

__all__ = ["COLUMNS", "USUAL", "WRITERS", "SearchError", "Wanted", "find", "limited"]
