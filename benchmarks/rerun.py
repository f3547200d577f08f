"""What re-runs cost: ``python -m benchmarks.rerun TEXTS [--documents 7000] [--words 80 | --whole] [--first]``.

Makes a corpus out of TEXTS (any input of ``saidby run``), of short documents or of whole ones, runs it with two
workers, again unchanged, again after one document was added, one edited and one removed, and with one worker anew.
Prints seconds by the clock and of the processor, both also as a share of the first run, the documents through the
encoder, the peak memory of the largest process, and the size of what is kept. Each run is a process of its own, as a
scheduler starts it. With ``--first`` it is the first run alone: for the memory that a large corpus takes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from pipeline.corpus import InputOptions, fetch, survey

UNCHANGED = 3
"""The best of so many unchanged runs counts: they are short."""
AT_REST = 3
"""Seconds for which files must have been at rest before a run trusts their times."""


@dataclass(frozen=True)
class Cost:
    """What one run took."""

    seconds: float
    processor: float
    """Seconds of the processor, of all its processes."""
    megabytes: float
    """Peak of the largest process."""
    done: dict[str, int]


_MEASURED = """
import resource, sys
from pipeline.cli import app
try:
    app(sys.argv[1:])
finally:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(max(one.ru_maxrss for one in used) / 1024, sum(one.ru_utime + one.ru_stime for one in used), file=sys.stderr)
"""


def read_texts(source: str) -> Iterator[str]:
    """The texts of an input, one after another."""
    with tempfile.TemporaryDirectory() as spool:
        for entry in survey([source], InputOptions(), Path(spool), lambda *_: True):
            yield (fetch(entry).content or b"").decode("utf-8", "replace")


def stretches(texts: Iterator[str], words: int) -> Iterator[str]:
    """Stretches of so many words; the rest of a text that is shorter than half of that is left out."""
    for text in texts:
        all_words = text.split()
        yield from (" ".join(all_words[at : at + words]) for at in range(0, len(all_words) - words // 2, words))


def write_corpus(pool: list[str], folder: Path, documents: int) -> None:
    """Write so many documents, each with its number in front, which tells them apart when the pool is used up."""
    folder.mkdir()
    for number, text in enumerate(islice(cycle(pool), documents)):
        (folder / f"{number:06}.txt").write_text(f"No. {number}. {text}", "utf-8")


def measure(source: Path, output: Path, workers: int) -> Cost:
    """Run the installed command over a corpus."""
    command = ["run", str(source), "--output", str(output), "--as-is", "--json", "--workers", str(workers)]
    begin = time.monotonic()
    result = subprocess.run([sys.executable, "-c", _MEASURED, *command], capture_output=True, text=True, check=False)  # noqa: S603
    seconds = time.monotonic() - begin
    if result.returncode not in (0, 3):
        raise SystemExit(result.stderr)
    megabytes, processor = map(float, result.stderr.splitlines()[-1].split())
    return Cost(seconds, processor, megabytes, json.loads(result.stdout)["done"])


def size(folder: Path) -> float:
    """Megabytes of the files of a folder, each once."""
    files = {path.stat().st_ino: path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    return sum(files.values()) / 1e6


def main() -> None:
    """Print a line for each run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts")
    parser.add_argument("--documents", type=int, default=7000)
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--words", type=int, default=80)
    length.add_argument("--whole", action="store_true", help="documents are whole texts")
    parser.add_argument("--first", action="store_true", help="the first run alone")
    arguments = parser.parse_args()
    texts = read_texts(arguments.texts)
    wanted = texts if arguments.whole else stretches(texts, arguments.words)
    with tempfile.TemporaryDirectory() as name:
        write_corpus(list(islice(wanted, arguments.documents)), Path(name) / "news", arguments.documents)
        time.sleep(AT_REST)
        show_runs(Path(name), only_first=arguments.first)


def show_runs(folder: Path, *, only_first: bool) -> None:
    """Run the corpus in a folder, and print what it took."""
    source, output = folder / "news", folder / "tables"
    full = measure(source, output, 2)
    show("two workers, from nothing", full, full)
    if only_first:
        return
    unchanged = [measure(source, output, 2) for _ in range(UNCHANGED)]
    show("nothing changed", min(unchanged, key=lambda cost: cost.seconds), full)
    (source / "new.txt").write_text("Ann Lee said that the treaty holds.", "utf-8")
    (source / "000001.txt").write_text("Bob Ray denied it.", "utf-8")
    (source / "000002.txt").unlink()
    show("one new, one edited, one removed", measure(source, output, 2), full)
    show("one worker, from nothing", measure(source, folder / "other", 1), full)
    latest = (output / "latest").resolve()
    print(f"corpus {size(source):.1f} MB, latest run {size(latest):.1f} MB, ", end="")
    print(f"of which readings {sum(size(path) for path in latest.glob('readings.parquet')):.1f} MB")


def show(what: str, cost: Cost, full: Cost) -> None:
    """Print one run."""
    encoded = sum(cost.done[kind] for kind in ("new", "edited", "outdated"))
    print(f"{what:<34}{cost.seconds:>8.1f} s {share(cost.seconds, full.seconds):>8}", end="")
    print(f"{cost.processor:>9.1f} s processor {share(cost.processor, full.processor):>8}", end="")
    print(f"{encoded:>8} encoded{cost.megabytes:>8.0f} MB", flush=True)


def share(part: float, whole: float) -> str:
    """A ratio as a person reads it: ``1/300`` or ``1.98``."""
    return f"1/{whole / part:.0f}" if part < whole else f"{part / whole:.2f}"


if __name__ == "__main__":
    main()
