from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.alignment import Alignment, normal, stem, tokens
from evaluation.build import build, parse, trim
from evaluation.documents import GoldDocument, GoldError, gold_documents
from evaluation.score import score
from evaluation.score_extraction import score as score_extraction
from evaluation.score_polnear import score as score_polnear
from evaluation.tally import Figures, Tally, score_table
from pipeline.schema import TABLES, Row, conform
from pipeline.store import write_table

GOLD = Path(__file__).parents[1] / "evaluation" / "gold"
NULLS: dict[str, Row] = {name: dict.fromkeys(table.schema.names) for name, table in TABLES.items()}

QUOTES_XML = """\
<opt>MOSCOW --</opt> <src q="1">Foreign Minister Lavrov</src> <cue q="1">said</cue> \
<q id="1" speaker="Sergei Lavrov|Lavrov" kind="indirect"><t form="nominal">the treaty</t> works</q>. \
<cont q="1">It was extended.</cont>

Wang <cue q="2">declined to say</cue> <q id="2" speaker="Wang Yi|Wang" kind="indirect" neg="1">more</q>.
"""
ENTITIES_XML = """\
<e t="GPE">MOSCOW</e> -- Foreign Minister <e t="PERSON">Lavrov</e> said the treaty works.
It was extended.

<e t="PERSON">Wang</e> declined to say more.
"""


@pytest.fixture
def gold(tmp_path: Path) -> GoldDocument:
    """One small gold document, saved under ``tmp_path/gold``."""
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "a.quotes.xml").write_text(QUOTES_XML)
    (folder / "a.entities.xml").write_text(ENTITIES_XML)
    document = build(folder / "a.quotes.xml")
    document["meta"] = {"title": "Lavrov on the treaty", "date": "2021-03-22"}
    (folder / "a.json").write_text(json.dumps(document))
    return document


def perfect(gold: GoldDocument) -> dict[str, list[Row]]:
    """The rows of a run that finds exactly what the gold has."""
    doc = {"doc_id": "news/a.txt", "sent_id": 0, "paragraph": 0, "score": 1.0}
    return {
        "documents": [
            _row(
                "documents",
                doc,
                source="/a.txt",
                text=gold["text"],
                status="ok",
                dropped=[],
                title="Lavrov on the treaty",
            )
        ],
        "sentences": [_row("sentences", doc, start=a, end=b, text="") for a, b in gold["sentences"]],
        "entities": [
            _row("entities", doc, start=e["start"], end=e["end"], text="", label=e["labels"][0])
            for e in gold["entities"]
        ],
        "quotes": [
            _row(
                "quotes",
                doc,
                quote_id=number,
                kind=quote["kind"],
                speaker=quote["speaker"][0],
                negated=quote["negated"],
                content="",
                start=quote["fragments"][0][0],
                end=(quote["fragments"] + quote["continued"])[-1][1],
                fragments=[
                    {"start": a, "end": b, "continued": continued}
                    for continued, extents in ((False, quote["fragments"]), (True, quote["continued"]))
                    for a, b in extents
                ],
                cue_start=quote["cue"] and quote["cue"][0],
                cue_end=quote["cue"] and quote["cue"][1],
                **{"class": quote["class"]},
            )
            for number, quote in enumerate(gold["quotes"])
        ],
        "treaty_mentions": [
            _row(
                "treaty_mentions",
                doc,
                start=m["start"],
                end=m["end"],
                text="",
                form=m["form"],
                instrument="china-russia-2001",
            )
            for m in gold["treaty_mentions"]
        ],
    }


def _row(table: str, shared: Row, **values: object) -> Row:
    known = NULLS[table]
    return known | {key: value for key, value in shared.items() if key in known} | values


def scored(rows: dict[str, list[Row]], folder: Path) -> dict[str, Figures]:
    output = folder / "out"
    output.mkdir(exist_ok=True)
    for name, table in TABLES.items():
        write_table(conform(rows[name], table), table, output / f"{name}.parquet")
    return score(folder / "gold", output)[0]


def test_a_perfect_run_has_perfect_figures(gold: GoldDocument, tmp_path: Path) -> None:
    figures = scored(perfect(gold), tmp_path)
    assert {name: f["f1"] for name, f in figures.items() if f["f1"] != 1} == {"date": 0}
    assert figures["quotes"]["gold"] == 1, "what was refused counts neither for nor against anybody"


@pytest.mark.usefixtures("gold")
def test_a_run_that_found_nothing_has_no_recall(tmp_path: Path) -> None:
    figures = scored({name: [] for name in TABLES}, tmp_path)
    assert {name for name, f in figures.items() if f["r"]} == set()


@pytest.mark.parametrize(
    ("table", "change", "figure", "expected"),
    [
        pytest.param("quotes", {"speaker": "lavrov"}, "speaker", 1, id="another acceptable name"),
        pytest.param("quotes", {"speaker": "Wang Yi"}, "attributed", 0, id="the wrong speaker: no token is attributed"),
        pytest.param(
            "quotes", {"speaker": "Wang Yi"}, "content", 1, id="the wrong speaker: the content is right all the same"
        ),
        pytest.param("quotes", {"kind": "direct"}, "kind", 0, id="the wrong kind"),
        pytest.param("quotes", {"class": "other"}, "class", 0.5, id="the wrong class"),
        pytest.param("quotes", {"cue_start": None, "cue_end": None}, "cue", 0, id="no cue"),
        pytest.param("entities", {"label": "ORG"}, "entities", 0.5, id="the wrong type"),
        pytest.param("entities", {"label": "ORG"}, "entities_untyped", 1, id="the wrong type: the span is right"),
        pytest.param("treaty_mentions", {"instrument": "npt"}, "treaty", 0, id="another treaty"),
        pytest.param("treaty_mentions", {"form": "pronoun"}, "treaty", 0, id="a pronoun"),
        pytest.param("documents", {"doc_id": "b"}, "text", 1, id="found by its source, not by its id"),
    ],
)
def test_a_wrong_row_costs_its_figure(
    gold: GoldDocument, tmp_path: Path, table: str, change: Row, figure: str, expected: float
) -> None:
    rows = perfect(gold)
    # The first entity is the dateline, which does not count; of the two that do, one is changed.
    number = 1 if table == "entities" else 0
    rows[table][number] |= change
    assert scored(rows, tmp_path)[figure]["f1"] == expected


def test_a_line_too_many_is_charged_once(gold: GoldDocument, tmp_path: Path) -> None:
    rows = perfect(gold)
    shift = len("Share this.\n\n")
    rows["documents"][0]["text"] = "Share this.\n\n" + gold["text"]
    for row in (row for name in ("sentences", "entities", "treaty_mentions") for row in rows[name]):
        row |= {"start": row["start"] + shift, "end": row["end"] + shift}
    figures = scored(rows, tmp_path)
    assert figures["text"]["p"] < 1 == figures["text"]["r"]
    assert figures["entities"]["f1"] == figures["treaty"]["f1"] == figures["sentences"]["f1"] == 1


def test_continuation_needs_its_mark_for_precision_only(gold: GoldDocument, tmp_path: Path) -> None:
    rows = perfect(gold)
    rows["quotes"][0]["fragments"] = [piece | {"continued": True} for piece in rows["quotes"][0]["fragments"]]
    assert scored(rows, tmp_path)["continued"]["r"] == 1
    rows["quotes"][0]["fragments"] = rows["quotes"][0]["fragments"][:1]
    assert scored(rows, tmp_path)["continued"] | {"p": 0, "f1": 0} == {
        "p": 0,
        "r": 0,
        "f1": 0,
        "hit": 0,
        "predicted": 0,
        "gold": 4,
    }


@pytest.mark.parametrize(
    ("counts", "figures"),
    [
        ((0, 0, 0), (1, 1, 1)),
        ((0, 1, 0), (0, 0, 0)),
        ((0, 0, 1), (0, 0, 0)),
        ((1, 2, 1), (0.5, 1, 2 / 3)),
    ],
)
def test_precision_recall_and_f1(counts: tuple[int, int, int], figures: tuple[float, float, float]) -> None:
    found = Tally(*counts).figures()
    assert (found["p"], found["r"], found["f1"]) == figures


def test_the_score_table_is_one_line_for_each_figure() -> None:
    line = score_table({"text": Tally(1, 2, 1).figures()}).splitlines()[1]
    assert line.split() == ["text", "0.500", "1.000", "0.667", "1", "2", "1"]


@given(st.text(), st.text())
def test_a_span_of_the_published_text_never_becomes_longer_by_alignment(gold: str, published: str) -> None:
    alignment = Alignment.of(gold, published)
    assert len(alignment.there(0, len(published))) <= len(tokens(published).words)
    assert alignment.here(0, len(gold)) == set(range(len(tokens(gold).words)))


@given(st.text(alphabet=" \na.", max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_trimming_takes_white_space_alone(text: str, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    left, right = trim(text, start, end)
    assert start <= left <= right
    assert text[left:right] == text[start:end].strip()


@pytest.mark.parametrize(
    ("address", "expected"),
    [("a/b/NAME.html.gz", "NAME"), ("NAME", "NAME"), ("C:\\news\\NAME.txt", "NAME"), ("v1.2.txt", "v1.2"), (7, "7")],
)
def test_stem_is_the_last_part_without_endings(address: object, expected: str) -> None:
    assert stem(address) == expected


@pytest.mark.parametrize(
    ("name", "expected"), [("The Foreign Ministry", "foreign ministry"), (None, ""), ("?", ""), ("the two", "two")]
)
def test_names_are_compared_without_case_marks_and_determiners(name: object, expected: str) -> None:
    assert normal(name) == expected


def test_tags_may_cross() -> None:
    text, spans = parse('<q id="1">A <cue q="2">b</q> c</cue> d')
    assert text == "A b c d"
    assert [(span.tag, text[span.start : span.end]) for span in spans] == [("q", "A b"), ("cue", "b c")]


@pytest.mark.parametrize(
    ("quotes", "entities", "complaint"),
    [
        pytest.param("<q>A", "A", "never closed", id="an open tag"),
        pytest.param("A</q>", "A", "</q> closes nothing", id="a closed tag"),
        pytest.param("A b", "A c", "the texts differ at 2", id="two texts"),
        pytest.param("<cue q='1'>A", "A", "stray markup", id="markup that is no tag of ours"),
        pytest.param('<cue q="1">A</cue>', "A", "belongs to no quote", id="a cue of nobody"),
        pytest.param('<q id="1">A</q>', "A", "has no speaker", id="a quote of nobody"),
        pytest.param('<q id="1" speaker="A" kind="odd">A</q>', "A", "kind is 'odd'", id="an odd kind"),
        pytest.param('<t form="odd">A</t>', "A", "form is 'odd'", id="an odd form"),
        pytest.param("A", '<e t="THING">A</e>', "no entity type is called THING", id="an odd type"),
        pytest.param("A B", 'A<e t="ORG"> </e>B', "an empty entity", id="an entity without a word"),
    ],
)
def test_marked_up_files_that_do_not_fit_are_refused(
    tmp_path: Path, quotes: str, entities: str, complaint: str
) -> None:
    (tmp_path / "a.quotes.xml").write_text(quotes)
    (tmp_path / "a.entities.xml").write_text(entities)
    with pytest.raises(GoldError, match=complaint):
        build(tmp_path / "a.quotes.xml")


@pytest.mark.parametrize("folder", ["seeds", "synthetic"])
def test_the_shipped_gold_is_what_its_markup_says(folder: str) -> None:
    for document in gold_documents(GOLD / folder):
        document.pop("meta", None)
        assert document == build(GOLD / folder / f"{document['name']}.quotes.xml")


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="holds no gold documents"):
        gold_documents(tmp_path)


def test_extraction_is_scored_by_shingles(tmp_path: Path, gold: GoldDocument) -> None:
    scored(perfect(gold), tmp_path)
    (tmp_path / "truth.json").write_text(json.dumps({"a.txt": {"articleBody": gold["text"] + " One more."}}))
    figures = score_extraction(tmp_path / "truth.json", tmp_path / "out")
    assert (figures["pages"], figures["p"], figures["exact"]) == (1, 1, 0)
    assert 0.8 < figures["r"] < 1


def test_polnear_is_scored_by_its_standoff_files(tmp_path: Path, gold: GoldDocument) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "a.txt").write_text(gold["text"])
    cue, content = gold["text"].index("said"), gold["text"].index("the treaty works")
    lines = [
        f"T1\tCue {cue} {cue + 4}\tsaid",
        f"T2\tContent {content} {content + 16}\tthe treaty works",
        "E1\tAttribution:T1 Cue:T1 Content:T2",
    ]
    (tmp_path / "attributions" / "a_1.ann").write_text("\n".join(lines))
    rows = perfect(gold)
    rows["quotes"] = rows["quotes"][:1]
    scored(rows, tmp_path)
    figures = score_polnear(tmp_path, tmp_path / "out")
    assert {
        name: f["f1"] for name, f in figures.items() if name.startswith(("cue", "content", "relation"))
    } == dict.fromkeys(
        (
            "cue",
            "cue_token",
            "cue_overlap",
            "content",
            "content_token",
            "content_overlap",
            "relation",
            "relation_strict",
        ),
        1,
    )
