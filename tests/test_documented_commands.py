"""Every command of README.md, CONTRIBUTING.md and docs/ is run, page by page, in a copy of the project.

A page may use the files that :func:`samples` makes, and what the blocks above it made.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import pipeline
from pipeline.batch.run import run
from pipeline.settings import Settings
from tests.documented import PAGES, ROOT, RUN, Block, blocks, exchanges
from tests.inputs import json_lines, warc
from tests.project_copy import copy_project

pytestmark = [pytest.mark.extended, pytest.mark.model]

SECONDS = 300
SHELL = ("bash", "-euo", "pipefail")
PYTHON = (sys.executable,)

ARTICLE = "Ann Lee opened the bridge on Monday.\n\nThe bridge will stand for a century, the trade minister said.\n"
PAGE = (
    "<html><head><title>Bridge opens</title></head><body><nav><a href='/'>Home</a></nav><article><h1>Bridge opens</h1>"
    + "".join(f"<p>{paragraph}</p>" for paragraph in ARTICLE.strip().split("\n\n") * 3)
    + "</article><footer>All rights reserved</footer></body></html>"
)
RECORD = {"id": 17, "url": "https://example.org/17", "title": "Bridge opens", "date": "2021-03-22", "text": ARTICLE}


def samples() -> Mapping[str, bytes]:
    """The files that pages take for granted, by their names."""
    records = json_lines([RECORD, RECORD | {"id": 18, "text": "Tom Hill said that the river was calm."}])
    return {
        "page.html": PAGE.encode(),
        "news/bridge.html": PAGE.encode(),
        "news/2020/river.txt": b"Tom Hill said that the river was calm.\n",
        "news/2021/bridge.html": PAGE.encode(),
        "data/news/bridge.html": PAGE.encode(),
        "extra.jsonl": records,
        "articles.jsonl": records,
        "articles.jsonl.gz": gzip.compress(records),
        "crawl.warc.gz": gzip.compress(warc({"https://example.org/bridge": PAGE.encode()})),
        "dump.csv": f'article,written\n"{ARTICLE}",2021-03-22\n'.encode(),
    }


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make run` publishes."""
    output = tmp_path_factory.mktemp("published") / "outputs"
    run([ROOT / "seeds"], output, pipeline.load, Settings())
    return output


@pytest.fixture
def project(tmp_path: Path, published: Path) -> Path:
    """A copy of the project in which `make run` was done, and the samples."""
    project = copy_project(tmp_path / "project")
    shutil.copytree(published, project / "outputs", symlinks=True, dirs_exist_ok=True)
    for name, content in samples().items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_bytes(content)
    return project


def is_run(block: Block) -> bool:
    """Whether a block is run."""
    return block.language in RUN and block.note != "not run"


@pytest.mark.parametrize("page", [page for page in PAGES if any(map(is_run, blocks(page)))], ids=lambda page: page.name)
def test_what_a_page_shows_can_be_done(page: Path, project: Path) -> None:
    for block in blocks(page):
        if block.note == "file":
            (project / block.said).write_text(block.text, "utf-8")
        elif is_run(block):
            _do(block, project)


def _do(block: Block, project: Path) -> None:
    if block.language == "console":
        for exchange in exchanges(block.text):
            printed = _run(SHELL, exchange.command, block, project)
            assert exchange.answered_by(printed), f"{block.place}: {exchange.command} printed\n{printed}"
    else:
        _run(PYTHON if block.language == "python" else SHELL, block.text, block, project)


def _run(interpreter: tuple[str, ...], text: str, block: Block, project: Path) -> str:
    """Standard output of a text that must succeed. What pages call /data and /opt/saidby are folders of the copy."""
    script = project / ".script"
    script.write_text(text.replace("/data/", f"{project}/data/").replace("/opt/saidby/", f"{project}/"), "utf-8")
    environment = os.environ | {
        "PATH": f"{project / '.venv' / 'bin'}:{os.environ['PATH']}",
        "HOME": str(project),
        "COLUMNS": "120",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        [*interpreter, script],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    told = f"{done.stdout[-2000:]}{done.stderr[-2000:]}"
    assert done.returncode == 0, f"{block.place} ended with {done.returncode}:\n{told}"
    return done.stdout
