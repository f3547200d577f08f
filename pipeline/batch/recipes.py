"""What the rows of each stage depend on beside the documents: settings, model, libraries, and the version of the rules.

A recipe is a digest. Where it is that of the former run, the rows of a document that did not change are kept. Versions
are numbers that a person bumps (ours with each release), never digests of source text: renaming a variable should not
cost a night. While you work on the rules themselves, ``saidby run --fresh`` begins anew.
"""

from __future__ import annotations

import hashlib
import json
from importlib import metadata
from pathlib import Path
from typing import Any

import pipeline
from pipeline.batch.digests import digest
from pipeline.batch.manifest import Recipes
from pipeline.errors import SaidbyError
from pipeline.settings import Settings

MODEL = Path(pipeline.__file__).parent / "model"

_CLEANING = ("trafilatura", "lxml", "htmldate", "ftfy", "charset-normalizer", "py3langid")
_READING = ("onnxruntime", "tokenizers", "numpy", "spacy", "babel")
_RULES = ("spacy", "babel", "pyarrow")
_DERIVED = ("babel", "rapidfuzz", "pyarrow")


def recipes(settings: Settings) -> Recipes:
    """The recipes of a run with these settings, by this version of the program and of its libraries."""
    return Recipes(
        cleaning=_digest(_versions(_CLEANING), settings.as_is, settings.max_characters),
        reading=_digest(_versions(_READING), _model(), _entity_model(settings.entity_model)),
        rules=_digest(_versions(_RULES), _file(settings.instruments), _file(settings.corrections)),
        derived=_digest(_versions(_DERIVED), settings.by_hand().model_dump(mode="json")),
    )


def packages() -> dict[str, str]:
    """The versions of all that shapes rows."""
    return _versions(sorted({*_CLEANING, *_READING, *_RULES, *_DERIVED}))


def _versions(names: tuple[str, ...] | list[str]) -> dict[str, str]:
    return {"saidby": pipeline.__version__, **{name: metadata.version(name) for name in names}}


def _digest(*parts: Any) -> str:  # noqa: ANN401  whatever JSON can hold
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def _model() -> list[str | None]:
    return [_file(MODEL / name) for name in ("encoder.onnx", "tokenizer.json", "decoder.json")]


def _file(path: Path | None) -> str | None:
    try:
        return None if path is None else digest(path)
    except OSError as error:
        raise SaidbyError(f"cannot read {path}: {error.strerror or error}; check the path") from error


def _entity_model(name: str | None) -> list[str | None]:
    """A pipeline that is a folder is known by its settings alone: its weights are large, and rarely change in place."""
    if name is None:
        return []
    try:
        return [name, metadata.version(name)]
    except metadata.PackageNotFoundError:
        meta = Path(name) / "meta.json"
        return [name, _file(meta) if meta.is_file() else None]
