"""Reads news and tells who said what.

>>> import pipeline
>>> nlp = pipeline.load()                                              # doctest: +SKIP
>>> doc = nlp("The treaty was extended, Sergei Lavrov said.")          # doctest: +SKIP
>>> doc.spans["quotes"][0]._.quote.speaker                             # doctest: +SKIP
'Sergei Lavrov'
>>> pipeline.open_run("outputs").frame("quotes")                       # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.language import load
    from pipeline.published import open_run

__version__ = "0.1.0"
__all__ = ["__version__", "load", "open_run"]

_HOMES = {"load": "pipeline.language", "open_run": "pipeline.published"}


def __getattr__(name: str) -> object:
    """Import a public function when it is first asked for: spaCy takes seconds that ``saidby --help`` need not wait."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
