"""A run: a glance whether anything changed, and the work where something did."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.batch.manifest import read_manifest
from pipeline.batch.outcome import Counts, Outcome
from pipeline.batch.seal import Seal, is_sealed, seal_of
from pipeline.corpus import InputOptions
from pipeline.errors import SaidbyError
from pipeline.published import find_run
from pipeline.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.batch.planning import Plan
    from pipeline.batch.tasks import Task

    Engine = Callable[[Callable[[], Callable[[Task], Task]], Sequence[Task], int], Iterator[Task]]
    """Runs tasks by so many workers of a kind, and yields them as they are done."""


@dataclass(frozen=True, slots=True)
class Conduct:
    """How a run goes about its work. Nothing here changes a row."""

    workers: int | None = None
    """Processes that read documents; one for each core if not given."""
    keep: int = 3
    """How many finished runs there may be."""
    readings: bool = True
    """Keep what the model finds, so that a change of rules needs no encoder."""
    fresh: bool = False
    """Begin anew, whatever was done before."""
    rehash: bool = False
    """Look into every file, even where names, sizes and times say that nothing changed."""
    engine: Engine | None = None
    """Where the workers run: on this machine if not given."""


def run(
    inputs: Sequence[str | Path],
    output: Path,
    load: Callable[[], Language],
    settings: Settings,
    conduct: Conduct | None = None,
    options: InputOptions | None = None,
) -> Outcome:
    """Bring the published tables into line with the documents of ``inputs``.

    ``load`` makes the spaCy pipeline, in each process that reads documents. Raises
    :class:`~pipeline.errors.SaidbyError` where an input is missing, the output cannot be written, or another run is
    writing to it; what is published then stays.
    """
    conduct, options = conduct or Conduct(), options or InputOptions()
    _refuse_output_among(inputs, output)
    seal = seal_of(inputs, options, settings, readings=conduct.readings)
    if not (conduct.fresh or conduct.rehash) and (outcome := _unchanged(output, seal)):
        return outcome
    # Imported here: Arrow takes longer to load than it takes to see that nothing changed.
    from pipeline.batch.making import make

    return make(inputs, output, load, settings, conduct, options, seal)


def plan_run(
    inputs: Sequence[str | Path], output: Path, settings: Settings, options: InputOptions | None = None
) -> Plan:
    """What :func:`run` would do, without doing it. Nothing is written."""
    from pipeline.batch.making import plan_only

    return plan_only(inputs, output, settings, options or InputOptions())


def _unchanged(output: Path, seal: Seal | None) -> Outcome | None:
    """The published run, where the seal of the last run says that this one would come to the same."""
    run = find_run(output)
    manifest = read_manifest(run.path) if run and seal and is_sealed(run, seal) else None
    if run is None or manifest is None:
        return None
    return Outcome(run, manifest, Counts(kept=sum(manifest.documents.values())), changes=None)


def _refuse_output_among(inputs: Sequence[str | Path], output: Path) -> None:
    """The tables of the last run are no documents of the next."""
    for source in inputs:
        if (
            "://" not in str(source)
            and Path(source).is_dir()
            and output.resolve().is_relative_to(Path(source).resolve())
        ):
            raise SaidbyError(
                f"the output {output} lies in the input {source}: its tables would be read as documents; "
                "choose an output elsewhere"
            )
