"""The file in which a user joins and parts actors by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.aliases import AliasError, Aliases, Apart, Join, load_aliases, means
from tests.faults import fault_told


def written(folder: Path, text: str) -> Path:
    file = folder / "aliases.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file_lists_what_to_join_and_what_to_keep_apart(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        """
        [[join]]
        name = "Sergei Lavrov"
        ids = ["person:lavrov"]
        [[join]]
        names = ["AP", "Associated Press"]
        [[apart]]
        ids = ["person:wang-yi", "person:wang"]
        """,
    )
    assert load_aliases(file) == Aliases(
        join=(Join(name="Sergei Lavrov", ids=("person:lavrov",)), Join(names=("AP", "Associated Press"))),
        apart=(Apart(ids=("person:wang-yi", "person:wang")),),
    )


def test_an_empty_file_does_nothing_by_hand(tmp_path: Path) -> None:
    assert load_aliases(written(tmp_path, "")) == Aliases()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("[[join]", "not TOML: ", id="not TOML"),
        pytest.param("[[joins]]", "joins: there is no such key", id="a misspelt kind of entry"),
        pytest.param('[[join]]\nid = ["person:a"]', "join 1 id: there is no such key", id="a misspelt key"),
        pytest.param("join = 3", "join: Input should be a valid tuple", id="no list of entries"),
        pytest.param('[[join]]\nids = "person:a"', "join 1 ids: Input should be a valid tuple", id="no list of ids"),
        pytest.param(
            '[[join]]\nids = ["person:a", "Lavrov"]',
            'join 1 ids 2: "Lavrov" is no identity of a person, body or country',
            id="a name for an id",
        ),
        pytest.param(
            '[[join]]\nids = ["group:the-two-sides", "person:a"]', "join 1 ids 1: ", id="a group, which is no actor"
        ),
        pytest.param('[[join]]\nnames = ["A", ""]', 'join 1 names 2: "" is no name', id="an empty name"),
        pytest.param('[[join]]\nname = "A"', "join 1: it joins nothing", id="a name for nobody"),
        pytest.param('[[join]]\nids = ["person:a"]', "join 1: it lists one identity only", id="one that stays alone"),
        pytest.param(
            '[[apart]]\nids = ["person:a"]', "apart 1: it has to list two at least", id="one kept from nobody"
        ),
        pytest.param(
            '[[apart]]\nids = ["person:a"]\nnames = ["A"]',
            'apart 1: "person:a" and "a" are the same',
            id="one kept from itself",
        ),
        pytest.param(
            '[[join]]\nids = ["person:a", "person:b"]\n[[join]]\nids = ["person:c", "person:b"]',
            'join 2: "person:b" is in join 1 already',
            id="an id in two joins",
        ),
        pytest.param(
            '[[join]]\nnames = ["AP", "Associated Press"]\n[[join]]\nname = "AP"\nids = ["org:x"]',
            'join 2: "ap" is in join 1 already',
            id="a name in two joins",
        ),
        pytest.param(
            '[[join]]\nids = ["org:ap", "org:x"]\n[[join]]\nnames = ["AP", "Associated Press"]',
            'join 2: "ap" is in join 1 already',
            id="an id in one join, its name in another",
        ),
        pytest.param(
            '[[join]]\nnames = ["AP", "Associated Press"]\n[[apart]]\nids = ["org:ap", "org:associated-press"]',
            'apart 1: "org:ap" and "org:associated-press" are joined in join 1',
            id="joined and kept apart",
        ),
    ],
)
def test_a_wrong_file_is_told_in_one_line_that_names_file_and_entry(tmp_path: Path, text: str, told: str) -> None:
    assert fault_told(tmp_path / "aliases.toml", text, load_aliases, AliasError).startswith(told)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(AliasError, match=r"nowhere\.toml: cannot be read as a file of aliases"):
        load_aliases(tmp_path / "nowhere.toml")


@pytest.mark.parametrize(
    ("element", "identity", "expected"),
    [
        ("person:wang-yi", "person:wang-yi", True),
        (":wang-yi", "person:wang-yi", True),
        ("person:wang-yi", ":wang-yi", True),
        ("org:wang-yi", "person:wang-yi", False),
        (":wang", "person:wang-yi", False),
    ],
)
def test_a_name_means_every_type_and_an_id_only_itself(element: str, identity: str, expected: bool) -> None:
    assert means(element, identity) is expected


def test_the_name_of_a_join_is_one_of_its_names() -> None:
    assert Join(name="the Associated Press", ids=("org:ap",)).elements() == ("org:ap", ":associated-press")
