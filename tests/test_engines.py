from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.batch.engines.local import cores, run_tasks
from pipeline.errors import SaidbyError


def make_squarer() -> Callable[[int], int]:
    return lambda number: number * number


def make_process_teller() -> Callable[[int], int]:
    return lambda _: os.getpid()


def make_victim() -> Callable[[int], int]:
    def die(_: int) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("dead processes tell no tales")

    return die


def make_nothing() -> Callable[[int], int]:
    raise SaidbyError("the pipeline cannot be loaded")


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_every_task_is_done_once_whatever_the_number_of_workers(workers: int) -> None:
    assert sorted(run_tasks(make_squarer, range(4), workers)) == [0, 1, 4, 9]


def test_one_worker_stays_in_this_process_and_two_do_not() -> None:
    assert set(run_tasks(make_process_teller, range(2), 1)) == {os.getpid()}
    assert os.getpid() not in set(run_tasks(make_process_teller, range(2), 2))


def test_without_tasks_no_worker_is_made() -> None:
    assert list(run_tasks(make_nothing, [], 2)) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_a_worker_that_cannot_be_made_says_why(workers: int) -> None:
    with pytest.raises(SaidbyError, match="the pipeline cannot be loaded"):
        list(run_tasks(make_nothing, range(2), workers))


def test_a_worker_that_is_killed_ends_the_run_with_a_sentence() -> None:
    with pytest.raises(SaidbyError, match="a worker process was killed"):
        list(run_tasks(make_victim, range(2), 2))


def test_there_is_a_core() -> None:
    assert cores() >= 1


@pytest.fixture
def ray_cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'saidby[ray]'")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    monkeypatch.setenv("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    yield
    ray.shutdown()


@pytest.mark.extended
@pytest.mark.usefixtures("ray_cluster")
@pytest.mark.filterwarnings("ignore")
def test_ray_does_every_task_once() -> None:
    from pipeline.batch.engines.ray_cluster import run_tasks as run_on_ray

    assert sorted(run_on_ray(make_squarer, range(4), 2)) == [0, 1, 4, 9]
    assert list(run_on_ray(make_nothing, [], 2)) == []
