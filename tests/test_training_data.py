"""Reading corpora, and what each word is then taught. Only small data made here; no corpus is needed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from pipeline.encoder import SHIPPED
from pipeline.labels import ENTITY_TAGS, ROLE_TAGS
from pipeline.wordpieces import load_tokenizer
from training.annotated import Annotated, Attribution, Entity
from training.examples import UNKNOWN, Prepared, examples, prepare
from training.readers import read_entities, read_gold, read_polnear, read_ud


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer(SHIPPED / "tokenizer.json")


def words(prepared: Prepared) -> list[str]:
    spans = zip(prepared.pieces.starts, prepared.pieces.ends, strict=True)
    return [prepared.document.text[a:b] for a, b in spans]


def taught(prepared: Prepared, layer: str, tags: tuple[str, ...]) -> dict[str, set[str]]:
    """The tags that each word may bear."""
    rows = getattr(prepared.targets, layer)
    return {word: {tags[n] for n in np.flatnonzero(row)} for word, row in zip(words(prepared), rows, strict=True)}


def test_gold_documents_have_every_layer(tmp_path: Path) -> None:
    gold = {
        "name": "made",
        "text": "Ann said no.",
        "sentences": [[0, 12]],
        "entities": [{"start": 0, "end": 3, "labels": ["PERSON"]}],
        "quotes": [
            {"fragments": [[9, 11]], "continued": [], "cue": [4, 8], "source": [0, 3], "speaker": ["Ann"],
             "class": "speech", "negated": False}
        ],
    }  # fmt: skip
    (tmp_path / "made.json").write_text(json.dumps(gold), "utf-8")
    (tmp_path / "made.meta.json").write_text("{}", "utf-8")
    (document,) = read_gold(tmp_path)
    assert document.attributions == (
        Attribution(((9, 11),), (), ((4, 8),), ((0, 3),), ("Ann",), other=False, negated=False),
    )


def test_polnear_joins_the_parts_of_an_event(tmp_path: Path) -> None:
    text = "“A,” she said, “B.” It rained. She left.\n"
    lines = [
        "T1\tContent 0 4;15 19\t“A,” “B.”",
        "T2\tCue 9 13\tsaid",
        "T3\tSource 5 8\tshe",
        "E1\tAttribution:T9 Content:T1 Cue:T2 Source:T3",
    ]
    for folder, name, body in (("text", "a.txt", text), ("attributions", "a_1.ann", "\n".join(lines))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(body, "utf-8")
    (document,) = read_polnear(tmp_path)
    assert document.attributions == (Attribution(((0, 4), (15, 19)), cue=((9, 13),), source=((5, 8),)),)
    assert [text[a:b] for a, b in document.maybe_continued] == ["It rained. She left."]


def test_an_entity_corpus_teaches_only_its_types(tmp_path: Path, tokenizer: Tokenizer) -> None:
    sentence = {"tokens": ["Ann", "left", "Paris", ",", "?"], "tags": ["B-PERSON", "O", "B-GPE", "O", "?"]}
    file = tmp_path / "made.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.write(json.dumps(sentence) + "\n")
    (document,) = read_entities(file, {"gold": ["PERSON"], "heuristic": ["GPE", "LOC", "FAC"]})
    may_be = taught(prepare(document, tokenizer), "entity", ENTITY_TAGS)
    assert may_be["Ann"] == {"B-PERSON"}
    assert may_be["Paris"] == {"B-GPE", "B-LOC", "B-FAC"}  # the finer type was guessed
    assert "O" in may_be["left"]
    assert "B-DATE" in may_be["left"]  # nobody looked for dates here
    assert "B-PERSON" not in may_be["left"]
    assert may_be["?"] == set(ENTITY_TAGS)  # undecided


def test_treebank_documents_keep_paragraphs_and_leave_out_closed_genres(tmp_path: Path) -> None:
    def block(document: str, text: str, *, paragraph: bool) -> str:
        head = f"# newdoc id = {document}\n" if document else ""
        return f"{head}{'# newpar' + chr(10) if paragraph else ''}# text = {text}\n1\t{text}\t_\t_\n\n"

    file = tmp_path / "made.conllu.gz"
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.write(block("GUM_news_a", "One.", paragraph=True) + block("", "Two.", paragraph=False))
        out.write(block("", "Three.", paragraph=True) + block("GUM_fiction_b", "Four.", paragraph=True))
    (document,) = read_ud(file)
    assert document.text == "One. Two.\n\nThree."
    assert document.sentences == ((0, 4), (5, 9), (11, 17))


SAID = Annotated(
    name="made",
    text="Ann said A b. C d.\n\nE f.",
    attributions=(
        Attribution(((9, 12),), continued=((14, 24),), cue=((4, 8),), source=((0, 3),), speaker=("Ann",), other=False),
    ),
    entities=(Entity(0, 3, frozenset({"PERSON"})),),
    entity_types=frozenset({"PERSON"}),
)


def test_roles_of_words_and_a_continuation_cut_at_the_paragraph(tokenizer: Tokenizer) -> None:
    may_be = taught(prepare(SAID, tokenizer), "role", ROLE_TAGS)
    assert may_be["Ann"] == {"B-source"}
    assert may_be["said"] == {"B-cue"}
    assert (may_be["A"], may_be["b"]) == ({"B-content"}, {"I-content"})
    assert (may_be["C"], may_be["d"]) == ({"B-continued"}, {"I-continued"})
    assert (may_be["E"], may_be["f"]) == ({"B-continued"}, {"I-continued"})


def test_a_layer_that_nobody_annotated_teaches_nothing(tokenizer: Tokenizer) -> None:
    targets = prepare(Annotated("made", "Ann left."), tokenizer).targets
    assert targets.role.all()
    assert targets.entity.all()
    assert (targets.sentence == UNKNOWN).all()


def test_links_of_a_window(tokenizer: Tokenizer) -> None:
    (window,) = examples(prepare(SAID, tokenizer), None)
    assert window.cues == (((1, 1), 0, UNKNOWN),)
    assert [(choice.span, choice.right) for choice in window.anchors.choices] == [((2, 3), (2,))]  # 1 Ann, 2 said
    assert [(choice.span, choice.right) for choice in window.sources.choices] == [((1, 1), (1,))]
    assert [(choice.span, choice.right) for choice in window.antecedents.choices] == [((0, 0), (1,))]


def test_a_link_out_of_the_window_is_not_taught(tokenizer: Tokenizer) -> None:
    first, second = examples(prepare(SAID, tokenizer), 1)  # cut behind "Ann"; the second window sees it as context
    assert first.sources.choices == ()
    assert [choice.right for choice in second.sources.choices] == [(1,)]
