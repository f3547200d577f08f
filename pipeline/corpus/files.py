"""A file of the inputs, wherever it lies."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO

from pipeline.errors import SaidbyError

_LOGIN = re.compile(r"(?<=://)[^/@\s]*@")


class CorpusError(SaidbyError):
    """An input as a whole cannot be read."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the inputs. It is not open, and may turn out to be nothing that can be read."""

    address: str
    """Where it is in the corpus: what its document is called, and what its records are called after."""
    source: str
    """Its full address."""
    open: Callable[[], AbstractContextManager[BinaryIO]]
    """Opens it to be read; may raise anything."""
    path: str | None = None
    """The file's path where it is on this machine and its bytes can be read again; None elsewhere."""
    is_alone: bool = False
    """It is the whole corpus, so its records are called by their ids alone."""


def is_hidden(name: str) -> bool:
    """Whether a file or folder of this name is passed over."""
    return name.startswith(".")


def public(text: str) -> str:
    """An address, or a message that holds one, without user and password, which are not for the tables.

    >>> public("ftp://me:secret@example.org/a is not there")
    'ftp://example.org/a is not there'
    """
    return _LOGIN.sub("", text)
