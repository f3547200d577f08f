"""A document as labelled regions with links between them, which is how annotation programs see it.

A quote is its Content and Continued regions, linked to the first of them as its parts, and linked from there to its Cue
and Source. Several quotes may share a cue or a source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.interchange.marked import Extent, Marked, Statement, extent_of
from pipeline.labels import ENTITY_TYPES
from pipeline.schema import Row

CONTENT, CONTINUED, CUE, SOURCE, TREATY = "Content", "Continued", "Cue", "Source", "Treaty"
PARTS = (CONTENT, CONTINUED, CUE, SOURCE)
LABELS = (*PARTS, TREATY, *ENTITY_TYPES)
"""The labels of regions."""
LINKS = ("part", "cue", "source")
"""The labels of links: all lead away from the first region of a quote."""


@dataclass(frozen=True, slots=True)
class Region:
    """A labelled stretch of text; what is said of a quote stands with its first region."""

    id: str
    label: str
    start: int
    end: int
    speaker: str | None = None
    quote_class: str | None = None
    negated: bool | None = None
    score: float | None = None

    @property
    def extent(self) -> Extent:
        """Start and end."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Link:
    """A link from one region to another, by their ids."""

    head: str
    child: str
    label: str


def regions_of(rows: Mapping[str, Sequence[Row]]) -> tuple[list[Region], list[Link]]:
    """The regions and links of a published document."""
    regions: dict[str, Region] = {}
    links = []
    for row in rows["quotes"]:
        pieces = list(_pieces(row))
        parts = list(_parts(row))
        regions |= {region.id: region for region in (*pieces, *parts)}
        links += [Link(pieces[0].id, piece.id, "part") for piece in pieces[1:]]
        links += [Link(pieces[0].id, part.id, part.label.lower()) for part in parts]
    for row in rows["treaty_mentions"]:
        regions[f"t{row['start']}"] = Region(f"t{row['start']}", TREATY, row["start"], row["end"])
    for row in rows["entities"]:
        entity = Region(f"e{row['start']}", row["label"], row["start"], row["end"], score=row["score"])
        regions[entity.id] = entity
    return list(regions.values()), links


def _pieces(row: Row) -> Iterator[Region]:
    for number, piece in enumerate(row["fragments"]):
        label = CONTINUED if piece["continued"] else CONTENT
        place = (f"q{row['quote_id']}p{number}", label, piece["start"], piece["end"])
        if number:
            yield Region(*place, score=row["score"])
        else:
            yield Region(*place, row["speaker"], row["class"], row["negated"], row["score"])


def _parts(row: Row) -> Iterator[Region]:
    for part, label in (("cue", CUE), ("source", SOURCE)):
        if extent := extent_of(row, part):
            yield Region(f"{label[0].lower()}{extent[0]}-{extent[1]}", label, *extent)


def marked(doc_id: str, text: str, regions: Iterable[Region], links: Iterable[Link]) -> Marked:
    """The document that regions and links describe. A link may lead either way, and its label does not matter.

    A Continued region that is linked to no Content goes on with the statement that ends last before it.
    """
    known = {region.id: trimmed for region in regions if (trimmed := _trimmed(text, region))}
    pairs = [(known[link.head], known[link.child]) for link in links if {link.head, link.child} <= known.keys()]
    groups = _groups(known.values(), pairs)
    lost = _continue_before(groups)
    statements = [_statement(group, pairs) for group in groups]
    used = {part for statement in statements for part in (statement.cue, statement.source)}
    lost += [region for region in known.values() if region.label in (CUE, SOURCE) and region.extent not in used]
    strange = [region for region in known.values() if region.label not in LABELS]
    return Marked(
        doc_id,
        text,
        tuple(sorted(statements, key=lambda statement: statement.start)),
        tuple(sorted((one.start, one.end, one.label) for one in known.values() if one.label in ENTITY_TYPES)),
        (
            *(f"{doc_id}: {_told(region)} belongs to no quote, and is left out" for region in lost),
            *(f"{doc_id}: {_told(region)} has a label that is none of ours, and is left out" for region in strange),
        ),
    )


def _told(region: Region) -> str:
    return f"{region.label} at {region.start}-{region.end}"


def _trimmed(text: str, region: Region) -> Region | None:
    """A region without white space at its ends; None if nothing is left."""
    words = text[region.start : region.end]
    start = region.start + len(words) - len(words.lstrip())
    end = region.start + len(words.rstrip())
    return replace(region, start=start, end=end) if start < end else None


def _groups(regions: Iterable[Region], pairs: Iterable[tuple[Region, Region]]) -> list[list[Region]]:
    """The pieces of each quote, in the order of the text."""
    group = {region: [region] for region in regions if region.label in (CONTENT, CONTINUED)}
    for one, other in pairs:
        if one in group and other in group and group[one] is not group[other]:
            group[one] += group[other]
            for region in group[other]:
                group[region] = group[one]
    found = {id(pieces): pieces for pieces in group.values()}
    return [sorted(pieces, key=lambda region: region.start) for pieces in found.values()]


def _continue_before(groups: list[list[Region]]) -> list[Region]:
    """Give pieces that only continue to the quote before them; those that have none before are returned."""
    loose = [pieces for pieces in groups if all(piece.label == CONTINUED for piece in pieces)]
    groups[:] = [pieces for pieces in groups if pieces not in loose]
    lost = []
    for piece in (piece for pieces in loose for piece in pieces):
        before = [pieces for pieces in groups if pieces[0].start < piece.start]
        if before:
            max(before, key=lambda pieces: max(one.end for one in pieces if one.start < piece.start)).append(piece)
        else:
            lost.append(piece)
    return lost


def _statement(pieces: Sequence[Region], pairs: Iterable[tuple[Region, Region]]) -> Statement:
    linked = [other for pair in pairs for one, other in (pair, pair[::-1]) if one in pieces]
    return Statement(
        pieces=tuple(piece.extent for piece in pieces if piece.label == CONTENT),
        continued=tuple(piece.extent for piece in pieces if piece.label == CONTINUED),
        cue=next((region.extent for region in linked if region.label == CUE), None),
        source=next((region.extent for region in linked if region.label == SOURCE), None),
        speaker=next((piece.speaker for piece in pieces if piece.speaker is not None), None),
        quote_class=next((piece.quote_class for piece in pieces if piece.quote_class is not None), None),
        negated=next((piece.negated for piece in pieces if piece.negated is not None), None),
    )
