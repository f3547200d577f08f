"""Processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from pipeline.errors import SaidbyError

Given = TypeVar("Given")
Done = TypeVar("Done")

_makers: list[Callable[[], Callable[[Any], Any]]] = []
_workers: list[Callable[[Any], Any]] = []
"""How this process makes its worker, and the worker once the first task has asked for it."""


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_tasks(make: Callable[[], Callable[[Given], Done]], tasks: Sequence[Given], workers: int) -> Iterator[Done]:
    """What a worker returns for each task, as it comes. One worker needs no second process.

    Raises :class:`SaidbyError` where a process dies; what is finished stays finished.
    """
    workers = min(workers, len(tasks))
    if workers <= 1:
        yield from map(make(), tasks) if tasks else ()
        return
    # Spawned, not forked: threads of Arrow and of the encoder do not survive a fork.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(make,))
    try:
        for future in as_completed([pool.submit(_work, task) for task in tasks]):
            yield future.result()
    except BrokenProcessPool as error:
        raise SaidbyError(
            "a worker process was killed, most likely for want of memory; run the same command again to go on "
            "from where it stopped, with fewer --workers if it happens again"
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(make: Callable[[], Callable[[Any], Any]]) -> None:
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _makers.append(make)


def _leave_with_parent() -> None:
    """End this process when the one that started it is gone: a killed run leaves no workers behind."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(task: Any) -> Any:  # noqa: ANN401  whatever the worker takes and gives
    if not _workers:
        _workers.append(_makers[0]())  # here and not in _begin, so that its errors are told as what they are
    return _workers[0](task)
