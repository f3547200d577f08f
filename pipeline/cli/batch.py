"""The commands that make tables: run, plan, rollback."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from functools import partial, wraps
from inspect import Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.errors import EXIT_DOCUMENTS_FAILED, Verbose, errors_in_one_line

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.aliases import Aliases
    from pipeline.batch.run import Engine
    from pipeline.corpus import InputOptions
    from pipeline.settings import Settings


class EngineName(StrEnum):
    """Where tasks can run."""

    LOCAL = "local"
    RAY = "ray"


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...",
        help="Folders, files (text, HTML, .jsonl, .csv, .parquet, .warc; each also .gz), patterns, addresses with "
        "://, or - for standard input.",
    ),
]
Output = Annotated[Path, typer.Option("--output", "-o", help="Folder that the tables are published to.")]
AsIs = Annotated[bool, typer.Option("--as-is", help="The input is clean text already; its first line is body.")]
MaxCharacters = Annotated[int, typer.Option(min=1, help="A longer text gets the status too_large; nothing is cut.")]
EntityModel = Annotated[
    str | None, typer.Option("--model", help="A spaCy pipeline that finds the entities, instead of our own.")
]
Instruments = Annotated[Path | None, typer.Option(metavar="FILE", help="Further treaties to look for (TOML).")]
CorrectionsFile = Annotated[
    Path | None, typer.Option("--corrections", metavar="FILE", help="Rows put right by hand (TOML).")
]
AliasFile = Annotated[Path | None, typer.Option(metavar="FILE", help="Actors to join or keep apart by hand (TOML).")]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="ROLE=NAME",
        help="What a column of .jsonl, .csv or .parquet holds: id, url, text, title, date, publisher or author; "
        "may be given several times.",
    ),
]
Records = Annotated[
    bool, typer.Option("--records", help="Standard input holds records (JSON lines), not one document.")
]


@dataclass(frozen=True)
class Choices:
    """The options that change rows."""

    as_is: AsIs = False
    max_characters: MaxCharacters = 1_000_000
    model: EntityModel = None
    instruments: Instruments = None
    corrections: CorrectionsFile = None
    aliases: AliasFile = None

    def settings(self) -> Settings:
        """The settings of a run. Raises :class:`~pipeline.errors.SaidbyError` where the file of aliases is wrong."""
        from pipeline.settings import Settings

        return Settings(
            as_is=self.as_is,
            max_characters=self.max_characters,
            entity_model=self.model,
            instruments=self.instruments,
            corrections=self.corrections,
            aliases=_load_aliases(self.aliases) if self.aliases else None,
        )


def _load_aliases(file: Path) -> Aliases:
    from pipeline.aliases import load_aliases

    return load_aliases(file)


def choosing(command: Callable[..., None]) -> Callable[..., None]:
    """A command with the options of :class:`Choices` for its parameter ``choices``; Typer knows no groups of them."""
    own, grouped = (signature(one, eval_str=True).parameters for one in (command, Choices))
    options = [one for name, option in own.items() for one in (grouped.values() if name == "choices" else [option])]

    @wraps(command)
    def chosen(**given: Any) -> None:  # noqa: ANN401  whatever Typer read
        command(choices=Choices(**{name: given.pop(name) for name in grouped}), **given)

    # Where Typer looks for the options, and for their types.
    chosen.__signature__ = Signature(options)  # type: ignore[attr-defined]
    chosen.__annotations__ = {option.name: option.annotation for option in options}
    return chosen


@choosing
def run(
    inputs: Inputs,
    output: Annotated[
        str, typer.Option("--output", "-o", help="Folder, or address with ://, that the tables are published to.")
    ] = "outputs",
    *,
    choices: Choices,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes that read documents; one for each core if not given.")
    ] = None,
    engine: Annotated[EngineName, typer.Option(help="Where they run: on this machine, or on a Ray cluster.")] = (
        EngineName.LOCAL
    ),
    keep: Annotated[int, typer.Option(min=1, help="How many finished runs are kept for rollback.")] = 3,
    readings: Annotated[
        bool, typer.Option(help="Keep what the model finds, so that a change of rules needs no encoder.")
    ] = True,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew, whatever was done before.")] = False,
    rehash: Annotated[
        bool, typer.Option("--rehash", help="Look into every file, even where sizes and times say nothing changed.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the account of the run as JSON.")] = False,
    column: Columns = None,
    records: Records = False,
    verbose: Verbose = False,
) -> None:
    """Bring the tables into line with the documents: saidby run seeds --output outputs"""
    with errors_in_one_line(verbose):
        from pipeline.batch.run import Conduct
        from pipeline.batch.run import run as run_pipeline
        from pipeline.summary import account, summary

        settings = choices.settings()
        conduct = Conduct(workers, keep, readings, fresh, rehash, _engine(engine))
        load = partial(_load, settings.entity_model, settings.instruments)
        with _folder_of(output) as folder:
            outcome = run_pipeline(inputs, folder, load, settings, conduct, _options(column, records=records))
        print(account(outcome) if json else summary(outcome), flush=True)
        if outcome.failed:
            raise typer.Exit(EXIT_DOCUMENTS_FAILED)


@choosing
def plan(
    inputs: Inputs,
    output: Output = Path("outputs"),
    *,
    choices: Choices,
    column: Columns = None,
    records: Records = False,
) -> None:
    """Tell what a run would do, and do nothing: saidby plan seeds --output outputs"""
    with errors_in_one_line():
        from pipeline.batch.run import plan_run
        from pipeline.summary import plan_lines

        found = plan_run(inputs, output, choices.settings(), _options(column, records=records))
        print("\n".join(plan_lines(found)), flush=True)


def rollback(output: Output = Path("outputs")) -> None:
    """Publish again the run before the latest: saidby rollback --output outputs"""
    with errors_in_one_line():
        from pipeline import store

        print(f"published again: {store.rollback(output).path}", flush=True)


def _options(columns: list[str] | None, *, records: bool) -> InputOptions:
    from pipeline.corpus import Columns, InputOptions

    named = dict(column.partition("=")[::2] for column in columns or ())
    if wrong := [role for role, name in named.items() if role not in Columns.__dataclass_fields__ or not name]:
        roles = ", ".join(Columns.__dataclass_fields__)
        raise typer.BadParameter(f"{wrong[0]!r} should be one of {roles}, then = and the name of a column")
    return InputOptions(columns=Columns.named(**named), records_on_stdin=records)


def _folder_of(output: str) -> AbstractContextManager[Path]:
    """The folder to publish to; that of an object store is kept in the user's cache, and copied there."""
    if "://" not in output:
        return nullcontext(Path(output))
    from pipeline.batch.mirror import mirrored

    return mirrored(output, Path(typer.get_app_dir("saidby")))


def _engine(name: EngineName) -> Engine | None:
    if name is EngineName.LOCAL:
        return None
    from pipeline.batch.engines.ray_cluster import run_tasks as run_on_ray

    return run_on_ray


def _load(entity_model: str | None, instruments: Path | None) -> Language:
    from pipeline.language import load

    return load(entity_model=entity_model, instruments=instruments)
