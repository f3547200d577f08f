"""What a user is told of a file that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import SaidbyError


def fault_told(file: Path, text: str, load: Callable[[Path], object], error: type[SaidbyError]) -> str:
    """What is wrong with a file of this text, told in one line that begins with the name of the file."""
    file.write_text(text, "utf-8")
    with pytest.raises(error) as caught:
        load(file)
    told = str(caught.value)
    assert told.startswith(f"{file}: ")
    assert "\n" not in told
    return told.removeprefix(f"{file}: ")
