"""Measures what each part of the design is worth, on one short schedule: ``python -m training.ablation``.

    python -m training.ablation --corpora CORPORA --gold GOLD [--half] [--only VARIANT ...]

Each variant is trained from the base model on the same few batches, but for the part that it leaves out, and scored on
the development sets. The figures say what a part gives early in training, not what is left of it at the end.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from evaluation.tally import Figures
from training.export import export
from training.measure import Bench, measure
from training.plans import FOURTH, SIXTH, Plan
from training.train import CHECKPOINTS, Sources, train

SHORT = Plan(
    name="short",
    seed=20_010_730,
    phases=(
        {
            "polnear": 0.25, "news": 1, "written": 1, "synthetic": 1, "ud_ewt": 0.05, "ud_gum": 0.05, "grobid27": 0.5,
            "uner_ewt_train": 0.1, "docred": 0.02, "gmb": 0.4,
        },
    ),
    rates={"encoder": 3e-4, "heads": 1e-3, "scores": 1e-2},
    weights=FOURTH.weights,
    teachers=SIXTH.after,
    batch_pieces=2048,
)  # fmt: skip
"""A quarter of an hour on one core; with a third of it nothing but entities had been learnt."""

OWN = frozenset({"news", "written", "synthetic"})
"""The project's own annotation."""
LINKS = frozenset({"anchor", "source", "antecedent"})

COLUMNS = (
    ("news", "sentences"), ("news", "entities"), ("news", "content"), ("news", "attributed"), ("news", "quotes_strict"),
    ("news", "speaker"), ("polnear", "source"), ("polnear", "cue"), ("polnear", "content"), ("polnear", "relation"),
)  # fmt: skip
"""What is shown of each variant: a set and its figure."""


def _without_corpora(plan: Plan, corpora: frozenset[str]) -> Plan:
    return replace(plan, phases=tuple({k: v for k, v in phase.items() if k not in corpora} for phase in plan.phases))


def variants() -> dict[str, Plan]:
    """The plans by what they leave out."""
    plans = {
        "nothing": SHORT,
        "case shapes": replace(SHORT, without=frozenset({"shapes"})),
        "breaks": replace(SHORT, without=frozenset({"breaks"})),
        "chain": replace(SHORT, without=frozenset({"chain"})),
        "links": replace(SHORT, weights={**SHORT.weights, **dict.fromkeys(LINKS, 0.0)}),
        "own annotation": _without_corpora(SHORT, OWN),
        "silver data": _without_corpora(SHORT, frozenset({"gmb"})),
    }
    return {name: replace(plan, name=f"without_{name.replace(' ', '_')}") for name, plan in plans.items()}


def line(name: str, found: dict[str, dict[str, Figures]]) -> str:
    """One line of the table."""
    figures = (f"{found[dataset][figure]['f1']:.3f}" for dataset, figure in COLUMNS)
    return f"| {name} | " + " | ".join(figures) + " |"


def main() -> None:
    """Train and score the variants, printing the table line by line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--half", action="store_true", help="bfloat16 in the encoder")
    parser.add_argument("--only", nargs="+", choices=list(variants()), default=list(variants()))
    arguments = parser.parse_args()
    print("| without | " + " | ".join(f"{dataset} {figure}" for dataset, figure in COLUMNS) + " |")
    print("|---" * (len(COLUMNS) + 1) + "|")
    for name in arguments.only:
        plan = variants()[name]
        checkpoint = train(plan, Sources(arguments.corpora, arguments.gold), [], half=arguments.half)
        folder = CHECKPOINTS / plan.name / "model"
        export(checkpoint, folder)
        print(line(name, measure(Bench(folder, arguments.corpora, arguments.gold), ("news", "polnear"))), flush=True)


if __name__ == "__main__":
    main()
