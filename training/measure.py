"""Scores a model on the development sets: ``python -m training.measure MODEL --corpora CORPORA --gold GOLD``.

Everything that the model card states about quality, by one command; ``--only`` measures some of the sets:

  news     the project's annotated news, as they are
  seeds    the five source documents, through the cleaner
  polnear  attributions of PolNeAR
  uner     persons, organisations and places of the web (UNER EWT)
  ud       sentences of UD EWT and of the open genres of GUM
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from spacy.language import Language

import pipeline
from evaluation import score, score_polnear, score_ud, score_uner
from evaluation.tally import Figures
from pipeline.batch.run import Conduct, run
from pipeline.encoder import Model
from pipeline.settings import Settings

SEEDS = Path("seeds")
SEEDS_GOLD = Path("evaluation/gold/seeds")


@dataclass(frozen=True, slots=True)
class Bench:
    """The model that is measured, and where the sets lie."""

    model: Path
    corpora: Path
    gold: Path

    def load(self) -> Language:
        """The whole pipeline with this model in place of the shipped one."""
        nlp = pipeline.load()
        model = Model(self.model, threads=1)
        for _, component in nlp.pipeline:
            if isinstance(getattr(component, "model", None), Model):
                component.model = model  # type: ignore[attr-defined]  # spaCy types a component as any callable
        return nlp

    def tables(self, source: Path, output: str, *, as_is: bool) -> Path:
        """Run over a folder; where the tables are."""
        run([source], Path(output), self.load, Settings(as_is=as_is), Conduct(workers=1))
        return Path(output)


def _news(bench: Bench, output: str) -> dict[str, Figures]:
    gold = bench.gold / "news/dev"
    return score.score(gold, bench.tables(gold / "input", output, as_is=True))[0]


def _seeds(bench: Bench, output: str) -> dict[str, Figures]:
    return score.score(SEEDS_GOLD, bench.tables(SEEDS, output, as_is=False))[0]


def _polnear(bench: Bench, output: str) -> dict[str, Figures]:
    split = bench.corpora / "polnear/dev"
    return score_polnear.score(split, bench.tables(split / "text", output, as_is=True))


def _uner(bench: Bench, output: str) -> dict[str, Figures]:  # noqa: ARG001  it publishes no tables
    return score_uner.score(bench.corpora / "ner/uner_ewt_dev.jsonl.gz", Model(bench.model))


def _ud(bench: Bench, output: str) -> dict[str, Figures]:  # noqa: ARG001  it publishes no tables
    files = {name: bench.corpora / f"ud/en_{name}-ud-dev.conllu.gz" for name in ("ewt", "gum")}
    scored = {name: score_ud.score(file, Model(bench.model)) for name, file in files.items()}
    return {f"{name} {figure}": values for name, table in scored.items() for figure, values in table.items()}


SETS: dict[str, Callable[[Bench, str], dict[str, Figures]]] = {
    "news": _news,
    "seeds": _seeds,
    "polnear": _polnear,
    "uner": _uner,
    "ud": _ud,
}


def measure(bench: Bench, names: Iterable[str]) -> dict[str, dict[str, Figures]]:
    """The figures of each set by name."""
    found = {}
    for name in names:
        with tempfile.TemporaryDirectory() as output:
            found[name] = SETS[name](bench, output)
    return found


def row(found: dict[str, dict[str, Figures]]) -> str:
    """The F1 of every figure, three digits, a line for each set."""
    shown = partial("{:.3f}".format)
    lines = []
    for name, table in found.items():
        parts = [
            f"{figure} {shown(f['f1'])}" + (f" ({shown(f['p'])}/{shown(f['r'])})" if figure == "continued" else "")
            for figure, f in table.items()
        ]
        lines.append(f"{name:8} " + "  ".join(parts))
    return "\n".join(lines)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="folder of a model as the export writes it")
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--only", nargs="+", choices=list(SETS), default=list(SETS), help="the sets to measure")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON, to the last digit")
    arguments = parser.parse_args()
    found = measure(Bench(arguments.model, arguments.corpora, arguments.gold), arguments.only)
    print(json.dumps(found) if arguments.json else row(found))


if __name__ == "__main__":
    main()
