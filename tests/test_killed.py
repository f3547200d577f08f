"""Runs that are killed at any moment: readers always have a complete set, and the next run finishes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pipeline import store
from pipeline.schema import PUBLISHED, TABLES

KILLS = 30
ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.extended


def start(source: Path, output: Path, workers: int) -> subprocess.Popen[bytes]:
    command: list[str | Path] = [sys.executable, "-m", "tests.stub_run", source, output, str(workers)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)


def finish(source: Path, output: Path) -> None:
    process = start(source, output, 2)
    _, told = process.communicate()
    assert process.returncode == 0, told.decode()


def edit(folder: Path, rng: random.Random) -> None:
    for _ in range(rng.randint(1, 40)):
        (folder / f"{rng.randint(0, 120):03}.txt").write_text(f"Ann said that {rng.random()} is a number.")


def children(pid: int) -> list[int]:
    listed = [path for path in Path("/proc").glob("[0-9]*") if parent_of(path) == pid]
    return [int(path.name) for path in listed]


def parent_of(process: Path) -> int | None:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


class Reader(threading.Thread):
    """Opens the latest run again and again, and notes whatever is not whole."""

    def __init__(self, output: Path) -> None:
        super().__init__(daemon=True)
        self.output, self.problems, self.reads, self.stopped = output, list[str](), 0, False

    def run(self) -> None:
        while not self.stopped:
            run = store.open_run(self.output)
            try:
                tables = {name: run.table(name) for name in PUBLISHED}
            except OSError as error:  # the run was let go while it was read, after three newer ones
                if run.path.exists():
                    self.problems.append(repr(error))
                continue
            documents = set(tables["documents"]["doc_id"].to_pylist())
            if len(documents) != tables["documents"].num_rows:
                self.problems.append("a document is doubled")
            if any(not set(tables[name]["doc_id"].to_pylist()) <= documents for name in TABLES):
                self.problems.append("a row has no document")
            if len(set(tables["quotes"]["doc_id"].to_pylist())) != len(documents):
                self.problems.append("a document has lost its rows")
            self.reads += 1
            time.sleep(0.02)


def test_runs_that_are_killed_lose_and_double_nothing(tmp_path: Path) -> None:
    rng, folder, output = random.Random(9), tmp_path / "news", tmp_path / "out"
    folder.mkdir()
    edit(folder, rng)
    finish(folder, output)
    reader = Reader(output)
    reader.start()
    orphans: list[int] = []
    for _ in range(KILLS):
        edit(folder, rng)
        process = start(folder, output, rng.choice((1, 2)))
        time.sleep(rng.uniform(0.2, 4.0))
        orphans += children(process.pid)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    finish(folder, output)
    reader.stopped = True
    reader.join()
    assert (reader.problems, reader.reads > KILLS) == ([], True)
    time.sleep(1)
    assert not [pid for pid in orphans if is_alive(pid)]
    finish(folder, tmp_path / "clean")
    for name in PUBLISHED:
        there, clean = (store.open_run(where).table(name) for where in (output, tmp_path / "clean"))
        assert there.equals(clean), name
    assert not [path for path in output.iterdir() if path.name.startswith((".building", ".work", ".spool"))]
