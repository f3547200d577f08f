"""Bytes read within bounds: plain files, gzip, whole documents and lines."""

from __future__ import annotations

import gzip
import io
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pipeline.corpus.files import public
from pipeline.corpus.options import InputOptions

_CHUNK = 1 << 16
"""Bytes read at once where nothing else decides."""

_LONGEST_MESSAGE = 300
"""Characters kept of an error's message."""


class UnreadableError(Exception):
    """A document, or the rest of an archive, cannot be read. The message is the document's problem."""


@contextmanager
def reading() -> Iterator[None]:
    """Turn whatever reading raises into an UnreadableError.

    Files are anything at all, and the libraries that read them raise anything at all.
    """
    try:
        yield
    except UnreadableError:
        raise
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror or error}") from error
    except Exception as error:
        raise UnreadableError(f"cannot be read: {type(error).__name__}: {error}") from error


def one_line(message: str) -> str:
    """A message that a table can hold: short, on one line, and without what is no Unicode."""
    return public(" ".join(message.encode("utf-8", "replace").decode().split()))[:_LONGEST_MESSAGE]


def open_plain(path: str) -> io.BufferedReader:
    """Open a local file to be read. Raises :class:`UnreadableError` for anything but a plain file, OSError as usual."""
    # Looked at first: to open a device may do something, and a pipe would block the run for ever.
    if not stat.S_ISREG(Path(path).stat().st_mode):
        raise UnreadableError("not a plain file")
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb")


def unpacked(packed: BinaryIO, options: InputOptions) -> BinaryIO:
    """What a gzip stream holds, unpacked as it is read. Raises OSError where it is broken or cut short."""
    return io.BufferedReader(_Unpacking(packed, options), _CHUNK)


class _Unpacking(io.RawIOBase):
    """Gzip being unpacked, up to the bounds."""

    def __init__(self, packed: BinaryIO, options: InputOptions) -> None:
        self._packed = packed
        self._stream = gzip.GzipFile(fileobj=packed)
        self._options = options
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        piece = self._piece(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def _piece(self, size: int) -> bytes:
        try:
            # One step at a time: a longer read would lose what was unpacked before the fault.
            piece = self._stream.read1(size)
        except (EOFError, zlib.error) as error:
            raise OSError(f"broken gzip: {error}") from error
        self._size += len(piece)
        if self._size > max(self._options.max_bytes, self._options.max_ratio * self._packed.tell()):
            raise UnreadableError(f"unpacks to more than {self._options.max_ratio} times its size: refused")
        return piece


def read_whole(stream: BinaryIO, limit: int) -> bytes:
    """All that is left of a stream. Raises :class:`UnreadableError` if that is more than ``limit`` bytes."""
    content = stream.read(limit + 1)
    check_size(len(content), limit)
    return content


def check_size(size: int, limit: int) -> None:
    """Raise :class:`UnreadableError` if a document has more than ``limit`` bytes."""
    if size > limit:
        raise UnreadableError(f"larger than {limit:,} bytes: refused")


def bounded_lines(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    r"""The lines of a stream; None for each that has more than ``limit`` bytes, which is skipped and never held.

    >>> list(bounded_lines(io.BytesIO(b"one\nthirteen\ntwo"), 4))
    [b'one\n', None, b'two']
    """
    while line := stream.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_CHUNK)
        yield None
