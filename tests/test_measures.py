"""The measures beside ``evaluation.score``: treebanks, entity files, calibration, entities by type."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from evaluation.calibration import Answer, expected_error, reliability, reliability_table, scored_answers
from evaluation.detokenising import spaces
from evaluation.documents import GoldError
from evaluation.per_type import score as score_types
from evaluation.score_ud import read_treebank, rule_splitter
from evaluation.score_ud import score as score_ud
from evaluation.score_uner import score as score_uner
from evaluation.score_uner import tagged_spans
from pipeline.encoder import Encoding, Model
from pipeline.heads import layout
from pipeline.labels import ENTITY_TAGS, ENTITY_TYPES
from pipeline.schema import TABLES, Row, conform
from pipeline.store import write_table
from tests.marked import SURE, encoded
from tests.test_score import NULLS


class CapitalModel(Model):
    """Takes every capitalised word for a person and for the start of a sentence."""

    def __init__(self) -> None:
        """Load nothing."""

    def encode(self, text: str) -> Encoding:
        encoding = encoded(text)[1]
        for start, row in zip(encoding.pieces.starts, encoding.rows, strict=True):
            capital = text[start].isupper()
            row[layout().sentence] = SURE if capital else -SURE
            row[layout().entity] = np.array(ENTITY_TAGS) == ("B-PERSON" if capital else "O")
            row[layout().entity] *= SURE
        return encoding


def treebank(*sentences: str) -> str:
    """A CoNLL-U file; a sentence is its comments, ";" between them, then "|", then its tokens.

    A token that ends in "_" has no space behind it; "2-3:can't" is a contraction.
    """
    blocks = []
    for sentence in sentences:
        comments, tokens = sentence.split("|")
        lines = [f"# {comment.strip()}" for comment in comments.split(";")]
        for number, token in enumerate(tokens.split(), 1):
            key, _, form = token.rpartition(":")
            misc = "Note=1|SpaceAfter=No" if form.endswith("_") else "_"
            lines.append("\t".join([key or str(number), form.rstrip("_"), *"_______", misc]))
        blocks.append("\n".join(lines) + "\n\n")
    return "".join(blocks)


@pytest.mark.parametrize(
    ("sentences", "texts", "starts"),
    [
        pytest.param(["newdoc id = a; text = It rains. | x", "text = So what? | x"], ["It rains. So what?"], [{0, 10}],
                     id="a space between sentences"),
        pytest.param(["text = It rains. | x x_", "text = So what? | x"], ["It rains.So what?"], [{0, 9}],
                     id="no space where the last token says so"),
        pytest.param(["text = He can't | 1:He 2-3:can't_ 2:ca 3:n't", "text = go. | x"], ["He can'tgo."], [{0, 8}],
                     id="a contraction says so on its own line"),
        pytest.param(["newdoc id = a; newpar; text = Rain | x", "newpar id = a2; text = It rains. | x"],
                     ["Rain\n\nIt rains."], [{0, 6}], id="a blank line between paragraphs"),
        pytest.param(["newpar; text = A. | x", "newpar_block = p; text = B = 2. | x"], ["A. B = 2."], [{0, 3}],
                     id="a block of another kind is no paragraph"),
        pytest.param(["newdoc id = a; text = A. | x", "newdoc id = b; text = B. | x"], ["A.", "B."], [{0}, {0}],
                     id="two documents"),
    ],
)  # fmt: skip
def test_a_treebank_is_read_as_raw_text(
    tmp_path: Path, sentences: list[str], texts: list[str], starts: list[set[int]]
) -> None:
    (tmp_path / "a.conllu").write_text(treebank(*sentences))
    documents = read_treebank(tmp_path / "a.conllu")
    assert ([document.text for document in documents], [document.starts for document in documents]) == (texts, starts)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        pytest.param("It rains. So what?", {0, 10}, id="full stop"),
        pytest.param("Rain\n\nIt rains", {0, 6}, id="paragraphs without full stops"),
        pytest.param("It rains.   So what?", {0, 12}, id="wide spaces belong to nobody"),
        pytest.param("", set(), id="nothing"),
    ],
)
def test_the_rule_splitter_gives_first_visible_characters(text: str, starts: set[int]) -> None:
    assert rule_splitter()(text) == starts


def test_both_splitters_are_scored_without_noncommercial_genres(tmp_path: Path) -> None:
    file = tmp_path / "gum.conllu.gz"
    sentences = ["newdoc id = GUM_news_x; text = It rains. | x", "text = so Ann left. | x"]
    with gzip.open(file, "wt") as out:
        out.write(treebank(*sentences, "newdoc id = GUM_fiction_x; text = It snows. | x"))
    figures = score_ud(file, CapitalModel())
    assert (figures["model"]["hit"], figures["model"]["predicted"], figures["model"]["gold"]) == (1, 2, 2)
    assert figures["sentencizer"]["f1"] == 1
    assert score_ud(file, CapitalModel(), all_genres=True)["model"]["gold"] == 3


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(None, "is missing"), ("", "holds no sentences"), ("# sent_id = 1\n1\tRain\n\n", "no line '# text")],
)
def test_a_file_that_is_no_treebank_is_refused(tmp_path: Path, content: str | None, complaint: str) -> None:
    if content is not None:
        (tmp_path / "a.conllu").write_text(content)
    with pytest.raises(GoldError, match=complaint):
        read_treebank(tmp_path / "a.conllu")


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("Rain , she said .", " Rain, she said."),
        ('He said " rain " again', ' He said "rain" again'),
        ("Ann 's ( old ) hat", " Ann's (old) hat"),
        ("a 15 - year term for $ 5", " a 15-year term for $5"),
    ],
)
def test_tokens_are_joined_as_people_write(tokens: str, text: str) -> None:
    assert "".join(space + token for space, token in zip(spaces(tokens.split()), tokens.split(), strict=True)) == text


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("O O", []),
        ("B-ORG I-ORG O", [(0, 1, "ORG")]),
        ("B-ORG B-ORG I-ORG", [(0, 0, "ORG"), (1, 2, "ORG")]),
        ("O B-LOC", [(1, 1, "LOC")]),
    ],
)
def test_tags_are_read_as_spans(tags: str, spans: list[tuple[int, int, str]]) -> None:
    assert list(tagged_spans(tags.split())) == spans


def test_entities_of_a_file_are_scored_by_exact_span(tmp_path: Path) -> None:
    lines = [
        {"tokens": ["Ann", "met", "Bob", "Hill", "."], "tags": ["B-PERSON", "O", "B-PERSON", "I-PERSON", "O"]},
        {"tokens": ["in", "Rome", ",", "a", "Greek"], "tags": ["O", "B-FAC", "O", "O", "B-NORP"]},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    figures = score_uner(tmp_path / "a.jsonl", CapitalModel())
    counts = {name: (f["hit"], f["predicted"], f["gold"]) for name, f in figures.items()}
    assert counts == {"PERSON": (1, 5, 2), "ORG": (0, 0, 0), "PLACE": (0, 0, 1), "all": (1, 5, 3)}


def test_an_entity_file_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="is missing"):
        score_uner(tmp_path / "a.jsonl", CapitalModel())


TEXT = "Ann said it rains in Rome. Bob refused to say whether it snows."
RAINS, SNOWS = (9, 25), (46, 62)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A folder with one gold document: a statement that counts, one that was refused, and three entities."""
    statement: Row = {"continued": [], "cue": None, "source": None, "kind": "indirect", "class": "speech"}
    document = {
        "name": "a",
        "text": TEXT,
        "optional": [],
        "sentences": [],
        "entities": [
            {"start": 0, "end": 3, "labels": ["PERSON"], "text": "Ann"},
            {"start": 21, "end": 25, "labels": ["GPE", "LOC"], "text": "Rome"},
            {"start": 27, "end": 30, "labels": ["PERSON"], "text": "Bob"},
        ],
        "quotes": [
            statement | {"id": "1", "fragments": [RAINS], "speaker": ["Ann Hill", "Ann"], "negated": False},
            statement | {"id": "2", "fragments": [SNOWS], "speaker": ["Bob"], "negated": True},
        ],
        "treaty_mentions": [],
    }
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps(document))
    return folder


def published(folder: Path, **tables: list[Row]) -> Path:
    """A folder of published tables over the one gold text."""
    shared: Row = {"doc_id": "a", "sent_id": 0, "text": "", "content": ""}
    tables["documents"] = [{"text": TEXT, "source": "/a.txt", "status": "ok", "dropped": []}]
    output = folder / "out"
    output.mkdir()
    for name, table in TABLES.items():
        known = {key: value for key, value in shared.items() if key in NULLS[name]}
        write_table(
            conform([NULLS[name] | known | row for row in tables.get(name, [])], table),
            table,
            output / f"{name}.parquet",
        )
    return output


def quote(start: int, end: int, speaker: str, score: float) -> Row:
    fragments = [{"start": start, "end": end, "continued": False}]
    known: Row = {"quote_id": 0, "kind": "indirect", "class": "speech", "negated": False}
    return known | {"start": start, "end": end, "fragments": fragments, "speaker": speaker, "score": score}


@pytest.mark.parametrize(
    ("row", "answers"),
    [
        pytest.param(quote(*RAINS, "Ann", 0.5), [(0.5, True)], id="what was said, and who said it"),
        pytest.param(quote(9, 17, "ann hill", 0.5), [(0.5, True)], id="half of it is enough, by any of the names"),
        pytest.param(quote(*RAINS, "Bob", 0.5), [(0.5, False)], id="the wrong speaker"),
        pytest.param(quote(0, 8, "Ann", 0.5), [(0.5, False)], id="no statement"),
        pytest.param(quote(*SNOWS, "Bob", 0.5), [], id="what was refused does not count"),
    ],
)
def test_a_row_is_right_or_wrong_or_does_not_count(gold: Path, tmp_path: Path, row: Row, answers: list[Answer]) -> None:
    assert scored_answers(gold, published(tmp_path, quotes=[row])) == answers


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        pytest.param([], 0, id="no rows"),
        pytest.param([(1.0, True), (0.0, False)], 0, id="sure and right"),
        pytest.param([(1.0, False)], 1, id="sure and wrong"),
        pytest.param([(0.5, True), (0.5, False)], 0, id="half sure and half right"),
        pytest.param([(0.75, True), (0.75, True), (0.25, False), (0.25, False)], 0.25, id="too modest"),
        pytest.param([(0.91, True), (0.99, False)], 0.45, id="one bin is compared on the mean"),
    ],
)
def test_the_expected_calibration_error(answers: list[Answer], error: float) -> None:
    assert expected_error(reliability(answers)) == pytest.approx(error)


def test_the_reliability_table_has_a_line_for_each_bin_that_holds_rows() -> None:
    lines = reliability_table(reliability([(1.0, True), (0.9, False), (0.1, False)])).splitlines()
    assert [line.split() for line in lines[1:]] == [
        ["0.1", "to", "0.2", "1", "0.100", "0.000"],
        ["0.9", "to", "1.0", "2", "0.950", "0.500"],
        ["ECE", "3", "0.333"],
    ]


@pytest.mark.parametrize(
    ("found", "counts"),
    [
        pytest.param([(0, 3, "PERSON"), (21, 25, "LOC"), (27, 30, "PERSON")], {"PERSON": (2, 2, 2), "LOC": (1, 1, 1)},
                     id="any of the acceptable types is right"),
        pytest.param([], {"PERSON": (0, 0, 2), "GPE": (0, 0, 1)}, id="a miss counts for the first type"),
        pytest.param([(0, 3, "ORG")], {"PERSON": (0, 0, 2), "GPE": (0, 0, 1), "ORG": (0, 1, 0)}, id="the wrong type"),
    ],
)  # fmt: skip
def test_entities_are_scored_by_type(
    gold: Path, tmp_path: Path, found: list[tuple[int, int, str]], counts: dict[str, tuple[int, int, int]]
) -> None:
    rows: list[Row] = [{"start": start, "end": end, "label": label} for start, end, label in found]
    figures = score_types(gold, published(tmp_path, entities=rows))
    seen = {name: (f["hit"], f["predicted"], f["gold"]) for name, f in figures.items()}
    total = tuple(sum(column) for column in zip(*counts.values(), strict=True))
    assert seen == dict.fromkeys(ENTITY_TYPES, (0, 0, 0)) | counts | {"all": total}
