"""The files in which a user says something by hand: TOML, checked against a model, faults told in one line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.errors import SaidbyError

Content = TypeVar("Content", bound=BaseModel)


def load_toml(path: Path, content: type[Content], error: type[SaidbyError], what: str) -> Content:
    """The content of a user's file; ``what`` the file is stands in the message of the ``error`` that is raised.

    Raises it if the file cannot be read, is not TOML, or holds what ``content`` does not allow.
    """
    try:
        return content.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError) as fault:
        raise error(f"{path}: cannot be read as {what} ({fault})") from fault
    except tomllib.TOMLDecodeError as fault:
        raise error(f"{path}: not TOML: {fault}") from fault
    except ValidationError as fault:
        raise error(f"{path}: {first_fault(fault)}") from fault


def first_fault(error: ValidationError) -> str:
    """The place of the first fault, entries counted from 1, and what is wrong there."""
    fault = error.errors()[0]
    place = " ".join(str(step + 1) if isinstance(step, int) else step for step in fault["loc"])
    unknown = fault["type"] == "extra_forbidden"
    message = "there is no such key" if unknown else fault["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
