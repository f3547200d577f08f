"""What re-runs cost: ``python -m benchmarks.rerun TEXTS [--documents 7000] [--words 80]``.

Makes a corpus of short documents out of the files in TEXTS, runs it with two workers, again unchanged, again after one
document was added, one edited and one removed, and with one worker from nothing. Prints seconds, ratios, documents
through the encoder, peak memory of the largest process, and the size of what is kept. Each run is a process of its own,
as a scheduler starts it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """What one run took."""

    seconds: float
    megabytes: float
    """Peak of the largest process."""
    done: dict[str, int]


_MEASURED = """
import resource, sys
from pipeline.cli import app
try:
    app(sys.argv[1:])
finally:
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(peak / 1024, file=sys.stderr)
"""


def write_corpus(texts: Path, folder: Path, documents: int, words: int) -> None:
    """Cut the texts into documents of so many words; when they are used up, they begin anew with a number in front."""
    pool = [word for path in sorted(texts.iterdir()) for word in path.read_text("utf-8").split()]
    folder.mkdir()
    for number in range(documents):
        start = number * words % max(1, len(pool) - words)
        (folder / f"{number:06}.txt").write_text(f"No. {number}. " + " ".join(pool[start : start + words]), "utf-8")


def measure(source: Path, output: Path, workers: int) -> Cost:
    """Run the installed command over a corpus."""
    command = ["run", str(source), "--output", str(output), "--as-is", "--json", "--workers", str(workers)]
    begin = time.monotonic()
    result = subprocess.run([sys.executable, "-c", _MEASURED, *command], capture_output=True, text=True, check=False)  # noqa: S603
    seconds = time.monotonic() - begin
    if result.returncode not in (0, 3):
        raise SystemExit(result.stderr)
    return Cost(seconds, float(result.stderr.splitlines()[-1]), json.loads(result.stdout)["done"])


def size(folder: Path) -> float:
    """Megabytes of the files of a folder, each once."""
    files = {path.stat().st_ino: path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    return sum(files.values()) / 1e6


def main() -> None:
    """Print a line for each run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--documents", type=int, default=7000)
    parser.add_argument("--words", type=int, default=80)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        source, output = Path(name) / "news", Path(name) / "tables"
        write_corpus(arguments.texts, source, arguments.documents, arguments.words)
        full = measure(source, output, 2)
        show("two workers, from nothing", full, full)
        show("nothing changed", measure(source, output, 2), full)
        (source / "new.txt").write_text("Ann Lee said that the treaty holds.", "utf-8")
        (source / "000001.txt").write_text("Bob Ray denied it.", "utf-8")
        (source / "000002.txt").unlink()
        show("one new, one edited, one removed", measure(source, output, 2), full)
        show("one worker, from nothing", measure(source, Path(name) / "other", 1), full)
        readings = sum(size(path) for path in (output / "latest").resolve().glob("readings.parquet"))
        print(f"corpus {size(source):.1f} MB, latest run {size((output / 'latest').resolve()):.1f} MB, ", end="")
        print(f"of which readings {readings:.1f} MB")


def show(what: str, cost: Cost, full: Cost) -> None:
    """Print one run."""
    encoded = sum(cost.done[kind] for kind in ("new", "edited", "outdated"))
    ratio = (
        f"1/{full.seconds / cost.seconds:.0f}" if cost.seconds < full.seconds else f"{cost.seconds / full.seconds:.2f}"
    )
    print(f"{what:<34}{cost.seconds:>8.1f} s {ratio:>8}{encoded:>8} encoded{cost.megabytes:>8.0f} MB", flush=True)


if __name__ == "__main__":
    main()
