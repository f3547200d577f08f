"""What a run costs beside the encoder it waits for: ``python -m benchmarks.overhead FOLDER [--rounds 3]``.

Runs the documents of FOLDER from raw bytes to published Parquet, as they are and cleaned, and then the encoder alone
over the text that came out. Both in this process, in turns, by one thread; what counts is the processor time of the
best round, which other work on the machine changes little. Loading the pipeline is no part of either.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from spacy.language import Language

import pipeline
from pipeline.batch.run import Conduct, run
from pipeline.encoder import shipped_model
from pipeline.settings import Settings


def publish(folder: Path, output: Path, nlp: Language, *, as_is: bool) -> list[str]:
    """Run a folder from nothing, and return the texts that were annotated."""
    outcome = run([folder], output, lambda: nlp, Settings(as_is=as_is), Conduct(workers=1, fresh=True))
    rows = outcome.run.table("documents", ["text", "status"]).to_pylist()
    return [row["text"] for row in rows if row["status"] == "ok"]


def encode(texts: list[str]) -> None:
    """Read the texts by the encoder alone."""
    for text in texts:
        shipped_model().encode(text)


def processor_seconds(work: Callable[[], object]) -> float:
    """What some work takes of the processor."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    """Print the seconds of both, and their ratio, for either way of reading."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    nlp = pipeline.load()
    for name, as_is in (("as they are", True), ("cleaned", False)):
        with tempfile.TemporaryDirectory() as output:
            texts = publish(arguments.folder, Path(output), nlp, as_is=as_is)  # warms up, too
            rounds = [
                (
                    processor_seconds(lambda: encode(texts)),  # noqa: B023  called at once
                    processor_seconds(lambda: publish(arguments.folder, Path(output), nlp, as_is=as_is)),  # noqa: B023
                )
                for _ in range(arguments.rounds)
            ]
        alone, whole = (min(column) for column in zip(*rounds, strict=True))
        print(f"{name:<12}{len(texts):>7,} documents   encoder {alone:7.1f} s   whole run {whole:7.1f} s", end="")
        print(f"   ratio {whole / alone:.2f}", flush=True)


if __name__ == "__main__":
    main()
