"""The installed command, run as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import pipeline
from pipeline.dictionary import dictionary
from pipeline.schema import PUBLISHED, conform
from pipeline.store import locked, publishing, write_table

SAIDBY = Path(sys.executable).with_name("saidby")
ROOT = Path(__file__).parents[1]

COMMANDS = (*("run", "plan", "rollback", "show", "quotes", "export", "import-corrections", "dictionary", "evaluate"),)


def saidby(*arguments: str | Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([SAIDBY, *arguments], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """An output folder with one published sentence."""
    row: dict[str, object] = {"doc_id": "a.txt", "sent_id": 0, "paragraph": 0, "start": 0, "end": 4, "text": "Yes."}
    with locked(tmp_path / "out"), publishing(tmp_path / "out") as folder:
        for name, table in PUBLISHED.items():
            write_table(conform([row] if name == "sentences" else [], table), table, folder / f"{name}.parquet")
    return tmp_path / "out"


def test_the_version_is_that_of_the_package() -> None:
    assert saidby("--version").stdout == f"saidby {pipeline.__version__}\n"


def test_the_module_is_the_same_program() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "pipeline", "--version"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout == f"saidby {pipeline.__version__}\n"


def test_help_names_every_command_and_loads_neither_spacy_nor_pandas() -> None:
    code = "import sys; from pipeline.cli import app; app(['--help'], standalone_mode=False); print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert all(command in told for command in COMMANDS)
    assert not {"spacy", "pandas", "onnxruntime"} & set(told.splitlines()[-1].split())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    result = saidby(command, "--help")
    assert result.returncode == 0
    assert f"saidby {command}" in result.stdout.replace("Usage: saidby", "")


def test_show_prints_the_head_of_a_table(published: Path) -> None:
    result = saidby("show", "sentences", "--output", published)
    assert result.stdout.splitlines() == ["doc_id  sent_id  start  text", "a.txt   0        0      Yes.", "1 of 1 rows"]
    assert (result.stderr, result.returncode) == ("", 0)


def test_dictionary_prints_the_data_dictionary() -> None:
    assert saidby("dictionary").stdout == dictionary()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(("run", "nowhere", "--output", "out"), "nowhere", id="a missing folder"),
        pytest.param(
            ("run", ".", "--output", "/dev/null/out"),
            "cannot write to /dev/null/out",
            id="an output that cannot be written",
        ),
        pytest.param(
            ("run", ".", "--aliases", "nowhere.toml"), "nowhere.toml: cannot be read", id="a missing file of aliases"
        ),
        pytest.param(("show", "quotes", "--output", "out"), "no finished run under out", id="nothing was published"),
        pytest.param(("show", "quote", "--output", "out"), "quote is no table (documents, ", id="nothing of that name"),
        pytest.param(
            ("evaluate", "nowhere", "--output", "out"), "out/documents.parquet is missing", id="nothing to score"
        ),
    ],
)
def test_an_error_is_one_line_and_exit_code_1(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    result = saidby(*arguments, folder=tmp_path)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("saidby: ")
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


def test_verbose_shows_where_an_error_arose(tmp_path: Path) -> None:
    result = saidby("run", "nowhere", "--output", "out", "-v", folder=tmp_path)
    assert "Traceback" in result.stderr
    assert result.stderr.splitlines()[-1].startswith("saidby: ")
    assert result.returncode == 1


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("run",), id="no input"),
        pytest.param(("run", "seeds", "--fast"), id="an option that does not exist"),
        pytest.param(("show", "quotes", "--rows", "0"), id="no rows"),
        pytest.param(("walk",), id="a command that does not exist"),
    ],
)
def test_a_wrong_call_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    assert saidby(*arguments).returncode == 2


@pytest.mark.model
def test_a_run_prints_what_it_found_and_nothing_else(tmp_path: Path) -> None:
    result = saidby("run", ROOT / "seeds", "--output", "out", folder=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("5 documents (5 ok)\n")
    assert saidby("evaluate", ROOT / "evaluation/gold/seeds", "--output", "out", folder=tmp_path).returncode == 0


@pytest.mark.model
def test_a_run_with_failed_documents_finishes_with_exit_code_3(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "gone.txt").symlink_to("nowhere")
    result = saidby("run", "news", "--output", "out", folder=tmp_path)
    assert result.returncode == 3
    assert "failed: gone.txt: " in result.stdout
    assert (tmp_path / "out" / "quotes.parquet").exists()


def test_a_reader_that_leaves_early_is_no_error(published: Path) -> None:
    show = subprocess.Popen(
        [SAIDBY, "show", "sentences", "--output", published], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert show.stdout is not None
    show.stdout.close()
    _, told = show.communicate()
    assert (show.returncode, told) == (0, "")


def test_a_process_keeps_to_one_thread_of_numpy() -> None:
    """The number counts only where it is set before numpy is loaded."""
    seen = "import os, sys, pipeline.cli; print(os.environ['OPENBLAS_NUM_THREADS'], 'numpy' in sys.modules)"
    free = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    shown = subprocess.run([sys.executable, "-c", seen], env=free, capture_output=True, text=True, check=True).stdout
    assert shown.split() == ["1", "False"]
