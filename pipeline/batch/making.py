"""The making of a run: look into the corpus, plan, read what changed, put the tables together, publish."""

from __future__ import annotations

import logging
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from tqdm import tqdm

import pipeline
from pipeline import corpus, store
from pipeline.actors import changes
from pipeline.batch.assembly import Assembly, assemble, describe, write_derived
from pipeline.batch.bundles import Bundle, Take
from pipeline.batch.engines.local import cores, run_tasks
from pipeline.batch.former import read_former
from pipeline.batch.manifest import Manifest, Recipes, read_manifest, write_manifest
from pipeline.batch.outcome import Outcome
from pipeline.batch.planning import Judge, Plan
from pipeline.batch.planning import plan as make_plan
from pipeline.batch.recipes import packages, recipes
from pipeline.batch.run import Conduct
from pipeline.batch.seal import Seal, write_seal
from pipeline.batch.tasks import Task, cut_tasks
from pipeline.batch.work import close_work, finished, open_work, work_folder
from pipeline.corpus import InputOptions
from pipeline.schema import DOCUMENTS, PUBLISHED, Row
from pipeline.settings import Settings
from pipeline.store import shard_file

if TYPE_CHECKING:
    from spacy.language import Language

log = logging.getLogger(__name__)


def make(
    inputs: Sequence[str | Path],
    output: Path,
    load: Callable[[], Language],
    settings: Settings,
    conduct: Conduct,
    options: InputOptions,
    seal: Seal | None,
) -> Outcome:
    """What :func:`pipeline.batch.run.run` does where something may have changed since ``seal`` was taken."""
    wanted = recipes(settings)
    work, spool = work_folder(output, wanted), output / ".spool"
    with store.locked(output), _emptied(spool):
        open_work(work, fresh=conduct.fresh)
        before = store.find_run(output)
        former, manifest = read_former(None if conduct.fresh else before)
        judge = Judge(former, finished(work), wanted)
        entries = _entries(inputs, options, judge, spool)
        plan = make_plan(entries, judge, readings=conduct.readings)
        if manifest is None or not plan.nothing:
            takes = _carry_out(plan, work, partial(_make_worker, load, settings), conduct)
            with store.publishing(output, keep=conduct.keep) as folder:
                _build(folder, plan, takes, settings, conduct)
                _describe(folder, plan, manifest, wanted, settings)
        close_work(output)
        after = store.open_run(output)
        write_seal(after, seal if all(entry.sha256 for entry in entries) else None)
        return _outcome(before, after, plan)


def plan_only(inputs: Sequence[str | Path], output: Path, settings: Settings, options: InputOptions) -> Plan:
    """What :func:`make` would do, without doing it."""
    wanted = recipes(settings)
    former, _ = read_former(store.find_run(output))
    judge = Judge(former, finished(work_folder(output, wanted)), wanted)
    return make_plan(_entries(inputs, options, judge, None), judge, readings=True)


def _entries(
    inputs: Sequence[str | Path], options: InputOptions, judge: Judge, spool: Path | None
) -> list[corpus.Entry]:
    """The documents of the corpus; what cannot be read twice is kept in ``spool`` if it must be read, else nowhere."""
    found = corpus.survey(inputs, options, spool or Path(), judge.must_read if spool else lambda *_: False)
    return list(tqdm(found, desc="looking", unit=" documents", disable=None, leave=False))


@contextmanager
def _emptied(folder: Path) -> Iterator[None]:
    """A folder that is there for the time of a run."""
    shutil.rmtree(folder, ignore_errors=True)
    with store.write_errors_told(folder.parent):
        folder.mkdir()
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_worker(load: Callable[[], Language], settings: Settings) -> Callable[[Task], Task]:
    # Imported here: spaCy takes a second that an unchanged corpus need not wait.
    from pipeline.batch.worker import Worker

    return Worker(load, settings)


def _carry_out(
    plan: Plan, work: Path, make: Callable[[], Callable[[Task], Task]], conduct: Conduct
) -> dict[int, list[Take]]:
    """Run the tasks of a plan; returns what they wrote, by shard."""
    tasks = [task for shard in plan.shards for task in cut_tasks(shard, work)]
    takes: dict[int, list[Take]] = defaultdict(list)
    with tqdm(desc="reading", total=sum(len(t.doc_ids) for t in tasks), unit=" documents", disable=None) as bar:
        engine, workers = conduct.engine or run_tasks, conduct.workers or cores()
        for task in engine(make, tasks, workers):
            takes[task.shard].append(Take(Bundle.of_folder(task.folder), task.doc_ids))
            bar.update(len(task.doc_ids))
    return takes


def _build(folder: Path, plan: Plan, takes: Mapping[int, list[Take]], settings: Settings, conduct: Conduct) -> None:
    """Put the tables of a run into its folder."""
    for shard in plan.shards:
        pieces = (*shard.kept, *takes.get(shard.number, ()))
        assemble(Assembly(shard, pieces, len(plan.shards), folder, conduct.readings))
    write_derived(folder, settings.by_hand())
    if settings.corrections is not None:
        _tell_lost_corrections(folder, settings.corrections)


def _tell_lost_corrections(folder: Path, corrections: Path) -> None:
    """Warn of corrections of documents that are not in the corpus."""
    from pipeline.corrections import load_corrections

    there = set(store.read_table(folder, DOCUMENTS, ["doc_id"])["doc_id"].to_pylist())
    for doc_id in sorted(set(load_corrections(corrections).doc_ids) - there):
        log.warning("%s corrects %s, which is not among the documents", corrections, doc_id)


def _describe(folder: Path, plan: Plan, former: Manifest | None, recipes: Recipes, settings: Settings) -> None:
    """Write the account of a run into its folder, last of all."""
    linked = {shard_file(name, s.number, len(plan.shards)) for s in plan.shards if s.linked for name in s.linked.files}
    known = {file.path: file for file in former.files if file.path in linked} if former else {}
    files = tuple(describe(folder, known))
    statuses = Counter(store.read_table(folder, DOCUMENTS, ["status"])["status"].to_pylist())
    manifest = Manifest(
        saidby=pipeline.__version__,
        finished=f"{datetime.now(UTC).replace(tzinfo=None).isoformat()}Z",
        recipes=recipes,
        settings=settings.told(),
        packages=packages(),
        shards=len(plan.shards),
        documents=dict(sorted(statuses.items())),
        rows={name: sum(file.rows for file in files if file.table == name) for name in PUBLISHED},
        done=asdict(plan.counts),
        files=files,
    )
    write_manifest(manifest, folder)


def _actors(run: store.Run | None) -> list[Row]:
    """The actors of a run; none where there is none, or one made before there were actors, or one that was damaged."""
    try:
        actors: list[Row] = run.table("actors").to_pylist() if run and run.has("actors") else []
    except (OSError, pa.ArrowException):
        return []
    return actors


def _outcome(before: store.Run | None, after: store.Run, plan: Plan) -> Outcome:
    manifest = read_manifest(after.path)
    if manifest is None:
        raise store.StoreError(f"{after.path} has lost its manifest; run again to make it anew")
    changed = None if after == before else changes(_actors(before), _actors(after))
    return Outcome(after, manifest, plan.counts, changed)
