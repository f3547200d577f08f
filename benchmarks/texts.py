"""The texts that are timed, and how their words are counted."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import SaidbyError
from pipeline.words import WORD


def read_texts(folder: Path) -> list[str]:
    """The .txt files of a folder, by name. Raises :class:`SaidbyError` where it holds none."""
    texts = [file.read_text("utf-8") for file in sorted(folder.glob("*.txt"))]
    if not texts:
        raise SaidbyError(f"{folder} holds no .txt files; name a folder of clean English texts")
    return texts


def count_words(texts: list[str]) -> int:
    """Runs of letters and digits, and other visible characters: the same unit for every tokenizer."""
    return sum(len(WORD.findall(text)) for text in texts)
