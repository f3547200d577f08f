"""The quotes of a run that fit a search, each with what its document and its actor add."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.schema import DOCUMENTS, QUOTES
from pipeline.search.speakers import Actors, actors_of, spoken_by
from pipeline.search.wanted import SearchError, Wanted
from pipeline.selection import scan
from pipeline.store import Run

ADDED = ("date", "publisher", "title", "actor", "actor_id", "country", "treaty")
"""The columns beside those of ``quotes``: of the document; of the actor who speaks, and the country that the quote or
else the actor gives; and whether a treaty is mentioned."""

COLUMNS: tuple[str, ...] = (*ADDED, *QUOTES.schema.names)
"""Every column that can be asked for."""

USUAL = (
    *("date", "publisher", "title", "doc_id", "quote_id", "speaker", "actor", "actor_id", "speaker_role", "country"),
    *("organisation", "kind", "class", "negated", "treaty", "via", "cue", "source", "content", "score"),
)
"""The columns of a search that asks for none."""

_JOINING = frozenset({"doc_id", "quote_id", "speaker_id", "speaker_country"})


def find(run: Run, wanted: Wanted, columns: Sequence[str] = USUAL) -> Iterator[pa.Table]:
    """The quotes that fit, in the order of the table, a batch at a time, at least one batch, be it empty.

    Raises :class:`SearchError` at once for a column or country that does not exist.
    """
    if unknown := [name for name in columns if name not in COLUMNS]:
        raise SearchError(f"there is no column {unknown[0]!r}; the columns are {', '.join(COLUMNS)}")
    return _find(run, wanted, columns, wanted.country_code)


def _find(run: Run, wanted: Wanted, columns: Sequence[str], country: str | None) -> Iterator[pa.Table]:
    documents = scan(run, "documents").to_table(["doc_id", "date", "publisher", "title"], wanted.of_documents())
    documents = documents.combine_chunks()
    actors = actors_of(run)
    condition = wanted.of_quotes()
    if wanted.asks_for_documents:
        condition &= pc.field("doc_id").isin(documents["doc_id"].combine_chunks())
    if wanted.speaker is not None:
        condition &= spoken_by(run, wanted.speaker, actors)
    treaty = _keys(scan(run, "treaty_mentions").to_table(["doc_id", "quote_id"], pc.field("quote_id").is_valid()))
    read = [name for name in QUOTES.schema.names if name in {*columns, *_JOINING}]
    yield _joined(QUOTES.schema.empty_table().select(read), documents, actors, treaty).select(columns)
    for batch in scan(run, "quotes").to_batches(columns=read, filter=condition):
        found = _joined(pa.Table.from_batches([batch]), documents, actors, treaty)
        if country is not None:
            found = found.filter(pc.field("country") == country)
        if wanted.treaty is not None:
            found = found.filter(pc.field("treaty") == wanted.treaty)
        if found.num_rows:
            yield found.select(columns)


def _joined(quotes: pa.Table, documents: pa.Table, actors: Actors, treaty: pa.Array) -> pa.Table:
    """Quotes with the columns that are added to them."""
    of_document = documents.take(_places(quotes["doc_id"], documents["doc_id"]))
    of_actor = actors.rows.take(_places(quotes["speaker_id"], actors.identities))
    for name in ("date", "publisher", "title"):
        quotes = quotes.append_column(DOCUMENTS.schema.field(name), of_document[name])
    for name in ("actor", "actor_id"):
        quotes = quotes.append_column(name, of_actor[name])
    country = pc.coalesce(quotes["speaker_country"], of_actor["actor_country"])
    return quotes.append_column("country", country).append_column("treaty", pc.is_in(_keys(quotes), treaty))


def _places(values: pa.ChunkedArray, among: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Where each value stands among others; null where it does not."""
    others = among.combine_chunks() if isinstance(among, pa.ChunkedArray) else among
    return pc.index_in(values, value_set=others).combine_chunks()


def _keys(rows: pa.Table) -> pa.Array:
    """A text for each quote that rows belong to: Arrow finds no pairs."""
    number = rows["quote_id"].cast(pa.string())
    return pc.binary_join_element_wise(rows["doc_id"], number, "\0").combine_chunks()
