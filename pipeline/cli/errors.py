"""How a command ends: its exit code, and an error in one line."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from pipeline.errors import SaidbyError

EXIT_ERROR = 1
EXIT_DOCUMENTS_FAILED = 3
EXIT_LOCKED = 75
"""What ``sysexits.h`` calls EX_TEMPFAIL: a scheduler may try again later."""

Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Log more, and show the traceback of an error.")]


@contextmanager
def errors_in_one_line(verbose: bool = False) -> Iterator[None]:
    """Tell an error in one line and leave with its exit code; with ``verbose``, after its traceback."""
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR, format="%(name)s: %(message)s")
    logging.getLogger("pipeline").setLevel(logging.DEBUG if verbose else logging.WARNING)
    try:
        yield
    except typer.Exit:
        raise
    except BrokenPipeError:
        # Who read our output has left, as `head` does: no error, and nothing more to flush at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None
    except Exception as error:
        if verbose:
            logging.getLogger(__name__).error("%s", type(error).__name__, exc_info=True)
        print(f"saidby: {_told(error)}", file=sys.stderr)
        raise typer.Exit(_code(error)) from error


def _told(error: Exception) -> str:
    if isinstance(error, SaidbyError):
        return str(error)
    return f"unexpected {type(error).__name__}: {error} (-v shows where)"


def _code(error: Exception) -> int:
    from pipeline.store import LockedError

    return EXIT_LOCKED if isinstance(error, LockedError) else EXIT_ERROR
