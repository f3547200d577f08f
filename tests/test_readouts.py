"""What a readout's speaker tells of others is part of his statement."""

from __future__ import annotations

import pytest

from pipeline.annotation import Quote
from pipeline.quotes import find_quotes
from tests.marked import encoded

WANG = "<source1>Wang Yi</source> <cue1>said</cue>, <content1>A is good</content>."
GOES_ON = "<continued>More is to come.</continued>"


def pieces(text: str, quote: Quote) -> list[str]:
    return ["+" * piece.continued + text[piece.start : piece.end] for piece in quote.fragments]


@pytest.mark.parametrize(
    "told",
    [
        "<source2>The two sides</source> <cue2>have agreed</cue> <content2>to meet</content>.",
        "<source2>Governor Ann Lee</source> <cue2>stressed</cue> <content2>that B</content>.",  # named nowhere else
    ],
)
def test_a_third_party_in_a_run_belongs_to_the_run(told: str) -> None:
    text, encoding = encoded(f"{WANG} {told} {GOES_ON}\n\nBob Ray left.")
    (quote,) = find_quotes(text, encoding)
    assert text[slice(*quote.source)] == "Wang Yi"  # type: ignore[misc]
    assert len(pieces(text, quote)) == 3
    assert pieces(text, quote)[-1] == "+More is to come."


@pytest.mark.parametrize(
    "story",
    [
        # a party to the talks, whom another paragraph names
        f"{WANG} <source2>Bob Ray</source> <cue2>said</cue> <content2>that B</content>. {GOES_ON}\n\nBob Ray left.",
        # nothing goes on behind it
        f"{WANG} <source2>The two sides</source> <cue2>have agreed</cue> <content2>to meet</content>.",
        # a pronoun is no name
        f"{WANG} <source2>She</source> <cue2>said</cue> <content2>that B</content>. {GOES_ON}",
        # another paragraph is no run
        f"{WANG}\n\n<source2>The two sides</source> <cue2>have agreed</cue> <content2>to meet</content>. {GOES_ON}",
        # a group tells nothing
        "<source1>Both sides</source> <cue1>said</cue> <content1>A</content>. <source2>The two leaders</source> "
        f"<cue2>agreed</cue> <content2>that B</content>. {GOES_ON}",
    ],
)
def test_what_stays_a_statement_of_its_own(story: str) -> None:
    text, encoding = encoded(story)
    assert len(find_quotes(text, encoding)) == 2
