"""Measures words per second, tokenizer to labels, beside a spaCy pipeline of the shape of ``en_core_web_sm``.

    python -m benchmarks.speed TEXTS [--model FOLDER]

TEXTS is a folder of .txt files; FOLDER holds the model, if not the shipped one. Both read the texts in turn, three
rounds after a warm-up, and the best round of each counts. Ours gives sentences, entities, quotes, speakers and treaty
mentions; spaCy's gives tags, trees and entities. Two workers are two threads for ours, two processes for spaCy.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

import pipeline
from benchmarks.spacy_pipeline import build
from benchmarks.texts import count_words, read_texts
from benchmarks.timing import Reader, words_per_second
from pipeline.encoder import SHIPPED, Model

WORKERS = (1, 2)

_BATCH = 16
"""Texts that spaCy hands to a process at once; its default of 1,000 would leave the second process idle."""

Rates = dict[tuple[str, int], float]
"""Words per second by pipeline and number of workers."""


def measure(texts: list[str], model: Path) -> Rates:
    """The rates of both pipelines with each number of workers."""
    beside = build()
    readers: dict[tuple[str, int], Reader] = {}
    for workers in WORKERS:
        readers["saidby", workers] = _our_reader(model, workers)
        readers["spaCy", workers] = _spacy_reader(beside, workers)
    return words_per_second(readers, texts)


def _our_reader(folder: Path, threads: int) -> Reader:
    nlp = pipeline.load()
    model = Model(folder, threads=threads)
    for _, component in nlp.pipeline:
        if isinstance(getattr(component, "model", None), Model):
            component.model = model  # type: ignore[attr-defined]  # spaCy types a component as any callable
    return lambda texts: _exhaust(nlp.pipe(texts))


def _spacy_reader(nlp: Language, processes: int) -> Reader:
    return lambda texts: _exhaust(nlp.pipe(texts, batch_size=_BATCH, n_process=processes))


def _exhaust(docs: Iterable[Doc]) -> None:
    for _ in docs:
        pass


def rate_table(rates: Rates) -> str:
    """The rates as a table for a person, with the ratio of ours to spaCy's below."""
    ratios = [rates["saidby", number] / rates["spaCy", number] for number in WORKERS]
    rows = [("words per second", [f"{number} worker{'s' if number > 1 else ''}" for number in WORKERS])]
    rows += [(name, [f"{rates[name, number]:,.0f}" for number in WORKERS]) for name in ("saidby", "spaCy")]
    rows += [("ratio", [f"{ratio:.2f}" for ratio in ratios])]
    return "\n".join(f"{name:18}" + "".join(f"{cell:>12}" for cell in cells) for name, cells in rows)


def main() -> None:
    """Print the table of rates over a folder of texts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, help="folder of .txt files")
    parser.add_argument("--model", type=Path, default=SHIPPED, help="folder of the model (default the shipped one)")
    arguments = parser.parse_args()
    texts = read_texts(arguments.texts)
    print(f"{len(texts)} texts, {count_words(texts):,} words")
    print(rate_table(measure(texts, arguments.model)))


if __name__ == "__main__":
    main()
