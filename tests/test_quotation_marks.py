"""What quotation marks enclose."""

from __future__ import annotations

import pytest

from pipeline.annotation import Fragment
from pipeline.quotation_marks import kind_of, quoted_extents


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "yes" twice', ['"yes"']),
        ("“A,” he said. “B.”", ["“A,”", "“B.”"]),
        ("“It opens here and runs on", ["“It opens here and runs on"]),  # re-opened in the next paragraph
        ("runs on to here.” And more", ["runs on to here.”"]),
        ("it's the ministers' view", []),  # apostrophes are no quotation marks
        ("a policy of ‘no limits’ he said", ["‘no limits’"]),
        ("“the “inner” part”", ["“the “inner” part”"]),  # marks of one kind, nested
    ],
)
def test_quoted_stretches(text: str, quoted: list[str]) -> None:
    assert [text[a:b] for a, b in quoted_extents(text, 0, len(text))] == quoted


@pytest.mark.parametrize(
    ("pieces", "kind"),
    [
        (["“All of it.”"], "direct"),
        (["“All,”", "“of it.”"], "direct"),
        (["that nothing is quoted"], "indirect"),
        (["that “some” is quoted"], "mixed"),
        (["“quoted”", "that the rest is not"], "mixed"),
    ],
)
def test_kinds(pieces: list[str], kind: str) -> None:
    text, fragments = "", []
    for piece in pieces:
        fragments.append(Fragment(len(text), len(text) + len(piece)))
        text += piece + " "
    assert kind_of(text, fragments) == kind
