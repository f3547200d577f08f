"""Reads the inputs: which documents there are, their versions, their bytes, and what is said about them.

Nothing is judged here. What cannot be read is passed on with its problem, so that one bad file or record never stops a
run. :func:`survey` says what there is without holding it; :func:`fetch` reads one document of it, in any process.

======================  ==============================================================================
:mod:`.survey`          the way of the inputs through the modules below
:mod:`.document`        the plain data that comes out
:mod:`.options`         names of columns, bounds
:mod:`.inputs`          what kind of input each argument is
:mod:`.files`           a file of the inputs, wherever it lies
:mod:`.local`           files, folders and patterns of this machine
:mod:`.remote`          addresses with ``://``
:mod:`.streams`         bytes read within bounds: plain files, gzip, lines
:mod:`.formats`         which reader a file's name asks for
:mod:`.records`         the named values of a record to a document
:mod:`.json_lines`      records out of JSON lines
:mod:`.delimited`       records out of CSV and TSV
:mod:`.parquet`         records out of Parquet
:mod:`.web_archive`     records out of WARC
======================  ==============================================================================
"""

from pipeline.corpus.document import Entry, Given, Place, RawDocument
from pipeline.corpus.files import CorpusError
from pipeline.corpus.options import Columns, InputOptions
from pipeline.corpus.survey import fetch, survey

__all__ = [
    "Columns",
    "CorpusError",
    "Entry",
    "Given",
    "InputOptions",
    "Place",
    "RawDocument",
    "fetch",
    "survey",
]
