"""Processes of a Ray cluster: one actor a worker, on whatever machine Ray puts it.

Tasks and their bundles are files: every machine must see the output folder, and the corpus, under the same path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from pipeline.errors import SaidbyError

Given = TypeVar("Given")
Done = TypeVar("Done")


def run_tasks(make: Callable[[], Callable[[Given], Done]], tasks: Sequence[Given], workers: int) -> Iterator[Done]:
    """What a worker returns for each task, as it comes.

    Joins the cluster that ``RAY_ADDRESS`` names or that runs on this machine, else starts one here. Raises
    :class:`SaidbyError` where Ray is not installed, or where one of its workers dies.
    """
    try:
        import ray
        from ray.exceptions import RayActorError
        from ray.util import ActorPool
    except ModuleNotFoundError as error:
        raise SaidbyError("--engine ray needs Ray: pip install 'saidby[ray]'") from error
    if not tasks:
        return
    started = not ray.is_initialized()
    if started:
        ray.init(log_to_driver=False, include_dashboard=False)
    actor = ray.remote(num_cpus=1)(_Actor)
    pool = ActorPool([actor.remote(make) for _ in range(min(workers, len(tasks)))])
    try:
        yield from pool.map_unordered(lambda worker, task: worker.work.remote(task), list(tasks))
    except RayActorError as error:
        raise SaidbyError("a Ray worker died; run the same command again to go on from where it stopped") from error
    finally:
        if started:
            ray.shutdown()


class _Actor:
    """A worker in a process of Ray's, made when its first task comes."""

    def __init__(self, make: Callable[[], Callable[[Any], Any]]) -> None:
        self._make = make
        self._worker: Callable[[Any], Any] | None = None

    def work(self, task: Any) -> Any:  # noqa: ANN401  whatever the worker takes and gives
        if self._worker is None:
            self._worker = self._make()
        return self._worker(task)
