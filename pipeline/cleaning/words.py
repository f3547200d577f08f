"""Word lists of the cleaning stage, read from the package's data files."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def _table(name: str) -> dict[str, Any]:
    file = resources.files("pipeline").joinpath("data", f"{name}.toml")
    return tomllib.loads(file.read_text("utf-8"))


def word_list(name: str, key: str) -> frozenset[str]:
    """The words under a key of ``pipeline/data/<name>.toml``."""
    return frozenset(_table(name)[key])


def kinds(name: str, key: str) -> dict[str, str]:
    """The kind of each word of a table ``kind = [words]``."""
    return {word: kind for kind, words in _table(name)[key].items() for word in words}


def patterns(name: str, key: str) -> str:
    """The regular expressions under a key of ``pipeline/data/<name>.toml``, as one alternation."""
    return "|".join(f"(?:{pattern})" for pattern in _table(name)[key])
