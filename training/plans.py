"""What a training run reads, how fast it learns, and how much each head counts. Runs follow one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """One run."""

    name: str
    """Its folder under the checkpoints."""
    seed: int
    phases: tuple[Mapping[str, float], ...]
    """How many times each corpus is read in each phase; a fraction is a random share of its documents."""
    rates: Mapping[str, float]
    """Peak learning rates of the encoder, of what sits on it, and of bare scores (transitions, distances)."""
    weights: Mapping[str, float]
    """Share of each head in the loss; tags count by the words of the batch, links by their choices."""
    after: tuple[str, ...] = ()
    """The runs from the mean of whose weights it begins; without any, from the run before it."""
    batch_pieces: int = 4096
    teachers: tuple[str, ...] = ()
    """The runs from the mean of whose weights come the labels of what nobody annotated."""
    without: frozenset[str] = frozenset()
    """Parts of the design left out, to see what they are worth: ``shapes``, ``breaks``, ``chain``."""
    masked: float = 0.0
    """Share of the pieces hidden from the encoder, their case shape left, so that nothing is learnt by heart."""


FIRST = Plan(
    name="first",
    seed=20_010_716,
    phases=(
        {
            "polnear": 1, "news": 1, "synthetic": 1, "ud_ewt": 0.3, "ud_gum": 0.3, "docred": 0.25, "grobid27": 1,
            "uner_ewt_train": 0.3, "crossner_politics": 0.7, "wikigold": 0.4, "wikiwars_timex": 0.2,
        },
        {"polnear": 1, "news": 5, "synthetic": 6, "ud_ewt": 0.2, "ud_gum": 0.2, "docred": 0.1, "grobid27": 0.5},
    ),
    rates={"encoder": 2e-4, "heads": 1e-3, "scores": 2e-2},
    weights={
        "sentence": 2.0, "entity": 2.0, "role": 1.0, "cue": 0.1, "anchor": 0.15, "source": 0.15, "antecedent": 0.05,
    },
)  # fmt: skip
"""All corpora mixed, then mostly the project's own annotated news, which moves the figures most."""

SECOND = Plan(
    name="second",
    seed=20_010_717,
    phases=({"polnear": 0.7, "news": 3, "synthetic": 6, "ud_ewt": 0.05, "ud_gum": 0.05, "grobid27": 0.2},),
    rates={"encoder": 1.2e-4, "heads": 5e-4, "scores": 5e-3},
    weights={"sentence": 1.0, "entity": 2.0, "role": 1.5, "cue": 0.1, "anchor": 0.3, "source": 0.3, "antecedent": 0.1},
)
"""A further pass over the domain, from the weights of the first."""

THIRD = Plan(
    name="third",
    seed=20_010_718,
    phases=(
        {
            "polnear": 3, "news": 4, "synthetic": 4, "ud_ewt": 0.2, "ud_gum": 0.2, "docred": 0.2, "grobid27": 1,
            "uner_ewt_train": 0.25, "crossner_politics": 0.5, "wikigold": 0.4, "wikiwars_timex": 0.2,
        },
    ),
    rates={"encoder": 2e-4, "heads": 5e-4, "scores": 5e-3},
    weights={
        "sentence": 2.0, "entity": 2.0, "role": 1.5, "cue": 0.15, "anchor": 0.2, "source": 0.2, "antecedent": 0.05,
    },
    batch_pieces=2048,
)  # fmt: skip
"""More of PolNeAR, in smaller batches: sources and cues had not been learnt to the end."""

FOURTH = Plan(
    name="fourth",
    seed=20_010_719,
    phases=(
        {
            "polnear": 1.5, "news": 3, "written": 4, "synthetic": 3, "ud_ewt": 0.2, "ud_gum": 0.2, "docred": 0.05,
            "grobid27": 0.4, "uner_ewt_train": 0.15,
        },
    ),
    rates={"encoder": 1.5e-4, "heads": 4e-4, "scores": 4e-3},
    weights={
        "sentence": 2.0, "entity": 2.0, "role": 1.5, "cue": 0.2, "anchor": 0.25, "source": 0.25, "antecedent": 0.1,
    },
    batch_pieces=2048,
)  # fmt: skip
"""Back to the domain, with the documents written for the forms that the model did badly."""

FIFTH = Plan(
    name="fifth",
    seed=20_010_720,
    phases=(
        {
            "polnear": 1, "news": 2, "written": 2, "synthetic": 2, "ud_ewt": 0.1, "ud_gum": 0.1, "docred": 0.1,
            "grobid27": 0.5, "uner_ewt_train": 1, "crossner_politics": 0.3,
        },
    ),
    rates={"encoder": 1e-4, "heads": 3e-4, "scores": 3e-3},
    weights=FOURTH.weights,
    batch_pieces=2048,
)  # fmt: skip
"""All of the web's entities once, which the runs before had hardly seen, and the domain again at a lower rate."""

SIXTH = Plan(
    name="sixth",
    seed=20_010_721,
    phases=(
        {
            "polnear": 2.5, "news": 3, "written": 2.5, "synthetic": 2, "ud_ewt": 0.15, "ud_gum": 0.15, "docred": 0.1,
            "grobid27": 1, "uner_ewt_train": 2, "crossner_politics": 0.5, "wikigold": 0.3, "wikiwars_timex": 0.1,
        },
    ),
    rates={"encoder": 1.5e-4, "heads": 4e-4, "scores": 4e-3},
    weights=FOURTH.weights,
    after=("third", "fourth", "fifth"),
    batch_pieces=2048,
    masked=0.08,
)  # fmt: skip
"""Everything again from the mean of the three runs before, with pieces hidden: the losses had come near nothing."""

SEVENTH = Plan(
    name="seventh",
    seed=20_010_722,
    phases=(
        {
            "polnear": 1, "news": 2.5, "written": 2.5, "synthetic": 1.5, "ud_ewt": 0.1, "ud_gum": 0.1, "docred": 0.05,
            "grobid27": 1, "uner_ewt_train": 3, "crossner_politics": 0.5, "wikigold": 0.3, "meantime_named": 1,
            "gmb": 1, "wire": 0.8, "kremlin": 0.3,
        },
    ),
    rates={"encoder": 1.2e-4, "heads": 3e-4, "scores": 3e-3},
    weights=FOURTH.weights,
    after=("third", "fourth", "fifth", "sixth"),
    teachers=("third", "fourth", "fifth", "sixth"),
    batch_pieces=2048,
    masked=0.15,
)  # fmt: skip
"""What nobody annotated, labelled by the mean of the runs before, beside the domain and the web's entities."""

PLANS = (FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH, SEVENTH)
