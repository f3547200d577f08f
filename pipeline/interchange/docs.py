"""Published rows as spaCy documents: as a run leaves them, and as anybody reads them who has spaCy alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from pipeline.annotation import Fragment, Quote, TreatyMention
from pipeline.interchange.marked import extent_of
from pipeline.quotes import set_quotes
from pipeline.schema import Row
from pipeline.sentences import set_sentence_starts
from pipeline.words import WordTokenizer

_SAID = ("speaker", "speaker_id", "speaker_role", "speaker_country", "organisation", "via", "resolved_by", "score")
_FACTS = ("doc_id", "source", "title", "date", "publisher", "author", "language")
_ATTRIBUTES = ("SENT_START", "ENT_IOB", "ENT_TYPE", "ENT_ID", "ENT_KB_ID")


def annotated(rows: Mapping[str, Sequence[Row]], vocab: Vocab) -> Doc:
    """A published document as the pipeline leaves it: ``annotation_rows`` makes the same rows of it again."""
    doc = _bare(rows, vocab)
    for ent, row in zip(doc.ents, rows["entities"], strict=True):
        ent._.name, ent._.entity_id, ent._.score = row["name"], row["entity_id"], row["score"]
    set_quotes(doc, [_quote(row) for row in rows["quotes"]])
    doc._.treaty_mentions = tuple(
        TreatyMention(**{name: row[name] for name in TreatyMention.__slots__}) for row in rows["treaty_mentions"]
    )
    return doc


def portable(rows: Mapping[str, Sequence[Row]], vocab: Vocab) -> Doc:
    """A published document for whoever has spaCy alone.

    Entities bear their identity as ``ent_id_`` and ``kb_id_``. ``doc.spans`` has the groups quotes, contents, cues,
    sources and treaty; the ``id_`` of a span is the number of its quote, which all rows of ``doc.user_data["quotes"]``
    have too.
    """
    doc = _bare(rows, vocab)
    (document,) = rows["documents"]
    quotes = rows["quotes"]
    pieces = [(row, piece) for row in quotes for piece in row["fragments"]]
    doc.spans["quotes"] = [_span(doc, row["start"], row["end"], row["kind"], row) for row in quotes]
    doc.spans["contents"] = [
        _span(doc, piece["start"], piece["end"], "continued" if piece["continued"] else "content", row)
        for row, piece in pieces
    ]
    for part in ("cue", "source"):
        doc.spans[f"{part}s"] = [_span(doc, *extent, part, row) for row in quotes if (extent := extent_of(row, part))]
    doc.spans["treaty"] = [_span(doc, row["start"], row["end"], row["form"], row) for row in rows["treaty_mentions"]]
    doc.user_data |= {name: str(document[name]) for name in _FACTS if document[name] is not None}
    doc.user_data["quotes"] = quotes
    doc.user_data["treaty_mentions"] = rows["treaty_mentions"]
    return doc


def docbin(documents: Iterable[Mapping[str, Sequence[Row]]]) -> bytes:
    """Published documents as spaCy's own format; all of them are held in memory."""
    vocab = Vocab()
    docs = (portable(rows, vocab) for rows in documents)
    return bytes(DocBin(attrs=_ATTRIBUTES, docs=docs, store_user_data=True).to_bytes())


def _bare(rows: Mapping[str, Sequence[Row]], vocab: Vocab) -> Doc:
    """The text of a document with its sentences and entities."""
    doc = WordTokenizer(vocab)(rows["documents"][0]["text"])
    set_sentence_starts(doc, tuple(row["start"] for row in rows["sentences"]))
    doc.set_ents(
        [
            _char_span(doc, row["start"], row["end"], row["label"], row["entity_id"] or "", row["entity_id"] or "")
            for row in rows["entities"]
        ]
    )
    return doc


def _span(doc: Doc, start: int, end: int, label: str, row: Row) -> Span:
    """A stretch of a quote, or one that stands in a quote or in none."""
    number = "" if row["quote_id"] is None else str(row["quote_id"])
    return _char_span(doc, start, end, label, number, row["speaker_id"] or "")


def _char_span(doc: Doc, start: int, end: int, label: str, span_id: str, kb_id: str) -> Span:
    span = doc.char_span(start, end, label=label, span_id=span_id, kb_id=kb_id, alignment_mode="expand")
    if span is None:
        raise ValueError(f"there is no text at {start}-{end}")
    return span


def _quote(row: Row) -> Quote:
    return Quote(
        fragments=tuple(Fragment(**piece) for piece in row["fragments"]),
        kind=row["kind"],
        quote_class=row["class"],
        negated=row["negated"],
        cue=extent_of(row, "cue"),
        source=extent_of(row, "source"),
        members=tuple(row["members"] or ()),
        **{name: row[name] for name in _SAID},
    )
