"""Turns the bytes of a raw document into the text a reader would want, with its title, date, publisher and language.

Everything is a pure function of the bytes: no file, no clock, no network.

======================  ==============================================================================
:mod:`.cleaner`         the way of a document through the modules below
:mod:`.document`        the plain data that comes out
:mod:`.explanation`     the document shown with what was kept and dropped
:mod:`.limits`          what is too large to be read in bounded time
:mod:`.decoding`        bytes to characters
:mod:`.characters`      broken, invisible and blank characters
:mod:`.paragraphs`      lines to paragraphs: hard wraps, hyphens at line ends
:mod:`.front_matter`    the fields at the top of a file
:mod:`.markdown`        markdown to plain lines
:mod:`.markup`          HTML to an element tree
:mod:`.blocks`          the element tree to stretches of text
:mod:`.web_page`        the article within a whole web page
:mod:`.page_facts`      what a web page says of itself
:mod:`.lines`           which line is body and which is menu, byline, caption, footer
:mod:`.page_lines`      the lines of a page while they are taken apart
:mod:`.body_end`        where the body ends on a page saved as text
:mod:`.furniture`       lines that are no body wherever they stand
:mod:`.line_form`       the form of a line: its words, its end, its letters
:mod:`.prose`           lines that read like prose, and those in another script
:mod:`.line_features`   what the lines of a dumped page look like, as numbers
:mod:`.article_span`    where the article stands on a dumped page
:mod:`.headline`        which line is the headline
:mod:`.dates`           dates as people and machines write them
:mod:`.publisher`       who published, who wrote
:mod:`.language`        the language of a text
:mod:`.words`           the word lists of these modules
======================  ==============================================================================
"""

from pipeline.cleaning.cleaner import clean
from pipeline.cleaning.document import CleanDocument, Dropped

__all__ = ["CleanDocument", "Dropped", "clean"]
