"""Measures what cleaning web pages costs beside the extractor within it, on the same pages in one run.

    python -m benchmarks.cleaning PAGES

PAGES is a folder of ``*.html`` or ``*.html.gz``. The extractor alone is trafilatura with the options that cleaning
gives it, from the bytes of a page; with metadata, it looks for title, date and the rest too, as cleaning does; by
default, it is trafilatura as it comes. All read each page in turn, five rounds after a warm-up, and the best time of a
page counts, in seconds of processor time: what else the machine does then falls on none of them.
"""

from __future__ import annotations

import argparse
import gzip
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from trafilatura import bare_extraction

from pipeline.cleaning import clean

ROUNDS = 5

Reader = Callable[[bytes], object]


def readers() -> dict[str, Reader]:
    """What is timed, by name."""
    extract = partial(bare_extraction, fast=True, favor_recall=True, include_comments=False)
    return {
        "extractor": extract,
        "extractor with metadata": partial(extract, with_metadata=True),
        "extractor by default": partial(bare_extraction, with_metadata=True),
        "cleaning": clean,
    }


def measure(pages: list[bytes]) -> dict[str, float]:
    """The sum of the best times of each reader over the pages, in seconds."""
    best = {name: [float("inf")] * len(pages) for name in readers()}
    for _ in range(ROUNDS + 1):
        for number, page in enumerate(pages):
            for name, reader in readers().items():
                best[name][number] = min(best[name][number], _seconds(reader, page))
    return {name: sum(times) for name, times in best.items()}


def _seconds(reader: Reader, page: bytes) -> float:
    start = time.process_time()
    reader(page)
    return time.process_time() - start


def _pages(folder: Path) -> list[bytes]:
    files = sorted(folder.glob("*.html*"))
    return [gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes() for file in files]


def main() -> None:
    """Print the seconds of each and its ratio to the extractor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path, help="folder of .html or .html.gz files")
    pages = _pages(parser.parse_args().pages)
    times = measure(pages)
    print(f"{len(pages)} pages, {sum(map(len, pages)):,} bytes")
    for name, seconds in times.items():
        print(f"{name:24} {seconds:6.2f} s   x {seconds / times['extractor']:.2f}")


if __name__ == "__main__":
    main()
