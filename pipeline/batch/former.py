"""The published run, as the next one finds it."""

from __future__ import annotations

import logging

from pipeline.batch.bundles import BUNDLED, Bundle
from pipeline.batch.manifest import Manifest, damaged, read_manifest
from pipeline.batch.planning import Former, Found
from pipeline.store import Run, shard_file

log = logging.getLogger(__name__)


def read_former(run: Run | None) -> tuple[Former, Manifest | None]:
    """What the next run can build upon; a damaged shard is left out, so that its documents are read again."""
    if run is None:
        return Former(), None
    manifest = read_manifest(run.path)
    if manifest is None:
        log.warning("%s has no manifest that can be read: everything is made anew", run.path)
        return Former(), None
    bad = set(damaged(run.path, manifest.files))
    if bad:
        log.warning("damaged since %s was published, and made anew: %s", run.path.name, ", ".join(sorted(bad)))
    shards = tuple(_bundle(run, manifest, number, bad) for number in range(manifest.shards))
    documents = {
        doc_id: Found(version, shard) for shard in shards if shard.files for doc_id, version in shard.versions().items()
    }
    return Former(manifest.recipes, shards, documents, intact=not bad), manifest


def _bundle(run: Run, manifest: Manifest, number: int, bad: set[str]) -> Bundle:
    paths = {name: shard_file(name, number, manifest.shards) for name in BUNDLED}
    there = {file.path for file in manifest.files}
    if bad.intersection(paths.values()):
        return Bundle({})
    return Bundle({name: run.path / path for name, path in paths.items() if path in there})
