"""A copy of the project to run commands in: what they write does not come back."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
WRITTEN_TO = ("seeds", "docs", "notebooks")
"""Folders that commands may write into. The other ones are links."""
LEFT_OUT = (".venv", "outputs", "site", "build", "dist", *WRITTEN_TO)
STAMPS = ("runtime", "dev", "train", "all")


def copy_project(target: Path) -> Path:
    """Copy the project, with its environment and nothing published."""
    target.mkdir(parents=True)
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy2(path, target)
        elif path.name not in LEFT_OUT and not path.name.startswith("."):
            (target / path.name).symlink_to(path)
    for name in WRITTEN_TO:
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("explore.md", "explore_files"))
    (target / "outputs").mkdir()
    shutil.copy(ROOT / "outputs" / "README.md", target / "outputs")
    _link_environment(target / ".venv")
    return target


def _link_environment(target: Path) -> None:
    """The environment that runs the tests. Its stamps are fresh, so that make installs nothing from the copy."""
    target.mkdir()
    for path in Path(sys.prefix).iterdir():
        if path.name not in STAMPS:
            (target / path.name).symlink_to(path)
    for name in STAMPS:
        (target / name).touch()
