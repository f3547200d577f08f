"""Annotations to other programs and back: what a person changes there returns as corrections, or as gold.

The way out begins with the rows of a published document, the way back ends with a :class:`~.marked.Marked` document,
whatever the format; what differs between the two is a correction.

========================  ==========================================================================
:mod:`.marked`            an annotated document as every format knows it
:mod:`.regions`           the same as labelled regions with links between them
:mod:`.label_studio`      tasks of Label Studio, and the configuration of its project
:mod:`.prodigy`           tasks of Prodigy
:mod:`.web_annotation`    annotations as JSON-LD after the W3C's model
:mod:`.json_lines`        the rows of each document, as JSON
:mod:`.docs`              spaCy's documents: annotated as a run leaves them, and as others read them
:mod:`.exporting`         a run to a file
:mod:`.importing`         a file to corrections
:mod:`.differences`       what a person changed
:mod:`.gold`              documents in the form that ``saidby evaluate`` reads
========================  ==========================================================================
"""
