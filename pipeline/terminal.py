"""Shows a document in the terminal: each quote in the colour of its speaker, or in brackets where there is no colour.

The rows of the document go in, whether they were published or made this moment. Characters that could command a
terminal are shown as a replacement mark: what a document says is not to be trusted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rich.text import Text

from pipeline.annotation import UNKNOWN_SPEAKER
from pipeline.preview import shown
from pipeline.schema import Row

_COLOURS = ("cyan", "green", "yellow", "magenta", "blue", "red")
_PALETTE = (*_COLOURS, *(f"bright_{colour}" for colour in _COLOURS))
"""Colours of the terminal's own palette, which its user has made readable. Those who speak most choose first."""
_GREY = "bright_black"

_Mark = tuple[int, int, int, str]
"""A bracket: where it goes, two numbers that say in what order if others go there too, and what it is."""


class Speaker(NamedTuple):
    """Somebody who is quoted in the document."""

    name: str
    colour: str
    quotes: int
    about: str
    """Role and country, as far as they are known."""


def styled(rows: Mapping[str, Sequence[Row]]) -> Text:
    """A document for a terminal with colours: its head, its text with the quotes marked, and who is who."""
    (document,) = rows["documents"]
    speakers = _speakers(rows["quotes"])
    head, *rest = _head(document)
    page = Text.assemble(
        (head, "bold"), ("\n".join(["", *rest, "", ""]), "dim"), _marked(document, rows, speakers), "\n"
    )
    for speaker in speakers.values():
        page.append(f"\n■ {speaker.name}", speaker.colour).append(f"  {_told(speaker)}")
    return page


def plain(rows: Mapping[str, Sequence[Row]]) -> str:
    """A document as plain text: ``[Sergei Lavrov: …]`` around what is said, ``{…}`` around mentions of the treaty."""
    (document,) = rows["documents"]
    speakers = _speakers(rows["quotes"])
    text = _bracketed(shown(document["text"] or ""), _brackets(rows, speakers))
    legend = [f"{speaker.name}: {_told(speaker)}" for speaker in speakers.values()]
    return "\n".join([*_head(document), "", text, *([""] if legend else []), *legend])


def _head(document: Row) -> list[str]:
    """Title, origin, and what is wrong with the document; the first line is never missing."""
    origin = [document["doc_id"], document["date"], document["publisher"]]
    lines = [
        document["title"],
        " · ".join(str(part) for part in origin if part),
        None if document["status"] == "ok" else f"{document['status']}: {document['reason']}",
    ]
    return [shown(line) for line in lines if line]


def _speakers(quotes: Sequence[Row]) -> dict[str, Speaker]:
    """Who is quoted, the most quoted first."""
    counts = Counter(row["speaker"] for row in quotes)
    about: dict[str, str] = {}
    for row in quotes:
        facts = ", ".join(filter(None, (row["speaker_role"], row["speaker_country"])))
        about[row["speaker"]] = max(about.get(row["speaker"], ""), facts, key=len)
    names = sorted(counts, key=lambda name: (name == UNKNOWN_SPEAKER, -counts[name]))
    return {
        name: Speaker(
            "not named" if name == UNKNOWN_SPEAKER else shown(name),
            _GREY if name == UNKNOWN_SPEAKER else _PALETTE[number % len(_PALETTE)],
            counts[name],
            shown(about[name]),
        )
        for number, name in enumerate(names)
    }


def _told(speaker: Speaker) -> str:
    quotes = "1 quote" if speaker.quotes == 1 else f"{speaker.quotes} quotes"
    return f"{quotes} ({speaker.about})" if speaker.about else quotes


def _marked(document: Row, rows: Mapping[str, Sequence[Row]], speakers: Mapping[str, Speaker]) -> Text:
    text = Text(shown(document["text"] or ""))
    for quote in rows["quotes"]:
        colour = speakers[quote["speaker"]].colour
        for piece in quote["fragments"]:
            text.stylize(f"dim italic {colour}" if piece["continued"] else colour, piece["start"], piece["end"])
    for quote in rows["quotes"]:
        colour = speakers[quote["speaker"]].colour
        for part, style in (("source", "bold"), ("cue", "underline")):
            if quote[part] is not None:
                text.stylize(f"{style} {colour}", quote[f"{part}_start"], quote[f"{part}_end"])
    for mention in rows["treaty_mentions"]:
        text.stylize("reverse not dim", mention["start"], mention["end"])
    return text


def _brackets(rows: Mapping[str, Sequence[Row]], speakers: Mapping[str, Speaker]) -> Iterator[_Mark]:
    """Where brackets open and close."""
    for quote in rows["quotes"]:
        name = speakers[quote["speaker"]].name
        for piece in quote["fragments"]:
            opening = f"[{name}, continued: " if piece["continued"] else f"[{name}: "
            yield from _pair(piece, opening, "]")
    for mention in rows["treaty_mentions"]:
        yield from _pair(mention, "{", "}")


def _pair(place: Row, opening: str, closing: str) -> tuple[_Mark, _Mark]:
    # In this order they nest: what closes comes before what opens, the inner closes first, the outer opens first.
    return (place["start"], 1, -place["end"], opening), (place["end"], 0, -place["start"], closing)


def _bracketed(text: str, marks: Iterable[_Mark]) -> str:
    pieces, at = [], 0
    for position, *_, mark in sorted(marks):
        pieces += [text[at:position], mark]
        at = position
    return "".join([*pieces, text[at:]])
