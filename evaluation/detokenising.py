"""Joins the tokens of a corpus into ordinary text."""

from __future__ import annotations

from collections.abc import Iterator

_NO_SPACE_BEFORE = frozenset(".,;:!?%)]}'’”-") | {"'s", "n't", "'re", "'ve", "'ll", "'m", "'d", "’s", "n’t"}
_NO_SPACE_AFTER = frozenset("([{$£€“‘#-")


def spaces(tokens: list[str]) -> Iterator[str]:
    """What stands before each token of a sentence in ordinary text: a space or nothing."""
    glued = quoted = False
    for token in tokens:
        closes = token == '"' and quoted
        yield "" if glued or closes or token in _NO_SPACE_BEFORE else " "
        quoted ^= token == '"'
        glued = token in _NO_SPACE_AFTER or (token == '"' and not closes)
