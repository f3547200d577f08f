"""notebooks/explore.ipynb, executed on small, larger, odd and empty tables."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import pipeline
from pipeline.batch.run import run
from pipeline.schema import PUBLISHED
from pipeline.settings import Settings
from pipeline.store import locked, open_run, publishing, shard_file, write_table
from tests.published import publish

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "notebooks" / "explore.ipynb"
NOTHING = "No rows in these tables.\n"
QUESTIONS = 10
SECONDS = 120

Cell = dict[str, Any]


def cells() -> list[Cell]:
    found: list[Cell] = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    return found


def test_the_notebook_is_kept_without_outputs() -> None:
    code = [cell for cell in cells() if cell["cell_type"] == "code"]
    assert [cell["source"] for cell in code if cell["outputs"] or cell["execution_count"]] == []


def test_the_notebook_asks_ten_questions_in_order() -> None:
    titles = [line for cell in cells() for line in cell["source"] if line.startswith("## ") and line[3].isdigit()]
    assert [title.split(".")[0] for title in titles] == [f"## {number}" for number in range(1, QUESTIONS + 1)]
    assert all(title.strip().endswith("?") for title in titles)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("seeds")
    run([ROOT / "seeds"], output, pipeline.load, Settings())
    return output


def in_parts(output: Path, target: Path) -> Path:
    """The same tables as folders of two files each, as a larger corpus has them."""
    with locked(target), publishing(target) as folder:
        for name, table in PUBLISHED.items():
            rows = open_run(output).table(name)
            (folder / f"{name}.parquet").mkdir()
            half = rows.num_rows // 2
            for number, part in enumerate((rows.slice(0, half), rows.slice(half))):
                write_table(part, table, folder / shard_file(name, number, 2))
    return target


def empty(target: Path) -> Path:
    """Tables without a row."""
    with locked(target), publishing(target) as folder:
        for name, table in PUBLISHED.items():
            pq.write_table(table.schema.empty_table(), folder / f"{name}.parquet")
    return target


def executed(output: Path) -> list[Cell]:
    """What each cell of code left, in order; an error in a cell is raised."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(NOTEBOOK, as_version=4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAIDBY_OUTPUT", str(output))
        NotebookClient(notebook, timeout=SECONDS, kernel_name="python3").execute(cwd=str(NOTEBOOK.parent))
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def figures(outputs: list[Cell]) -> int:
    return sum("image/png" in output.get("data", {}) for output in outputs)


def printed(outputs: list[Cell]) -> str:
    return "".join(output["text"] for output in outputs if output["output_type"] == "stream")


def tables(outputs: list[Cell]) -> list[str]:
    return [html for output in outputs if "<table" in (html := output.get("data", {}).get("text/html", ""))]


@pytest.fixture(scope="module")
def explored(seeds: Path) -> list[Cell]:
    """The seeds, explored in the time that is promised."""
    begun = time.perf_counter()
    outputs = executed(seeds)
    assert time.perf_counter() - begun < SECONDS
    return outputs


@pytest.mark.extended
@pytest.mark.model
def test_the_seeds_are_explored(explored: list[Cell]) -> None:
    assert printed(explored).count(NOTHING) == 3, "nothing recurs, is relayed or denied in the seeds"
    assert figures(explored) == QUESTIONS - 3
    assert any("Sergei Lavrov" in table and "extend" in table for table in tables(explored))
    assert any('class="entities"' in output.get("data", {}).get("text/html", "") for output in explored)


@pytest.mark.extended
@pytest.mark.model
def test_tables_in_parts_give_the_same_answers(seeds: Path, explored: list[Cell], tmp_path: Path) -> None:
    assert tables(executed(in_parts(seeds, tmp_path / "parts"))) == tables(explored)


@pytest.mark.extended
def test_what_is_denied_passed_on_and_of_no_outlet_is_shown(tmp_path: Path) -> None:
    outputs = executed(publish(tmp_path / "published").output)
    assert printed(outputs).count(NOTHING) == 1, "nothing recurs"
    assert figures(outputs) == QUESTIONS - 1
    assert any("that it rained" in table and "denied" in table for table in tables(outputs))
    assert any("TASS" in table and "via" in table for table in tables(outputs))


@pytest.mark.extended
def test_empty_tables_are_told_and_break_nothing(tmp_path: Path) -> None:
    outputs = executed(empty(tmp_path / "empty"))
    assert printed(outputs).count(NOTHING) == QUESTIONS + 1
    assert figures(outputs) == 0


@pytest.mark.extended
def test_where_nothing_was_published_the_notebook_says_what_to_do(tmp_path: Path) -> None:
    from nbclient.exceptions import CellExecutionError

    with pytest.raises(CellExecutionError, match="make one with: saidby run FOLDER"):
        executed(tmp_path)
