"""The file in which a user corrects what was found, and what becomes of a document by it."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.annotation import Extent, Fragment, Quote, TreatyMention
from pipeline.corrections import CorrectionError, Corrections, load_corrections
from pipeline.corrections.document import correct, told
from pipeline.corrections.file import dump_corrections
from pipeline.identity import entity_id
from pipeline.schema import TABLES, Row, conform
from pipeline.tables import annotation_rows
from tests.faults import fault_told
from tests.test_tables import annotated

TEXT = (
    "Sergei Lavrov met Wang Yi in Beijing.\n\n"
    'The treaty will be extended, he said. "It serves both." More is to come.\n\n'
    "Wang noted that the treaty holds. He smiled.\n\nHua Chunying: The treaty is old."
)


def at(piece: str) -> Extent:
    start = TEXT.index(piece)
    return start, start + len(piece)


def document() -> Doc:
    """A document with two quotes, four entities and three mentions of the treaty."""
    doc = annotated(
        TEXT,
        ("The treaty will", '"It serves', "More is", "Wang noted", "He smiled", "Hua Chunying"),
        (("Sergei Lavrov", "PERSON"), ("Wang Yi", "PERSON"), ("Beijing", "GPE"), ("Hua Chunying", "PERSON")),
    )
    for ent, name in zip(doc.ents, ("Sergei Lavrov", "Wang Yi", "Beijing", "Hua Chunying"), strict=True):
        ent._.name, ent._.entity_id = name, entity_id(name, ent.label_)
    doc._.quotes = (
        Quote(
            (Fragment(*at("The treaty will be extended")),),
            "indirect",
            cue=at("said"),
            source=(at("he said")[0], at("he said")[0] + len("he")),
            speaker="Sergei Lavrov",
            speaker_id="person:sergey-lavrov",
            speaker_role="minister",
            resolved_by="sentence_subject",
            score=0.5,
        ),
        Quote(
            (Fragment(*at("that the treaty holds")),),
            "indirect",
            cue=at("noted"),
            source=(at("Wang noted")[0], at("Wang noted")[0] + len("Wang")),
            speaker="Wang Yi",
            speaker_id="person:wang-yi",
            speaker_country="CN",
            score=0.5,
        ),
    )
    starts = [start for start in range(len(TEXT)) if TEXT.startswith("treaty", start)]
    doc._.treaty_mentions = tuple(TreatyMention(start, start + 6, "nominal", "china-russia-2001") for start in starts)
    return doc


def corrections(**entries: Row) -> Corrections:
    """One entry of each kind named, of this document."""
    return Corrections.model_validate({kind: [{"doc_id": "a.txt", **entry}] for kind, entry in entries.items()})


def corrected(**entries: Row) -> tuple[dict[str, list[Row]], list[str]]:
    """The rows of the document with these corrections, and what did not fit."""
    doc = document()
    misfits = correct(doc, corrections(**entries).of("a.txt"))
    rows = annotation_rows("a.txt", doc)
    for name, table in rows.items():
        conform(table, TABLES[name])
    return rows, misfits


def said(rows: dict[str, list[Row]]) -> list[str]:
    return [f"{row['speaker']}: {row['content']}" for row in rows["quotes"]]


LAVROV, WANG = "Sergei Lavrov: The treaty will be extended", "Wang Yi: that the treaty holds"


def test_the_example_of_the_documentation_is_a_file_of_corrections(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "corrections.md").read_text("utf-8")
    (tmp_path / "corrections.toml").write_text(page.split("```toml\n")[1].split("```")[0], "utf-8")
    found = load_corrections(tmp_path / "corrections.toml")
    assert [len(entries) for entries in (found.quote, found.add_quote, found.entity, found.add_entity)] == [2, 1, 1, 1]


def test_without_corrections_nothing_changes() -> None:
    rows, misfits = corrected()
    assert (rows, misfits) == (annotation_rows("a.txt", document()), [])
    assert said(rows) == [LAVROV, WANG]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param(
            {"speaker": "Wang Yi"},
            {"speaker": "Wang Yi", "speaker_id": "person:wang-yi", "speaker_role": None, "speaker_country": "CN"},
            id="one who speaks elsewhere comes with what is known of him",
        ),
        pytest.param(
            {"speaker": "Hua Chunying"},
            {"speaker_id": "person:hua-chunying", "speaker_role": None, "speaker_country": None},
            id="one who is only named",
        ),
        pytest.param({"speaker": "Beijing"}, {"speaker_id": "gpe:beijing"}, id="a place that is only named"),
        pytest.param({"speaker": "Li Wei"}, {"speaker_id": "person:li-wey"}, id="somebody the document does not name"),
        pytest.param({"speaker": "an official"}, {"speaker_id": "source:official"}, id="a description"),
        pytest.param({"speaker": "Kremlin", "type": "ORG"}, {"speaker_id": "org:kremlin"}, id="a type by hand"),
        pytest.param(
            {"speaker": "China and Russia", "type": "group"},
            {"speaker_id": "group:china-and-russia", "members": ["China", "Russia"]},
            id="a group",
        ),
        pytest.param({"speaker": "?"}, {"speaker": "?", "speaker_id": None, "speaker_role": None}, id="nobody"),
        pytest.param(
            {"speaker": "Sergei Lavrov"}, {"speaker_role": "minister", "resolved_by": "by_hand"}, id="as it was"
        ),
        pytest.param(
            {"role": "", "country": "RU", "organisation": "MFA", "via": "TASS", "members": ["A", "B"]},
            {
                "speaker": "Sergei Lavrov",
                "speaker_role": None,
                "speaker_country": "RU",
                "organisation": "MFA",
                "via": "TASS",
                "members": ["A", "B"],
            },
            id="what else is said of the speaker",
        ),
        pytest.param(
            {"class": "other", "negated": True, "kind": "direct"},
            {"class": "other", "negated": True, "kind": "direct", "speaker": "Sergei Lavrov"},
            id="class, negation, kind",
        ),
        pytest.param({"cue": "", "source": ""}, {"cue": None, "source_start": None}, id="no cue and no source"),
        pytest.param(
            {"source": "Sergei Lavrov", "cue": "he said"},
            {"source": "Sergei Lavrov", "cue": "he said"},
            id="other ones",
        ),
        pytest.param(
            {"pieces": ["The treaty will be extended", '"It serves both."'], "continued": ["More is to come."]},
            {
                "content": 'The treaty will be extended "It serves both." More is to come.',
                "kind": "mixed",
                "end": at("More is to come.")[1],
            },
            id="more pieces",
        ),
        pytest.param({"pieces": ['"It serves both."']}, {"kind": "direct", "speaker": "Sergei Lavrov"}, id="another"),
        pytest.param(
            {"pieces": [f'"It serves both." More is to come.\n\n{TEXT[slice(*at("Wang noted"))]}']},
            {"content": '"It serves both." More is to come. Wang noted'},
            id="a piece over a paragraph end is two",
        ),
    ],
)
def test_a_quote_is_changed_as_the_entry_says_and_says_so(entry: Row, expected: Row) -> None:
    rows, misfits = corrected(quote={"content": "The treaty will", **entry})
    (row,) = [row for row in rows["quotes"] if row["resolved_by"] == "by_hand"]
    assert {column: row[column] for column in expected} == expected
    assert (row["score"], misfits) == (1.0, [])
    assert said(rows)[1] == WANG


def test_what_hangs_on_a_quote_follows_it() -> None:
    rows, _ = corrected(quote={"content": "The treaty will", "drop": True})
    assert [row["quote_id"] for row in rows["quotes"]] == [0]
    assert [(row["quote_id"], row["speaker"]) for row in rows["treaty_mentions"]] == [
        (None, None),
        (0, "Wang Yi"),
        (None, None),
    ]
    rows, _ = corrected(quote={"content": "that the", "speaker": "Hua Chunying"})
    assert rows["treaty_mentions"][1]["speaker_id"] == "person:hua-chunying"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param(
            {"pieces": ["The treaty is old"], "source": "Hua Chunying"},
            {"speaker": "Hua Chunying", "speaker_id": "person:hua-chunying", "cue": None, "kind": "indirect"},
            id="an entity in the source is the speaker",
        ),
        pytest.param(
            {"pieces": ["He smiled"], "source": {"text": "Wang", "start": at("Wang noted")[0]}},
            {"speaker": "Wang Yi", "speaker_country": "CN"},
            id="a source that spoke before",
        ),
        pytest.param(
            {"pieces": ["He smiled"], "source": "Wang"}, {"source_start": at("Wang noted")[0]}, id="the nearest source"
        ),
        pytest.param({"pieces": ["He smiled"], "source": "he"}, {"source_start": at("he said")[0]}, id="whole words"),
        pytest.param({"pieces": ["He smiled"]}, {"speaker": "?", "speaker_id": None}, id="no source"),
        pytest.param({"pieces": ["He smiled"], "speaker": "Wang Yi", "negated": True}, {"negated": True}, id="by hand"),
    ],
)
def test_a_quote_that_was_missed_is_added_in_its_place(entry: Row, expected: Row) -> None:
    rows, misfits = corrected(add_quote=entry)
    (row,) = [row for row in rows["quotes"] if row["resolved_by"] == "by_hand"]
    assert {column: row[column] for column in expected} == expected
    assert (row["quote_id"], row["score"], misfits) == (2, 1.0, [])


def test_an_added_quote_takes_the_place_of_the_one_found_there() -> None:
    rows, _ = corrected(add_quote={"pieces": ["that the treaty holds"], "speaker": "Hua Chunying"})
    assert said(rows) == [LAVROV, "Hua Chunying: that the treaty holds"]


@pytest.mark.parametrize(
    ("kind", "entry", "expected"),
    [
        pytest.param("entity", {"text": "Beijing", "drop": True}, None, id="dropped"),
        pytest.param("entity", {"text": "Beijing", "label": "ORG"}, ("Beijing", "ORG", "org:beijing"), id="a type"),
        pytest.param(
            "entity",
            {"text": "Beijing", "name": "the Chinese capital", "start": at("Beijing")[0]},
            ("Beijing", "GPE", "gpe:chinese-capital"),
            id="a name",
        ),
        pytest.param(
            "entity", {"text": "Beijing", "name": "X", "start": 3}, ("Beijing", "GPE", "gpe:x"), id="it moved"
        ),
        pytest.param(
            "add_entity",
            {"text": "in Beijing", "label": "LOC"},
            ("in Beijing", "LOC", "loc:in-beijing"),
            id="what overlaps gives way",
        ),
        pytest.param(
            "add_entity",
            {"text": "Wang", "start": at("Wang noted")[0], "label": "PERSON", "name": "Wang Yi"},
            ("Wang", "PERSON", "person:wang-yi"),
            id="added",
        ),
    ],
)
def test_entities_are_corrected(kind: str, entry: Row, expected: tuple[str, str, str] | None) -> None:
    rows, misfits = corrected(**{kind: entry})
    before = annotation_rows("a.txt", document())["entities"]
    changed = [(row["text"], row["label"], row["entity_id"]) for row in rows["entities"] if row not in before]
    assert (changed, misfits) == ([expected] if expected else [], [])
    assert said(rows) == [LAVROV, WANG]


@pytest.mark.parametrize(
    ("kind", "entry", "told"),
    [
        ("quote", {"content": "Nobody", "drop": True}, 'the quote "Nobody": there is no such quote (any more)'),
        ("quote", {"start": 3, "end": 5, "drop": True}, "the quote at 3-5: there is no such quote (any more)"),
        ("quote", {"content": "that", "cue": "sang"}, 'the quote "that": "sang" does not stand in the text'),
        ("quote", {"content": "that", "pieces": ["He"], "continued": ["He smiled"]}, "its pieces overlap"),
        ("add_quote", {"pieces": ["treaty"]}, 'the added quote "treaty": "treaty" stands 3 times in the text'),
        ("add_quote", {"pieces": [{"text": "treaty", "start": 1}]}, "give its start"),
        ("add_quote", {"pieces": ["mile"]}, '"mile" does not stand in the text'),
        ("entity", {"text": "Moscow", "drop": True}, 'the entity "Moscow": there is no such entity (any more)'),
        ("add_entity", {"text": "Moscow", "label": "GPE"}, "does not stand in the text"),
        (
            "add_entity",
            {"text": "eiji", "start": at("eiji")[0], "label": "GPE"},
            'the entity "eiji": it begins or ends within a word',
        ),
    ],
)
def test_a_correction_that_does_not_fit_is_told_and_changes_nothing(kind: str, entry: Row, told: str) -> None:
    rows, misfits = corrected(**{kind: entry})
    (misfit,) = misfits
    assert told in misfit
    assert said(rows) == [LAVROV, WANG]


def test_quotes_that_begin_alike_are_told_apart_by_their_start() -> None:
    doc = document()
    starts = [at("treaty will")[0], at("treaty holds")[0]]
    entries = [{"doc_id": "a.txt", "pieces": [{"text": "treaty", "start": start}]} for start in starts]
    drop: Row = {"doc_id": "a.txt", "content": "treaty", "drop": True}
    both = Corrections.model_validate({"add_quote": entries, "quote": [drop, {**drop, "start": starts[0]}]})
    (misfit,) = correct(doc, both)
    assert "2 quotes begin so" in misfit
    assert [quote.start for quote in doc._.quotes if quote.resolved_by == "by_hand"] == [starts[1]]


def test_a_later_entry_sees_what_an_earlier_one_did() -> None:
    entries: list[Row] = [{"speaker": "Wang Yi"}, {"class": "other"}, {"pieces": ["He smiled"]}]
    found = [{"doc_id": "a.txt", "content": "The treaty will", **entry} for entry in entries]
    doc = document()
    assert correct(doc, Corrections.model_validate({"quote": found})) == []
    last = doc._.quotes[-1]
    assert (last.speaker, last.quote_class, TEXT[last.start : last.end]) == ("Wang Yi", "other", "He smiled")


def test_what_does_not_fit_is_told_once_in_the_reason_of_the_document() -> None:
    once = told("a wrong encoding was repaired", ["the quote at 3-5: gone"])
    assert once == "a wrong encoding was repaired; corrections that do not fit: the quote at 3-5: gone"
    assert told(once, ["the quote at 3-5: gone"]) == once
    assert told(once, []) == "a wrong encoding was repaired"
    assert told(None, []) is None


def test_corrections_are_found_by_document_and_travel() -> None:
    all_of_them = Corrections.model_validate(
        {"quote": [{"doc_id": name, "content": "A", "drop": True} for name in ("a.txt", "b.txt", "a.txt")]}
    )
    assert all_of_them.doc_ids == {"a.txt", "b.txt"}
    assert len(all_of_them.of("a.txt").quote) == 2
    assert all_of_them.of("c.txt") == Corrections()
    assert pickle.loads(pickle.dumps(all_of_them)) == all_of_them  # noqa: S301
    assert Corrections.model_validate(json.loads(json.dumps(all_of_them.model_dump(mode="json")))) == all_of_them


words = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)
stretches = st.one_of(words, st.fixed_dictionaries({"text": words, "start": st.integers(0, 9)}))
entries = st.fixed_dictionaries(
    {"doc_id": words, "pieces": st.lists(stretches, min_size=1, max_size=2)},
    optional={"speaker": words, "role": st.text(), "negated": st.booleans(), "cue": st.just(""), "source": stretches},
)


@given(st.lists(entries, max_size=3))
def test_a_written_file_says_what_was_written(tmp_path_factory: pytest.TempPathFactory, added: list[Row]) -> None:
    written = Corrections.model_validate({"add_quote": added})
    file = tmp_path_factory.mktemp("written") / "corrections.toml"
    file.write_text(dump_corrections(written), "utf-8")
    assert load_corrections(file) == written


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("[[quote]", "not TOML: ", id="not TOML"),
        pytest.param("[[quotes]]", "quotes: there is no such key", id="a misspelt kind of entry"),
        pytest.param('[[quote]]\ncontent = "A"\ndrop = true', "quote 1 doc_id: Field required", id="no document"),
        pytest.param(
            '[[quote]]\ndoc_id = "a"\nspeaker = "B"', "quote 1: it names no quote; give its first words", id="no quote"
        ),
        pytest.param('[[quote]]\ndoc_id = "a"\ncontent = "A"', "quote 1: it changes nothing", id="no change"),
        pytest.param(
            '[[quote]]\ndoc_id = "a"\ncontent = "A"\ndrop = true\nspeaker = "B"',
            "quote 1: it drops the quote and changes its speaker",
            id="a change of what is dropped",
        ),
        pytest.param(
            '[[quote]]\ndoc_id = "a"\ncontent = "A"\ntype = "ORG"',
            "quote 1: it gives a type, but no speaker",
            id="type",
        ),
        pytest.param(
            '[[quote]]\ndoc_id = "a"\ncontent = "A"\nspeaker = "B"\ntype = "Person"',
            "quote 1 type: 'Person' is no type of speaker",
            id="no type of speaker",
        ),
        pytest.param(
            '[[quote]]\ndoc_id = "a"\ncontent = "A"\nclass = "belief"', "quote 1 class: Input should be", id="no class"
        ),
        pytest.param('[[add_quote]]\ndoc_id = "a"', "add_quote 1 pieces: Field required", id="a quote of nothing"),
        pytest.param('[[entity]]\ndoc_id = "a"\ntext = "A"', "entity 1: it has to give a label", id="no change of it"),
        pytest.param(
            '[[add_entity]]\ndoc_id = "a"\ntext = "A"\nlabel = "MAN"', "'MAN' is no type of entity", id="no label"
        ),
    ],
)
def test_a_wrong_file_is_told_in_one_line(tmp_path: Path, text: str, fault: str) -> None:
    assert fault in fault_told(tmp_path / "corrections.toml", text, load_corrections, CorrectionError)


@given(st.data())
def test_whatever_is_corrected_the_rows_keep_the_contract(data: st.DataObject) -> None:
    """Stretches cut out of the text at random, as pieces, cue and source."""

    def stretch() -> Row:
        start = data.draw(st.integers(0, len(TEXT) - 1))
        end = data.draw(st.integers(start + 1, len(TEXT)))
        cut = TEXT[start:end]
        return {"text": cut.strip() or "treaty", "start": start + len(cut) - len(cut.lstrip())}

    added = {"pieces": [stretch()], "cue": stretch(), "source": stretch()}
    rows, _ = corrected(add_quote=added, quote={"content": "that", "pieces": [stretch()]})
    assert [row["quote_id"] for row in rows["quotes"]] == list(range(len(rows["quotes"])))
    assert [row["start"] for row in rows["quotes"]] == sorted(row["start"] for row in rows["quotes"])
    for row in rows["quotes"]:
        pieces = [TEXT[piece["start"] : piece["end"]] for piece in row["fragments"]]
        assert row["content"] == " ".join(pieces)
        assert all(piece and piece == piece.strip() and "\n\n" not in piece for piece in pieces)
        for part in ("cue", "source"):
            assert row[part] is None or TEXT[row[f"{part}_start"] : row[f"{part}_end"]] == row[part]
