from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from pipeline.annotation import Extent, Fragment, Quote, TreatyMention
from pipeline.cleaning import CleanDocument, Dropped
from pipeline.corpus import RawDocument
from pipeline.schema import TABLES, Row, conform
from pipeline.tables import Rows, annotation_rows, document_row, unread_row
from pipeline.words import WordTokenizer

TEXT = 'The Hague hosted talks.\n\nThe treaty holds, Lavrov said. "It was extended." He left.\n\nWang agreed.'
VOCAB = Vocab()


def at(piece: str, text: str = TEXT) -> Extent:
    """Where a piece of the text stands."""
    start = text.index(piece)
    return start, start + len(piece)


def annotated(text: str = TEXT, sentences: tuple[str, ...] = (), entities: tuple[tuple[str, str], ...] = ()) -> Doc:
    """A Doc annotated by hand: the first words of its sentences, and its entities with their labels."""
    doc = WordTokenizer(VOCAB)(text)
    starts = {at(piece, text)[0] for piece in sentences}
    for token in doc:
        token.is_sent_start = token.i == 0 or token.idx in starts
    spans = [doc.char_span(*at(piece, text), label=label) for piece, label in entities]
    doc.ents = [span for span in spans if span is not None]
    return doc


@pytest.fixture
def doc() -> Doc:
    doc = annotated(
        sentences=("The Hague", "The treaty", '"It was', "He left", "Wang agreed"),
        entities=(("The Hague", "GPE"), ("Lavrov", "PERSON")),
    )
    lavrov: Span = doc.ents[1]
    lavrov._.name, lavrov._.entity_id, lavrov._.score = "Sergei Lavrov", "person:sergei-lavrov", 0.75
    doc._.quotes = (
        Quote(
            (Fragment(*at("The treaty holds")), Fragment(*at('"It was extended."'), continued=True)),
            "mixed",
            cue=at("said"),
            source=at("Lavrov"),
            speaker="Sergei Lavrov",
            speaker_id="person:sergei-lavrov",
            resolved_by="full_name",
            score=0.5,
        ),
        Quote((Fragment(*at("Wang agreed")),), "indirect", members=("China", "Russia")),
    )
    doc._.treaty_mentions = (
        TreatyMention(*at("treaty"), "nominal", "china-russia-2001", act="extend", act_date="2021-06"),
        TreatyMention(*at("talks"), "nominal", "china-russia-2001"),
    )
    return doc


@pytest.fixture
def rows(doc: Doc) -> Rows:
    return annotation_rows("a.txt", doc)


def values(rows: list[Row], *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


def test_rows_keep_the_contract(rows: Rows) -> None:
    for name in ("sentences", "entities", "quotes", "treaty_mentions"):
        assert conform(rows[name], TABLES[name]).num_rows == len(rows[name]) > 0


def test_sentences_are_numbered_and_know_their_paragraph(rows: Rows) -> None:
    assert values(rows["sentences"], "sent_id", "paragraph", "text") == [
        (0, 0, "The Hague hosted talks."),
        (1, 1, "The treaty holds, Lavrov said."),
        (2, 1, '"It was extended."'),
        (3, 1, "He left."),
        (4, 2, "Wang agreed."),
    ]


@pytest.mark.parametrize(
    ("text", "sentences", "expected"),
    [
        pytest.param("", (), [], id="no text"),
        pytest.param(" \n ", (), [], id="nothing but white space"),
        pytest.param("  One.  ", (), [(0, 0, "One.")], id="white space around a sentence"),
        pytest.param("One.\n \nTwo.", ("Two",), [(0, 0, "One."), (1, 1, "Two.")], id="a blank line with a space in it"),
        pytest.param("One\ntwo.", (), [(0, 0, "One\ntwo.")], id="a line end is no paragraph end"),
        pytest.param(
            "One.\n\n\n\nTwo.", ("\n\n\n\nTwo",), [(0, 0, "One."), (1, 1, "Two.")], id="white space before a sentence"
        ),
    ],
)
def test_sentences_hold_no_outer_white_space(
    text: str, sentences: tuple[str, ...], expected: list[tuple[object, ...]]
) -> None:
    rows = annotation_rows("a.txt", annotated(text, sentences))["sentences"]
    assert values(rows, "sent_id", "paragraph", "text") == expected


def test_entities_carry_name_identity_and_score(rows: Rows) -> None:
    assert values(rows["entities"], "sent_id", "text", "label", "name", "entity_id", "score") == [
        (0, "Hague", "GPE", None, None, None),
        (1, "Lavrov", "PERSON", "Sergei Lavrov", "person:sergei-lavrov", 0.75),
    ]


def test_a_quote_in_two_pieces_is_one_row(rows: Rows) -> None:
    quote = rows["quotes"][0]
    assert quote["content"] == 'The treaty holds "It was extended."'
    assert quote["fragments"] == [
        {"start": at("The treaty")[0], "end": at("holds")[1], "continued": False},
        {"start": at('"It')[0], "end": at('extended."')[1], "continued": True},
    ]
    assert (quote["start"], quote["end"]) == (at("The treaty")[0], at('extended."')[1])
    assert values([quote], "quote_id", "sent_id", "cue", "source", "speaker", "members") == [
        (0, 1, "said", "Lavrov", "Sergei Lavrov", None)
    ]


def test_a_quote_without_cue_stands_in_the_sentence_of_its_first_piece(rows: Rows) -> None:
    quote = rows["quotes"][1]
    assert values([quote], "quote_id", "sent_id", "cue", "cue_start", "source_end", "speaker", "members") == [
        (1, 4, None, None, None, "?", ["China", "Russia"])
    ]


def test_a_quote_stands_in_the_sentence_of_its_cue() -> None:
    doc = annotated("It rained. It poured. So he said.", ("It poured", "So he"))
    doc._.quotes = (Quote((Fragment(0, 10), Fragment(11, 21)), "indirect", cue=at("said", doc.text)),)
    assert annotation_rows("a.txt", doc)["quotes"][0]["sent_id"] == 2


def test_a_mention_inside_a_statement_has_its_speaker(rows: Rows) -> None:
    assert values(rows["treaty_mentions"], "text", "act", "act_date", "quote_id", "speaker", "speaker_id") == [
        ("treaty", "extend", "2021-06", 0, "Sergei Lavrov", "person:sergei-lavrov"),
        ("talks", None, None, None, None, None),
    ]


def test_a_mention_between_two_pieces_of_a_statement_is_outside() -> None:
    doc = annotated('"Yes," he said of the pact, "we keep it."')
    doc._.quotes = (Quote((Fragment(*at('"Yes,"', doc.text)), Fragment(*at('"we keep it."', doc.text))), "direct"),)
    doc._.treaty_mentions = (TreatyMention(*at("pact", doc.text), "nominal", "china-russia-2001"),)
    assert annotation_rows("a.txt", doc)["treaty_mentions"][0]["quote_id"] is None


def test_a_document_row_says_where_it_came_from_and_what_was_dropped() -> None:
    raw = RawDocument("a.txt", "/news/a.txt", b"abc")
    clean = CleanDocument("Text.", "html", title="T", date=date(2001, 7, 16), dropped=(Dropped("menu", 9, "Home"),))
    row = document_row(raw, clean, status="ok", reason=None)
    assert row["sha256"] == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert row["dropped"] == [{"kind": "menu", "characters": 9, "example": "Home"}]
    assert conform([row], TABLES["documents"]).to_pylist() == [row]


def test_a_document_that_could_not_be_read_has_neither_hash_nor_text() -> None:
    row = unread_row(RawDocument("a.txt", "/news/a.txt", None, "gone"), "gone")
    assert values([row], "sha256", "text", "status", "reason") == [(None, None, "failed", "gone")]
    assert conform([row], TABLES["documents"]).num_rows == 1


WORDS = st.sampled_from(["the", "The", "treaty", "said", "Wang", ".", ",", "\n\n", " ", '"', "é", "😀", "…"])


@st.composite
def any_doc(draw: st.DrawFn) -> Doc:
    """A Doc over odd text, with arbitrary sentences, entities, quotes and mentions."""
    doc = WordTokenizer(VOCAB)(" ".join(draw(st.lists(WORDS, min_size=1, max_size=40))))
    for token in doc:
        token.is_sent_start = token.i == 0 or draw(st.booleans())
    index = st.integers(0, len(doc) - 1)
    doc.ents = [
        Span(doc, i, i + 1, label="ORG") for i in sorted(draw(st.sets(index, max_size=5))) if not doc[i].is_space
    ]
    extents = st.tuples(index, index).map(lambda pair: (doc[min(pair)].idx, doc[max(pair)].idx + len(doc[max(pair)])))
    pieces = st.lists(extents.map(lambda extent: Fragment(*extent)), min_size=1, max_size=3).map(tuple)
    quotes = st.builds(
        Quote,
        pieces,
        st.just("mixed"),
        cue=st.none() | extents,
        source=st.none() | extents,
        speaker=st.sampled_from(["?", "Wang"]),
    )
    doc._.quotes = tuple(draw(st.lists(quotes, max_size=4)))
    mentions = extents.map(lambda extent: TreatyMention(*extent, "name", "china-russia-2001"))
    doc._.treaty_mentions = tuple(draw(st.lists(mentions, max_size=4)))
    return doc


@given(any_doc())
def test_every_row_is_cut_out_of_the_text_by_its_offsets(doc: Doc) -> None:
    rows = annotation_rows("a.txt", doc)
    for row in rows["sentences"] + rows["entities"] + rows["treaty_mentions"]:
        assert doc.text[row["start"] : row["end"]] == row["text"]
    for row in rows["quotes"]:
        pieces = [doc.text[piece["start"] : piece["end"]] for piece in row["fragments"]]
        assert row["content"] == " ".join(pieces)
        for name in ("cue", "source"):
            start, end = row[f"{name}_start"], row[f"{name}_end"]
            assert row[name] == (None if start is None else doc.text[start:end])
    for name, table in rows.items():
        assert conform(table, TABLES[name]).num_rows == len(table)


@given(any_doc())
def test_sentence_numbers_lead_to_sentences(doc: Doc) -> None:
    rows = annotation_rows("a.txt", doc)
    count = max(1, len(rows["sentences"]))
    assert [row["sent_id"] for row in rows["sentences"]] == list(range(len(rows["sentences"])))
    for row in rows["entities"] + rows["quotes"] + rows["treaty_mentions"]:
        assert 0 <= row["sent_id"] < count
