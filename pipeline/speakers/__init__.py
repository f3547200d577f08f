"""Who speaks: resolves the source of each quote, as it stands in the text, to a name.

"He", "the foreign minister" and "Lavrov" all become "Sergei Lavrov" where the document says so. The rules are tried
in the order of :data:`RULES`; the name of the one that decided goes into the row. Where the text names nobody the
speaker is "?".
"""

from pipeline.speakers.component import SpeakerResolver, make_speakers
from pipeline.speakers.resolution import RULES, resolve, resolve_speakers
from pipeline.speakers.source import Document, Resolution, Source

__all__ = [
    "RULES",
    "Document",
    "Resolution",
    "Source",
    "SpeakerResolver",
    "make_speakers",
    "resolve",
    "resolve_speakers",
]
