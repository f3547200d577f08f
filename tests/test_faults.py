"""Faults around a run: each is told in a sentence, readers keep what they had, and the next run repairs."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from pipeline import store
from pipeline.batch import tasks
from pipeline.batch.run import Conduct, run
from pipeline.errors import SaidbyError
from pipeline.schema import PUBLISHED
from pipeline.settings import Settings
from tests import stub_run

ROOT = Path(__file__).parents[1]
AS_IS = Settings(as_is=True)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    write(folder, "before")
    return folder


def write(folder: Path, when: str) -> None:
    for number in range(24):
        (folder / f"{number:02}.txt").write_text(f"Ann said that {number} is {when}. " * 60)


def carried_out(source: Path, output: Path, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """A run in a process of its own, in which no file can grow over so many bytes."""

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = [sys.executable, "-m", "tests.stub_run", str(source), str(output), "1"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=limited)


def rows(output: Path) -> dict[str, list[object]]:
    return {name: store.open_run(output).table(name).to_pylist() for name in PUBLISHED}


def assert_told_and_repaired(source: Path, output: Path, fault: Callable[[], str], mend: Callable[[], object]) -> None:
    """The fault is told as a store's error that says what to do; what was published stays; the next run is whole."""
    former = rows(output)
    told = fault()
    assert "StoreError: cannot write to" in told
    assert told.rstrip().endswith("make room or choose another output folder")
    assert rows(output) == former
    mend()
    assert carried_out(source, output).returncode == 0
    assert carried_out(source, source.parent / "clean").returncode == 0
    assert rows(output) == rows(source.parent / "clean") != former
    assert not [path.name for path in output.iterdir() if path.name.startswith((".building", ".work", ".spool"))]


def test_a_file_that_cannot_grow_is_told_and_repaired(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    assert carried_out(source, output).returncode == 0
    write(source, "after")

    def fault() -> str:
        result = carried_out(source, output, limit=2_000)
        assert result.returncode == 1
        return result.stderr

    assert_told_and_repaired(source, output, fault, lambda: None)


def fill(ballast: Path) -> None:
    """Write until there is no room left."""
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", folder], capture_output=True, check=True)  # noqa: S607
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only who may mount a file system can fill one up")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)  # noqa: S607


def test_a_disk_that_is_really_full_is_told_and_repaired(source: Path, disk: Path) -> None:
    output, ballast = disk / "out", disk / "ballast"
    assert carried_out(source, output).returncode == 0
    write(source, "after")

    def fault() -> str:
        fill(ballast)
        result = carried_out(source, output)
        assert result.returncode == 1
        assert "No space left on device" in result.stderr
        return result.stderr

    assert_told_and_repaired(source, output, fault, ballast.unlink)


@pytest.mark.skipif(os.geteuid() == 0, reason="who may do everything may write everywhere")
def test_an_output_without_permission_is_told(source: Path, tmp_path: Path, nlp: Language) -> None:
    (tmp_path / "out").mkdir(mode=0o500)
    with pytest.raises(SaidbyError, match=r"cannot write to .*: Permission denied; make room or choose another"):
        run([source], tmp_path / "out", lambda: nlp, AS_IS)


@Language.component("test_victim")
def _die(doc: Doc) -> Doc:
    if "VICTIM" in os.environ and doc.text.startswith("Ann said that 7 "):
        os.kill(os.getpid(), signal.SIGKILL)
    return doc


def load_victim() -> Language:
    nlp = stub_run.load()
    nlp.add_pipe("test_victim")
    return nlp


def test_a_worker_that_is_killed_is_told_and_the_next_run_goes_on(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "DOCUMENTS", 2)
    monkeypatch.setenv("VICTIM", "7")
    with pytest.raises(SaidbyError, match=r"a worker process was killed, .* run the same command again"):
        run([source], tmp_path / "out", load_victim, AS_IS, Conduct(2))
    assert store.find_run(tmp_path / "out") is None
    monkeypatch.delenv("VICTIM")
    again = run([source], tmp_path / "out", load_victim, AS_IS, Conduct(1))
    assert again.counts.resumed + again.counts.new == again.manifest.documents["ok"] == 24
    run([source], tmp_path / "clean", load_victim, AS_IS, Conduct(1))
    assert rows(tmp_path / "out") == rows(tmp_path / "clean")
