"""What the pages say about commands, checked without running them. test_documented_commands.py runs them."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from pipeline.cli import app
from tests.documented import (
    COMMANDS_PAGE,
    FILES,
    PAGES,
    ROOT,
    RUN,
    Block,
    Exchange,
    blocks,
    commands,
    exchanges,
    inline_commands,
)

COMMANDS = get_command(app).commands  # type: ignore[attr-defined]
LANGUAGES = (*RUN, *FILES, "text")

ALL = [block for page in PAGES for block in blocks(page)]

_CALL = re.compile(r"(?:^|[\s/|`(])saidby +([^|<>;&)#]*)")


@pytest.mark.parametrize("block", ALL, ids=lambda block: block.place)
def test_every_block_says_what_it_is(block: Block) -> None:
    assert block.language in LANGUAGES, f"{block.place}: the language of a block is one of {', '.join(LANGUAGES)}"
    if block.note == "not run":
        assert block.language in RUN, f"{block.place}: it would not be run anyway"
        assert len(block.said.split()) > 2, f"{block.place}: why is it not run?"
    if block.note == "file":
        assert block.language in FILES


def calls(text: str) -> list[list[str]]:
    """The arguments of each call of the program in a line."""
    return [shlex.split(found) for found in _CALL.findall(text)]


def problems(arguments: list[str]) -> list[str]:
    """What the program would not understand: a command or options that it does not have."""
    name, *rest = arguments or [""]
    if name.startswith("-"):
        return []
    if name not in COMMANDS:
        return [f"no command {name!r}"]
    known = {option for param in COMMANDS[name].params for option in (*param.opts, *param.secondary_opts)}
    given = {argument.partition("=")[0] for argument in rest if re.match(r"--?[a-z]", argument)}
    return [f"{name} has no option {option}" for option in sorted(given - known - {"--help", "-h"})]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_option_that_a_page_names_exists(page: Path) -> None:
    lines = [*inline_commands(page), *(line for block in blocks(page) for line in commands(block))]
    assert [f"{line}: {problem}" for line in lines for call in calls(line) for problem in problems(call)] == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("saidby run news --output tables  # saidby walk", []),
        ("NO_COLOR=1 saidby show a.html | less", []),
        ("/opt/saidby/.venv/bin/saidby run news -o tables", []),
        ("curl x | saidby run - --recrods", ["run has no option --recrods"]),
        ("saidby walk", ["no command 'walk'"]),
    ],
)
def test_a_command_that_does_not_exist_is_seen(line: str, told: list[str]) -> None:
    assert [problem for call in calls(line.partition("#")[0]) for problem in problems(call)] == told


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example_that_the_program_understands(name: str) -> None:
    said = str(COMMANDS[name].help)
    assert [call[0] for call in calls(said)][:1] == [name], f"saidby {name} --help shows no example"
    assert [problem for call in calls(said) for problem in problems(call)] == []


def test_the_program_itself_has_an_example() -> None:
    assert calls(str(app.info.epilog))[0][0] == "run"


def test_the_page_of_commands_is_up_to_date() -> None:
    asked = [sys.executable, "-m", "typer", "pipeline.cli", "utils", "docs", "--name", "saidby", "--title", "Commands"]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert COMMANDS_PAGE.read_text("utf-8").strip() == told.strip(), "write it anew with: make dictionary"


@pytest.mark.parametrize(
    ("answer", "printed", "fits"),
    [
        (("1 row",), "1 row\n", True),
        (("1 row",), "1 row  \n\n", True),
        (("1 row",), "1 rows\n", False),
        (("...", "1 row"), "a\nb\n1 row\n", True),
        (("a ... d",), "a b c d\n", True),
        (("a ... d",), "a b\nc d\n", False),
        (("a.b",), "axb\n", False),
        ((), "a word\n", False),
        ((), "", True),
    ],
)
def test_an_answer_is_compared_line_by_line(answer: tuple[str, ...], printed: str, fits: bool) -> None:
    assert Exchange("x", answer).answered_by(printed) is fits


def test_blocks_are_read_with_what_is_said_of_them(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "<!-- not run: it needs a network -->\n```sh\ncurl x\n```\n\n<!-- file: a.toml -->\n```toml\na = 1\n```\n"
        "\n- in a list\n\n    ```console\n    $ one\n    two\n    $ three\n    ```\n",
        "utf-8",
    )
    found = blocks(page)
    assert [(block.language, block.line, block.note, block.said) for block in found] == [
        ("sh", 2, "not run", "it needs a network"),
        ("toml", 7, "file", "a.toml"),
        ("console", 13, "", ""),
    ]
    assert list(exchanges(found[2].text)) == [Exchange("one", ("two",)), Exchange("three", ())]
