"""A document as the terminal shows it."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from pipeline.preview import shown
from pipeline.schema import Row
from pipeline.terminal import plain, styled
from tests.corpora import NULLS
from tests.published import tables

Rows = dict[str, list[Row]]


def rows_of(doc_id: str, **columns: object) -> Rows:
    """The rows of a published document, some columns of its own row replaced."""
    rows = {name: [row for row in found if row["doc_id"] == doc_id] for name, found in tables().items()}
    rows["documents"] = [row | columns for row in rows["documents"]]
    return rows


def ansi(rows: Rows, width: int = 200) -> str:
    screen = io.StringIO()
    Console(file=screen, force_terminal=True, color_system="standard", width=width).print(styled(rows))
    return screen.getvalue()


def test_without_colours_speakers_stand_in_brackets() -> None:
    assert plain(rows_of("a/lavrov.html")).splitlines() == [
        "Talks",
        "a/lavrov.html · 2021-03-22 · CGTN",
        "",
        "Sergei Lavrov met Wang Yi in Beijing.",
        "",
        '[Sergei Lavrov: The {treaty} will be extended], he said. [Sergei Lavrov: "It serves both."]'
        " [Sergei Lavrov, continued: More is to come.]",
        "",
        "Wang noted [Wang Yi: that the {treaty} holds]. He smiled.",
        "",
        "Sergei Lavrov: 1 quote (foreign minister, RU)",
        "Wang Yi: 1 quote",
    ]


def test_who_is_not_named_is_told_so_and_comes_last() -> None:
    told = plain(rows_of("envoy.txt"))
    assert "Nobody denied [not named: that it rained]." in told
    assert told.splitlines()[-2:] == ["Lavrov: 1 quote", "not named: 1 quote"]


def test_a_document_that_was_not_read_says_why() -> None:
    assert plain(rows_of("gone.txt")).splitlines()[:2] == ["gone.txt", "failed: it could not be read"]


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param("\x1b[36m will be extended\x1b[0m", id="what is said: in a colour"),
        pytest.param("\x1b[1;36mhe\x1b[0m", id="its source: bold"),
        pytest.param("\x1b[4;36msaid\x1b[0m", id="its cue: underlined"),
        pytest.param("\x1b[2;3;36mMore is to come.\x1b[0m", id="what goes on: dim, italic"),
        pytest.param("\x1b[7;36mtreaty\x1b[0m", id="the treaty: reversed"),
        pytest.param("\x1b[32mthat the \x1b[0m", id="another speaker: another colour"),
        pytest.param("\x1b[32m■ Wang Yi\x1b[0m", id="the legend has the same colour"),
        pytest.param("\x1b[1mTalks\x1b[0m", id="the headline: bold"),
    ],
)
def test_in_colours_every_part_has_its_style(expected: str) -> None:
    assert expected in ansi(rows_of("a/lavrov.html"))


def test_no_colour_is_lost_and_no_word_changed() -> None:
    bare = re.sub(r"\x1b\[[\d;]*m", "", ansi(rows_of("envoy.txt")))
    assert rows_of("envoy.txt")["documents"][0]["text"] in bare


HOSTILE = "\x1b]0;owned\x07 \x9b31m \u202e \r\x08 [red]no markup[/red]"


def test_a_document_cannot_command_the_terminal() -> None:
    rows = rows_of("a/lavrov.html", title=HOSTILE, publisher=HOSTILE)
    rows["quotes"] = [row | {"speaker": HOSTILE, "speaker_role": HOSTILE} for row in rows["quotes"]]
    rows["documents"][0]["text"] = HOSTILE + rows["documents"][0]["text"][len(HOSTILE) :]
    for told in (plain(rows), re.sub(r"\x1b\[[\d;]*m", "", ansi(rows))):
        assert not set(told) & set("\x1b\x07\x9b\u202e\r\x08")
        assert "[red]no markup[/red]" in told


@given(st.text())
def test_what_is_shown_has_every_character_in_its_place(text: str) -> None:
    told = shown(text)
    assert len(told) == len(text)
    assert all(
        a == b or (b == "\N{REPLACEMENT CHARACTER}" and not a.isprintable()) for a, b in zip(text, told, strict=True)
    )


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8)), max_size=4), st.lists(st.integers(0, 20), max_size=3))
def test_without_its_brackets_the_text_is_the_text(pieces: list[tuple[int, int]], mentions: list[int]) -> None:
    """Wherever the pieces stand, even across one another."""
    text = "abcdefghijklmnopqrstuvwxyz12345"
    fragments = [{"start": start, "end": start + length, "continued": False} for start, length in pieces]
    quote = NULLS["quotes"] | {"speaker": "X", "fragments": fragments}
    found = [{"start": start, "end": start + 3} for start in mentions]
    document = NULLS["documents"] | {"doc_id": "d", "status": "ok", "text": text}
    told = plain({"documents": [document], "quotes": [quote], "treaty_mentions": found})
    body = told.split("\n\n")[1]
    assert re.sub(r"\[X: |[\]{}]", "", body) == text
    assert body.count("[X: ") == body.count("]") == len(pieces)
