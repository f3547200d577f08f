"""What an interrupted run had finished: the bundles of its tasks, in a folder named after their recipes.

The next run of the same recipes takes them up; one of others sweeps them away, as does a run that is published.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
from pathlib import Path

import pyarrow as pa

from pipeline.batch.bundles import Bundle
from pipeline.batch.manifest import Recipes
from pipeline.batch.planning import Found
from pipeline.store import write_errors_told

log = logging.getLogger(__name__)

WORK = ".work"
_PART = ".part"


def work_folder(output: Path, recipes: Recipes) -> Path:
    """Where the tasks of a run with these recipes leave their bundles."""
    digest = hashlib.sha256("".join((recipes.cleaning, recipes.reading, recipes.rules)).encode()).hexdigest()[:16]
    return output / WORK / digest


def open_work(work: Path, *, fresh: bool) -> None:
    """Make the folder; what runs of other recipes left is removed, and with ``fresh`` all that was left."""
    for folder in work.parent.glob("*"):
        if fresh or folder != work:
            shutil.rmtree(folder, ignore_errors=True)
    with write_errors_told(work):
        work.mkdir(parents=True, exist_ok=True)


def finished(work: Path) -> dict[str, Found]:
    """The documents whose rows an interrupted run has left, and where."""
    found: dict[str, Found] = {}
    for folder in sorted(work.glob("*")):
        if folder.suffix == _PART:
            continue
        bundle = Bundle.of_folder(folder)
        try:
            versions = bundle.versions()
        except (OSError, KeyError, pa.ArrowException) as error:
            log.warning("what an interrupted run left in %s cannot be read and is done again: %s", folder, error)
            continue
        found |= {doc_id: Found(version, bundle) for doc_id, version in versions.items()}
    return found


def close_work(output: Path) -> None:
    """Remove what a published run no longer needs."""
    shutil.rmtree(output / WORK, ignore_errors=True)
