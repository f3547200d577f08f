"""The file of instruments: what it holds, and what is said of one that cannot be used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.instruments import InstrumentError, InstrumentSet, NamePattern, load_instruments

SHIPPED = load_instruments()
OURS = next(one for one in SHIPPED.instruments if one.id == "china-russia-2001")

MINIMAL = """
[[instruments]]
id = "open-skies"
title = "Treaty on Open Skies"
names = [{ pattern = "(treaty on open skies|open-skies treaty)", needs = "nothing", examples = ["Open Skies Treaty"] }]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("name", OURS.names, ids=lambda name: name.pattern)
def test_every_pattern_matches_its_examples(name: NamePattern) -> None:
    regex = re.compile(SHIPPED.expand(name.pattern), re.IGNORECASE)
    assert all(regex.fullmatch(example) for example in name.examples)


@pytest.mark.parametrize("name", OURS.names, ids=lambda name: name.pattern)
def test_no_pattern_does_what_another_does(name: NamePattern) -> None:
    others = [re.compile(SHIPPED.expand(other.pattern), re.IGNORECASE) for other in OURS.names if other is not name]
    assert not all(any(other.fullmatch(example) for other in others) for example in name.examples)


def test_no_word_stands_for_two_states() -> None:
    forms = [f for s in SHIPPED.states for f in (*s.names, *s.demonyms, *s.capitals, *s.prefixes, *s.leaders)]
    assert sorted(forms) == sorted(set(forms))


def test_words_of_lists_are_in_small_letters_and_in_one_list_only() -> None:
    neutral, topics = SHIPPED.words.neutral, SHIPPED.near_miss.topics
    assert all(word == word.casefold() for word in neutral + topics + SHIPPED.near_miss.longer)
    assert not set(neutral) & set(topics)


@pytest.mark.parametrize(
    ("pattern", "matched", "refused"),
    [
        ("neighbo[u]r", ["neighbor", "NEIGHBOUR"], ["neighbr"]),
        ("good-neighbor", ["good-neighbor", "good neighbor", "goodneighbor", "good\u2010neighbor"], ["good_neighbor"]),
        ("open skies", ["open skies", "open-skies", "open\nskies"], ["openskies", "open\n\nskies"]),
        ("a(b|c)d", ["abd", "acd"], ["ad", "abcd"]),
        ("x, y", ["x, y", "x y"], ["xy"]),
        ("{of} y", ["of y", "on y"], ["y"]),
    ],
)
def test_notation_of_patterns(pattern: str, matched: list[str], refused: list[str]) -> None:
    regex = re.compile(SHIPPED.expand(pattern), re.IGNORECASE)
    assert [text for text in matched + refused if regex.fullmatch(text)] == matched


def test_a_user_adds_an_instrument(tmp_path: Path) -> None:
    loaded = load_instruments(write(tmp_path, MINIMAL))
    assert [one.id for one in loaded.instruments] == ["china-russia-2001", "open-skies"]
    assert loaded.states == SHIPPED.states


def test_a_user_replaces_an_instrument_and_adds_words(tmp_path: Path) -> None:
    text = MINIMAL.replace("open-skies", OURS.id, 1) + '\n[words]\nneutral = ["lovely"]\n'
    loaded = load_instruments(write(tmp_path, text))
    assert [one.title for one in loaded.instruments] == ["Treaty on Open Skies"]
    assert loaded.words.neutral == (*SHIPPED.words.neutral, "lovely")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[instruments", "not TOML"),
        (MINIMAL + 'colour = "red"', "instruments.0.colour"),
        (MINIMAL.replace('"open-skies"', '"Open Skies"'), "instruments.0.id"),
        (MINIMAL.replace("title", 'parties = ["atlantis"]\ntitle'), 'no state has the id "atlantis"'),
        (MINIMAL.replace('["Open Skies Treaty"]', '["Open Sky Treaty"]'), '"Open Sky Treaty" is not matched by'),
        (MINIMAL.replace('["Open Skies Treaty"]', "[]"), "examples"),
        (MINIMAL.replace("skies|", "skies|["), "closes nothing"),
        (MINIMAL.replace("treaty)", "treaty"), "not closed"),
        (MINIMAL.replace("treaty)", "{treaties})"), 'no part is named "treaties"'),
        (MINIMAL.replace("treaty)", "treaty*)"), 'cannot be read at "*)"'),
        ('[[parts]]\nname = "join"\nwordings = ["a {join}"]\n', "holds itself"),
        ('[near_miss]\nnames = ["(open"]\n', "not closed"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(InstrumentError) as caught:
        load_instruments(path)
    assert str(path) in str(caught.value)
    assert message in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InstrumentError, match=r"nowhere\.toml: cannot be read"):
        load_instruments(tmp_path / "nowhere.toml")


def test_an_empty_set_is_a_set() -> None:
    assert InstrumentSet().instruments == ()
