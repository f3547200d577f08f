"""Measures the encoder alone, in words per second: models, window sizes, contexts and threads.

    python -m benchmarks.curve TEXTS [MODEL ...]

TEXTS is a folder of .txt files, each MODEL a folder as the export writes it (default the shipped one). Quality belongs
to the curve too: score the same models with ``evaluation``.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from unittest.mock import patch

from benchmarks.texts import count_words, read_texts
from benchmarks.timing import Reader, words_per_second
from pipeline.encoder import SHIPPED, Model

WINDOWS = ((128, 32), (192, 48), (254, 64), (320, 64), (510, 64))
"""Pieces in a window, and how many of them may be context."""
THREADS = (1, 2)

Setting = tuple[Path, int, int, int]
"""Model, pieces, context, threads."""


def measure(texts: list[str], models: list[Path]) -> dict[Setting, float]:
    """Words per second of each model in each setting."""
    readers: dict[Setting, Reader] = {}
    for folder in models:
        for threads in THREADS:
            model = Model(folder, threads=threads)
            for pieces, context in WINDOWS:
                readers[folder, pieces, context, threads] = _reader(model, pieces, context)
    return words_per_second(readers, texts)


def _reader(model: Model, pieces: int, context: int) -> Reader:
    def read(texts: list[str]) -> None:
        # The sizes are fixed in the product: rows must not hang on a setting. Here alone they are varied.
        with patch.multiple("pipeline.windows", MAX_PIECES=pieces, CONTEXT_PIECES=context):
            for text in texts:
                model.encode(text)

    return read


def main() -> None:
    """Print one line for each setting."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, help="folder of .txt files")
    parser.add_argument("models", type=Path, nargs="*", default=[SHIPPED], help="folders of models")
    arguments = parser.parse_args()
    texts = read_texts(arguments.texts)
    print(f"{len(texts)} texts, {count_words(texts):,} words")
    print(f"{'model':24}{'pieces':>8}{'context':>9}{'threads':>9}{'words/s':>10}")
    for (folder, pieces, context, threads), rate in measure(texts, arguments.models).items():
        print(f"{folder.name:24}{pieces:8}{context:9}{threads:9}{rate:10,.0f}")


if __name__ == "__main__":
    main()
