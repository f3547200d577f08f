"""The fenced blocks of the project's pages: what a reader may copy, in the order of the page.

How a block is treated stands in its language, and in a comment on the line before it, which no reader sees:

======================  ==============================================================================
``sh``                  is run, and must end with exit code 0
``console``             lines after ``$ `` are run, and must print what stands below them; ``...`` is anything
``python``              is run by itself
``toml`` ``ini``        is a file; with the comment ``<!-- file: NAME -->`` it is there for the blocks below it
``text``                is something to look at
``<!-- not run: … -->``  this block cannot be run, and says why
======================  ==============================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[1]
COMMANDS_PAGE = ROOT / "docs" / "commands.md"
GENERATED = (COMMANDS_PAGE, ROOT / "docs" / "explore.md")
"""Written by the program and by the notebook."""
PAGES = tuple(
    page
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
    if page not in GENERATED
)
RUN = ("sh", "console", "python")
FILES = ("toml", "ini")

_NOTE = re.compile(r"<!-- (not run|file): (.+) -->\n?")
_PROMPT = "$ "


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page."""

    page: Path
    line: int
    language: str
    text: str
    note: str
    """What kind of comment stands before it: ``not run``, ``file`` or nothing."""
    said: str
    """The reason why it is not run, or the name of the file."""

    @property
    def place(self) -> str:
        """Where it stands, as an editor opens it."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A command of a console, and what it must print."""

    command: str
    answer: tuple[str, ...]

    def answered_by(self, printed: str) -> bool:
        """Whether this is what was printed; a line ``...`` stands for any lines, and within a line for any words."""
        parts = [".*" if line == "..." else re.escape(line).replace(re.escape("..."), "[^\n]*") for line in self.answer]
        lines = "\n".join(line.rstrip() for line in printed.rstrip("\n").splitlines())
        return re.fullmatch("\n".join(parts), lines, re.DOTALL) is not None


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page."""
    found = []
    note, said = "", ""
    for token in MarkdownIt("commonmark").parse(page.read_text("utf-8")):
        if token.type == "fence" and token.map:
            found.append(Block(page, token.map[0] + 1, token.info.strip(), token.content, note, said))
        comment = _NOTE.fullmatch(token.content) if token.type == "html_block" else None
        note, said = comment.groups() if comment else ("", "")
    return found


def exchanges(text: str) -> Iterator[Exchange]:
    """The commands of a console block with their answers."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, *answer = part.rstrip("\n").split("\n")
        yield Exchange(command, tuple(line.rstrip() for line in answer))


def inline_commands(page: Path) -> Iterator[str]:
    """What stands between backticks in the text and is a command."""
    for token in MarkdownIt("commonmark").enable("table").parse(page.read_text("utf-8")):
        for child in token.children or ():
            if child.type == "code_inline" and child.content.startswith("saidby "):
                yield child.content


def commands(block: Block) -> Iterator[str]:
    """The lines of a block that call the program; lines that go on are joined."""
    if block.language not in ("sh", "console"):
        return
    text = block.text.replace("\\\n", " ")
    for line in text.splitlines():
        command = line.removeprefix(_PROMPT)
        if block.language == "console" and command == line:
            continue
        if "saidby " in command:
            yield command
