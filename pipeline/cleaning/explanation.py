"""Shows a document line by line, with what was kept and why the rest was not."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.cleaning.cleaner import read
from pipeline.cleaning.document import TITLE, Line


def explain(content: bytes, *, as_is: bool = False) -> list[Line]:
    r"""Every line of a document in order: of kind None if it is body, "title", or the name of the rule that dropped it.

    The lines are those that :func:`pipeline.cleaning.clean` works with: what nobody sees on a page, such as scripts, is
    none of them. Empty where the document cannot be read; its status says why.

    >>> [line.kind for line in explain(b"Talks resume\n\nBy Jane Doe\n\nThe ministers met on Monday for talks.")]
    ['title', 'byline', None]
    """
    return list(read(content, as_is=as_is).article.lines)


def render(lines: Iterable[Line]) -> str:
    r"""The lines as a text for people: behind "+" the title and what was kept, behind "-" the rest, each with its kind.

    >>> print(render([Line("Talks resume", "title"), Line("By Jane Doe", "byline"), Line("They met.")]))
    + title   Talks resume
    - byline  By Jane Doe
    +         They met.
    """
    lines = list(lines)
    width = max((len(line.kind or "") for line in lines), default=0)
    return "\n".join(f"{_sign(line)} {line.kind or '':{width}}  {line.text}" for line in lines)


def _sign(line: Line) -> str:
    return "+" if line.kind in (None, TITLE) else "-"
