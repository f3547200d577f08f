"""Annotations to other programs and back."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from evaluation.score import score
from pipeline.corrections import Corrections
from pipeline.corrections.file import dump_corrections
from pipeline.interchange.differences import differences
from pipeline.interchange.docs import annotated
from pipeline.interchange.exporting import WRITERS, export
from pipeline.interchange.gold import corrected_rows, write_gold
from pipeline.interchange.importing import READERS, Imported, read_corrections
from pipeline.interchange.marked import InterchangeError, Marked, Statement, published
from pipeline.schema import TABLES, Row
from pipeline.selection import Rows, documents_of, rows_of
from pipeline.store import Run
from pipeline.tables import annotation_rows
from tests.published import ENVOY, LAVROV, publish, tables

Json = dict[str, Any]
LAVROV_ID, ENVOY_ID = "a/lavrov.html", "envoy.txt"
NAMES = {"labelstudio": "tasks.json", "prodigy": "tasks.jsonl", "webannotation": "all.jsonld", "jsonl": "rows.jsonl"}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return publish(tmp_path_factory.mktemp("published"))


def exported(run: Run, folder: Path, form: str) -> Path:
    export(run, form, folder / NAMES[form])
    return folder / NAMES[form]


def reimported(run: Run, folder: Path, form: str, edit: Callable[[Any], None]) -> Imported:
    """What comes back of an export in which something was edited."""
    file = exported(run, folder, form)
    if form in {"prodigy", "jsonl"}:
        content = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        edit(content)
        file.write_text("\n".join(map(json.dumps, content)), "utf-8")
    else:
        content = json.loads(file.read_text("utf-8"))
        edit(content)
        file.write_text(json.dumps(content), "utf-8")
    return read_corrections(run, form, file)


def edited(run: Run, folder: Path, form: str, edit: Callable[[Any], None]) -> Corrections:
    """The corrections that come back of it; nothing may be left out."""
    imported = reimported(run, folder, form, edit)
    assert imported.remarks == []
    return imported.corrections


def test_rows_become_documents_and_rows_again() -> None:
    found = tables()
    for doc_id in (LAVROV_ID, ENVOY_ID):
        rows = {name: [row for row in table if row["doc_id"] == doc_id] for name, table in found.items()}
        again = annotation_rows(doc_id, annotated(rows, Vocab()))
        assert again == {name: rows[name] for name in again}


def test_documents_are_read_shard_by_shard_as_they_are_by_name(run: Run) -> None:
    assert {rows["documents"][0]["doc_id"]: rows for rows in documents_of(run)} == rows_of(
        run, [LAVROV_ID, ENVOY_ID, "gone.txt", "nowhere"]
    )


@pytest.mark.parametrize("form", NAMES)
def test_what_comes_back_unchanged_corrects_nothing(run: Run, tmp_path: Path, form: str) -> None:
    imported = read_corrections(run, form, exported(run, tmp_path, form))
    assert (imported.corrections, imported.remarks) == (Corrections(), [])
    assert set(imported.documents) == {LAVROV_ID, ENVOY_ID}


def _speaker_in_label_studio(tasks: list[Json]) -> None:
    (task,) = [task for task in tasks if task["data"]["doc_id"] == LAVROV_ID]
    results = task["predictions"][0]["result"]
    (speaker,) = [one for one in results if one.get("from_name") == "speaker" and one["id"] == "q1p0"]
    speaker["value"]["text"] = ["Li Wei"]
    task["annotations"] = [{"result": results, "was_cancelled": False}]


def _speaker_in_prodigy(tasks: list[Json]) -> None:
    (span,) = [span for span in tasks[0]["spans"] if span.get("speaker") == "Wang Yi"]
    span["speaker"] = "Li Wei"


def _speaker_in_web_annotation(whole: Json) -> None:
    bodies = [body for one in whole["first"]["items"] if ":quote:" in one["id"] for body in one["body"]]
    (speaker,) = [body for body in bodies if body["value"] == "Wang Yi"]
    speaker["value"] = "Li Wei"


def _speaker_in_json_lines(documents: list[Json]) -> None:
    documents[0]["quotes"][1]["speaker"] = "Li Wei"


@pytest.mark.parametrize(
    ("form", "edit"),
    [
        ("labelstudio", _speaker_in_label_studio),
        ("prodigy", _speaker_in_prodigy),
        ("webannotation", _speaker_in_web_annotation),
        ("jsonl", _speaker_in_json_lines),
    ],
)
def test_another_speaker_is_one_correction(run: Run, tmp_path: Path, form: str, edit: Callable[[Any], None]) -> None:
    start = LAVROV.index("that the treaty")
    assert edited(run, tmp_path, form, edit) == Corrections.model_validate(
        {
            "quote": [
                {
                    "doc_id": LAVROV_ID,
                    "content": "that the treaty holds",
                    "start": start,
                    "end": start + len("that the treaty holds"),
                    "speaker": "Li Wei",
                }
            ]
        }
    )


def _no_quote_in_label_studio(tasks: list[Json]) -> None:
    for task in tasks:
        found = task["predictions"][0]["result"]
        gone = {"q1p0"} if task["data"]["doc_id"] == ENVOY_ID else set()
        found[:] = [one for one in found if not gone & {one.get("id"), one.get("from_id"), "c", "s"}]
        if gone:  # a cue and a source without a quote would be remarked upon
            lost = {ENVOY.index("denied"), ENVOY.index("Nobody")}
            found[:] = [one for one in found if one.get("value", {}).get("start") not in lost]


def _no_quote_in_prodigy(tasks: list[Json]) -> None:
    lost = {ENVOY.index(words) for words in ("denied", "Nobody", "that it")}
    tasks[1]["spans"] = [span for span in tasks[1]["spans"] if span["start"] not in lost]
    tasks[1]["relations"] = [one for one in tasks[1]["relations"] if one["head_span"]["start"] not in lost]


def _no_quote_in_web_annotation(whole: Json) -> None:
    items = whole["first"]["items"]
    items[:] = [one for one in items if not one["id"].endswith("envoy.txt:quote:1")]


def _no_quote_in_json_lines(documents: list[Json]) -> None:
    del documents[1]["quotes"][1]


@pytest.mark.parametrize(
    ("form", "edit"),
    [
        ("labelstudio", _no_quote_in_label_studio),
        ("prodigy", _no_quote_in_prodigy),
        ("webannotation", _no_quote_in_web_annotation),
        ("jsonl", _no_quote_in_json_lines),
    ],
)
def test_a_quote_that_is_gone_is_dropped(run: Run, tmp_path: Path, form: str, edit: Callable[[Any], None]) -> None:
    start = ENVOY.index("that it rained")
    dropped = {"doc_id": ENVOY_ID, "content": "that it rained", "start": start, "end": start + 14, "drop": True}
    assert edited(run, tmp_path, form, edit) == Corrections.model_validate({"quote": [dropped]})


def test_a_document_without_any_annotation_left_loses_all(run: Run, tmp_path: Path) -> None:
    corrections = edited(run, tmp_path, "webannotation", lambda whole: whole["first"].update(items=[]))
    assert [entry.drop for entry in corrections.quote] == [True] * 4
    assert [entry.drop for entry in corrections.entity] == [True] * 5


def _regions(*regions: tuple[str, str], links: tuple[tuple[int, int], ...] = ()) -> list[Json]:
    """Results of Label Studio: regions as label and words, and links between them by their number."""
    results: list[Json] = []
    for number, (label, words) in enumerate(regions):
        start = LAVROV.index(words)
        value = {"start": start, "end": start + len(words), "text": words, "labels": [label]}
        results.append({"id": str(number), "type": "labels", "from_name": "label", "value": value})
    results += [{"type": "relation", "from_id": str(a), "to_id": str(b), "direction": "right"} for a, b in links]
    return results


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        pytest.param(
            _regions(("Content", "He smiled"), ("Cue", "noted"), ("Source", "Wang noted"), links=((1, 0), (0, 2))),
            "He smiled | noted | Wang noted",
            id="links may lead either way",
        ),
        pytest.param(
            _regions(("Content", "He smiled"), ("Content", "noted"), links=((0, 1),)), "noted + He smiled", id="parts"
        ),
        pytest.param(
            _regions(("Content", "noted"), ("Continued", "He smiled")),
            "noted ++ He smiled",
            id="what goes on, unlinked",
        ),
        pytest.param(_regions(("Content", " noted ")), "noted", id="white space at the ends"),
        pytest.param(
            _regions(("Continued", "met"), ("Cue", "noted")),
            "! Cue at 118-123 belongs to no quote ! Continued at 14-17 belongs to no quote",
            id="what belongs to nothing is told",
        ),
    ],
)
def test_regions_drawn_by_hand_become_quotes(run: Run, tmp_path: Path, results: list[Json], expected: str) -> None:
    task = {"data": {"doc_id": LAVROV_ID, "text": LAVROV}, "annotations": [{"result": results}]}
    (tmp_path / "tasks.json").write_text(json.dumps([task]), "utf-8")
    imported = read_corrections(run, "labelstudio", tmp_path / "tasks.json")
    told = [
        " + ".join(piece.text for piece in one.pieces)
        + "".join(f" ++ {piece.text}" for piece in one.continued or ())
        + "".join(f" | {part.text}" for part in (one.cue, one.source) if part)
        for one in imported.corrections.add_quote
    ]
    told += sorted((f"! {remark.split(': ', 1)[1].split(',')[0]}" for remark in imported.remarks), reverse=True)
    assert set(" ".join(told).split(" ! ")) == set(expected.split(" ! "))


def test_a_label_of_ones_own_is_told(run: Run, tmp_path: Path) -> None:
    task = {"data": {"doc_id": LAVROV_ID, "text": LAVROV}, "annotations": [{"result": _regions(("Verb", "met"))}]}
    (tmp_path / "tasks.json").write_text(json.dumps([task]), "utf-8")
    assert read_corrections(run, "labelstudio", tmp_path / "tasks.json").remarks == [
        f"{LAVROV_ID}: Verb at 14-17 has a label that is none of ours, and is left out"
    ]


def _no_class(documents: list[Json]) -> None:
    documents[0]["quotes"][0]["class"] = "belief"


def _no_selector(whole: Json) -> None:
    whole["first"]["items"][0]["target"][0]["selector"] = []


@pytest.mark.parametrize(
    ("form", "edit", "told"),
    [
        ("jsonl", _no_class, f"{LAVROV_ID}: class: Input should be 'speech' or 'other'"),
        (
            "webannotation",
            _no_selector,
            f"{LAVROV_ID}: an annotation is none of ours (KeyError: 'TextPositionSelector')",
        ),
    ],
)
def test_what_no_quote_can_have_is_told(
    run: Run, tmp_path: Path, form: str, edit: Callable[[Any], None], told: str
) -> None:
    imported = reimported(run, tmp_path, form, edit)
    assert (imported.corrections, imported.remarks) == (Corrections(), [told])


def test_the_newest_annotation_counts_and_a_cancelled_one_does_not(run: Run, tmp_path: Path) -> None:
    def annotate(tasks: list[Json]) -> None:
        results = tasks[0]["predictions"][0]["result"]
        unchanged = {"updated_at": "2026-02-01", "result": results}
        tasks[0]["annotations"] = [
            unchanged,
            {"updated_at": "2026-01-01", "result": []},
            {"updated_at": "2026-03-01", "result": [], "was_cancelled": True},
        ]

    assert edited(run, tmp_path, "labelstudio", annotate) == Corrections()


def test_what_nobody_annotated_is_left_alone(run: Run, tmp_path: Path) -> None:
    def ids_alone(tasks: list[Json]) -> None:
        for task in tasks:
            task["predictions"] = [7]

    assert edited(run, tmp_path, "labelstudio", ids_alone) == Corrections()


def test_a_rejected_task_is_left_alone(run: Run, tmp_path: Path) -> None:
    def reject(tasks: list[Json]) -> None:
        for task in tasks:
            task.update(answer="reject", spans=[])

    assert edited(run, tmp_path, "prodigy", reject) == Corrections()


def test_choices_that_repeat_the_words_of_their_region_are_understood(run: Run, tmp_path: Path) -> None:
    """Label Studio 1.23 exports them so once a person has submitted the task."""

    def repeat(tasks: list[Json]) -> None:
        for task in tasks:
            for result in task["predictions"][0]["result"]:
                if result["type"] == "choices":
                    result["value"]["text"] = task["data"]["text"][result["value"]["start"] : result["value"]["end"]]

    assert edited(run, tmp_path, "labelstudio", repeat) == Corrections()


def test_offsets_of_programs_that_count_as_javascript_does_are_understood(run: Run, tmp_path: Path) -> None:
    """The document begins with a character of two UTF-16 code units."""

    def shift(tasks: list[Json]) -> None:
        for result in tasks[1]["predictions"][0]["result"]:
            if "value" in result:
                result["value"]["start"] += 1
                result["value"]["end"] += 1

    assert edited(run, tmp_path, "labelstudio", shift) == Corrections()


@pytest.mark.parametrize(
    ("form", "content", "told"),
    [
        ("labelstudio", "{", "cannot be read as labelstudio"),
        ("labelstudio", '[{"text": "a", "label": []}]', "a task is none of ours"),
        ("prodigy", '{"text": "a"}', "a task is none of ours"),
        ("webannotation", "[]", "it is no collection of our annotations"),
        ("jsonl", "{}", "a line is none of ours"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_in_one_line(
    run: Run, tmp_path: Path, form: str, content: str, told: str
) -> None:
    (tmp_path / "file").write_text(content, "utf-8")
    with pytest.raises(InterchangeError, match=told) as error:
        read_corrections(run, form, tmp_path / "file")
    assert str(error.value).startswith(f"{tmp_path / 'file'}: ")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("form", [*NAMES])
def test_a_document_that_is_not_the_published_one_is_told_and_left_alone(run: Run, tmp_path: Path, form: str) -> None:
    file = exported(run, tmp_path, form)
    file.write_text(
        file.read_text("utf-8").replace("it rained", "it poured").replace("a/lavrov.html", "b.html"), "utf-8"
    )
    if form == "webannotation":  # the doc_id stands in its IRIs too
        file.write_text(file.read_text("utf-8").replace("a%2Flavrov.html", "b.html"), "utf-8")
    imported = read_corrections(run, form, file)
    assert imported.corrections == Corrections()
    assert len(imported.remarks) == 2
    assert any("b.html: no such document was published" in remark for remark in imported.remarks)


SMILED = (LAVROV.index("smiled"), LAVROV.index("smiled") + len("smiled"))
SPEAKERS = st.sampled_from(["Sergei Lavrov", "Wang Yi", "Li Wei", "an official", "?"])


@st.composite
def somebodys_own(draw: st.DrawFn) -> Marked:
    """The document as somebody might have annotated it: some of what was published, some of one's own."""
    old = published(_rows())
    kept = [one for one in old.statements if draw(st.booleans())]
    cuts = sorted(draw(st.sets(st.integers(0, len(LAVROV.split("\n\n")[1])), max_size=6)))
    base = LAVROV.index("\n\n") + 2
    own = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        words = LAVROV[base + start : base + end]
        if words.strip():
            at = base + start + len(words) - len(words.lstrip())
            extent = (at, at + len(words.strip()))
            own.append(Statement((extent,), (), None, (0, 13), draw(SPEAKERS), "speech", draw(st.booleans())))
    kept = [Statement(**{**_fields(one), "speaker": draw(SPEAKERS)}) for one in kept]
    entities = [one for one in old.entities if draw(st.booleans())]
    if draw(st.booleans()):
        entities.append((*SMILED, "ORG"))
    return Marked(LAVROV_ID, LAVROV, tuple(sorted([*kept, *own], key=lambda one: one.start)), tuple(entities))


def _fields(statement: Statement) -> dict[str, Any]:
    return {name: getattr(statement, name) for name in Statement.__slots__}


def _rows() -> Rows:
    return {name: [row for row in found if row["doc_id"] == LAVROV_ID] for name, found in tables().items()}


@given(somebodys_own())
def test_the_corrections_make_of_the_published_document_what_was_annotated(new: Marked) -> None:
    rows = corrected_rows(_rows(), differences(published(_rows()), new))
    again = published(rows)
    assert sorted(again.statements, key=repr) == sorted(new.statements, key=repr)
    assert again.entities == new.entities


def test_corrections_that_came_back_can_be_written_to_a_file(run: Run, tmp_path: Path) -> None:
    told = dump_corrections(edited(run, tmp_path, "labelstudio", _speaker_in_label_studio))
    assert told.splitlines()[:3] == ["[[quote]]", 'doc_id = "a/lavrov.html"', 'content = "that the treaty holds"']
    assert 'speaker = "Li Wei"' in told


def test_corrected_documents_are_gold_that_the_scorer_reads(run: Run, tmp_path: Path) -> None:
    imported = read_corrections(run, "jsonl", exported(run, tmp_path, "jsonl"))
    write_gold(imported.documents, Corrections(), tmp_path / "gold")
    figures, _ = score(tmp_path / "gold", run.output)
    assert {figure["f1"] for figure in figures.values()} == {1.0}
    dropped = {"doc_id": LAVROV_ID, "content": "that the", "drop": True}
    write_gold(imported.documents, Corrections.model_validate({"quote": [dropped]}), tmp_path / "gold")
    gold = json.loads((tmp_path / "gold" / "lavrov.json").read_text("utf-8"))
    assert [quote["speaker"] for quote in gold["quotes"]] == [["Sergei Lavrov"]]
    assert (tmp_path / "gold" / "input" / "lavrov.txt").read_text("utf-8") == LAVROV + "\n"


def test_two_documents_are_never_one_gold_document(tmp_path: Path) -> None:
    rows = _rows()
    with pytest.raises(InterchangeError, match=r"b/lavrov.html and a/lavrov.html would be the same"):
        write_gold({LAVROV_ID: rows, "b/lavrov.html": rows}, Corrections(), tmp_path)


def test_a_document_can_be_exported_alone(run: Run, tmp_path: Path) -> None:
    assert export(run, "jsonl", tmp_path / "one.jsonl", [ENVOY_ID]) == [tmp_path / "one.jsonl"]
    (line,) = (tmp_path / "one.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["doc_id"] == ENVOY_ID
    with pytest.raises(InterchangeError, match="no document 'nowhere' was published"):
        export(run, "jsonl", tmp_path / "one.jsonl", ["nowhere"])
    assert (tmp_path / "one.jsonl").exists()


def test_every_format_that_comes_back_goes_out() -> None:
    assert set(READERS) == set(WRITERS) - {"docbin"}


def test_lines_and_lists_of_tasks_are_the_same_tasks(run: Run, tmp_path: Path) -> None:
    export(run, "labelstudio", tmp_path / "tasks.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "tasks.jsonl").read_text("utf-8").splitlines()]
    assert json.loads(exported(run, tmp_path, "labelstudio").read_text("utf-8")) == lines


def test_label_studio_knows_every_label_that_the_tasks_have(run: Run, tmp_path: Path) -> None:
    tasks = json.loads(exported(run, tmp_path, "labelstudio").read_text("utf-8"))
    view = ElementTree.fromstring((tmp_path / "tasks.config.xml").read_text("utf-8"))  # noqa: S314  our own
    results = [one for task in tasks for one in task["predictions"][0]["result"]]
    known = {tag: {one.get("value") for one in view.iter(tag)} for tag in ("Label", "Relation", "Choice")}
    for result in results:
        value = result.get("value", {})
        assert set(value.get("labels", ())) <= known["Label"]
        assert set(value.get("choices", ())) <= known["Choice"]
        if result["type"] == "relation":
            assert set(result["labels"]) <= known["Relation"]
        else:
            assert result["from_name"] in {one.get("name") for one in view}
    ids = {result["id"] for result in results if result["type"] == "labels"}
    assert all({one["from_id"], one["to_id"]} <= ids for one in results if one["type"] == "relation")


def test_spans_of_prodigy_lie_on_its_tokens(run: Run, tmp_path: Path) -> None:
    for line in exported(run, tmp_path, "prodigy").read_text("utf-8").splitlines():
        task = json.loads(line)
        tokens = task["tokens"]
        assert all(task["text"][token["start"] : token["end"]] == token["text"] for token in tokens)
        for span in task["spans"]:
            first, last = tokens[span["token_start"]], tokens[span["token_end"]]
            assert (first["start"], last["end"]) == (span["start"], span["end"])


READ_WITHOUT_SAIDBY = """
import sys
sys.modules["pipeline"] = None
from spacy.tokens import DocBin
from spacy.vocab import Vocab
docs = {doc.user_data["doc_id"]: doc for doc in DocBin().from_disk(sys.argv[1]).get_docs(Vocab())}
doc = docs["a/lavrov.html"]
print([sent.text.strip() for sent in doc.sents][1])
print([(ent.text, ent.label_, ent.ent_id_, ent.kb_id_) for ent in doc.ents][:1])
for name, group in doc.spans.items():
    print(name, [(span.text, span.label_, span.id_, span.kb_id_) for span in group])
print(doc.user_data["title"], doc.user_data["date"], doc.user_data["quotes"][1]["speaker"])
"""


def test_spacy_alone_reads_the_docbin(run: Run, tmp_path: Path) -> None:
    export(run, "docbin", tmp_path / "all.spacy")
    told = subprocess.run(
        [sys.executable, "-c", READ_WITHOUT_SAIDBY, tmp_path / "all.spacy"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    lavrov, wang = "person:sergey-lavrov", "person:wang-yi"
    assert told == [
        "The treaty will be extended, he said.",
        f"[('Sergei Lavrov', 'PERSON', '{lavrov}', '{lavrov}')]",
        "quotes [('The treaty will be extended, he said. \"It serves both.\" More is to come.',"
        f" 'mixed', '0', '{lavrov}'), ('that the treaty holds', 'indirect', '1', '{wang}')]",
        f"contents [('The treaty will be extended', 'content', '0', '{lavrov}'),"
        f" ('\"It serves both.\"', 'content', '0', '{lavrov}'), ('More is to come.', 'continued', '0', '{lavrov}'),"
        f" ('that the treaty holds', 'content', '1', '{wang}')]",
        f"cues [('said', 'cue', '0', '{lavrov}'), ('noted', 'cue', '1', '{wang}')]",
        f"sources [('he', 'source', '0', '{lavrov}'), ('Wang', 'source', '1', '{wang}')]",
        f"treaty [('treaty', 'nominal', '0', '{lavrov}'), ('treaty', 'nominal', '1', '{wang}')]",
        "Talks 2021-03-22 Wang Yi",
    ]


MOTIVATIONS = {
    *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting"),
    *("identifying", "linking", "moderating", "questioning", "replying", "tagging"),
}


def _check_target(target: Json, texts: dict[str, str]) -> None:
    """Sections 4 to 4.2.5 of the model: a SpecificResource has one source, and its selectors agree."""
    assert target["type"] == "SpecificResource"
    text = texts[target["source"]]
    selectors = {selector["type"]: selector for selector in target["selector"]}
    position, words = selectors["TextPositionSelector"], selectors["TextQuoteSelector"]
    start, end = position["start"], position["end"]
    assert isinstance(start, int)
    assert 0 <= start < end <= len(text)
    assert words["exact"] == text[start:end]
    assert text[:start].endswith(words["prefix"])
    assert text[end:].startswith(words["suffix"])


def test_web_annotations_keep_the_rules_of_the_model(run: Run, tmp_path: Path) -> None:
    """The MUSTs of https://www.w3.org/TR/annotation-model/ that apply to what is written."""
    whole = json.loads(exported(run, tmp_path, "webannotation").read_text("utf-8"))
    texts = {"urn:saidby:text:a%2Flavrov.html": LAVROV, "urn:saidby:text:envoy.txt": ENVOY}
    page, items = whole["first"], whole["first"]["items"]
    context, ours = whole["@context"]
    assert context == "http://www.w3.org/ns/anno.jsonld"
    assert (whole["type"], whole["total"], page["type"]) == ("AnnotationCollection", len(items), "AnnotationPage")
    assert whole["label"]
    assert page["startIndex"] == 0
    assert len({whole["id"], page["id"], *(one["id"] for one in items)}) == len(items) + 2
    for one in items:
        assert one["type"] == "Annotation"
        assert ":" in one["id"]
        assert one["motivation"] in MOTIVATIONS
        assert one["target"]
        for target in one["target"]:
            _check_target(target, texts)
        for body in one["body"]:
            assert (body["type"], body["format"]) == ("TextualBody", "text/plain")
            assert isinstance(body["value"], str)
            assert body["purpose"] in MOTIVATIONS
    keys = {key for one in (whole, page, *items, *(t for one in items for t in one["target"])) for key in one}
    assert {key.partition(":")[0] for key in keys if ":" in key} <= ours.keys()


def test_a_page_on_the_web_is_the_scope_of_its_annotations(run: Run, tmp_path: Path) -> None:
    whole = json.loads(exported(run, tmp_path, "webannotation").read_text("utf-8"))
    scopes = {(one["target"][0]["source"], one["target"][0].get("scope")) for one in whole["first"]["items"]}
    assert scopes == {
        ("urn:saidby:text:a%2Flavrov.html", None),
        ("urn:saidby:text:envoy.txt", "https://example.org/envoy?x=1"),
    }


def test_lines_of_json_have_every_column(run: Run, tmp_path: Path) -> None:
    first = json.loads(exported(run, tmp_path, "jsonl").read_text("utf-8").splitlines()[0])
    assert set(first) == set(TABLES["documents"].schema.names) | set(TABLES) - {"documents"}
    row: Row = first["quotes"][0]
    assert set(row) == set(TABLES["quotes"].schema.names) - {"doc_id"}
