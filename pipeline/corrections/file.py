"""The file of corrections, read and written.

::

    [[quote]]                               # a quote that was found, named by its first words
    doc_id = "lavrov.html"
    content = "the model of interaction"
    speaker = "Sergei Lavrov"               # type, role, country, organisation, members, via, class, negated, kind

    [[quote]]
    doc_id = "lavrov.html"
    content = "Most viewed"
    drop = true                             # it is no quote

    [[add_quote]]                           # one that was not found, in the exact words of the text
    doc_id = "lavrov.html"
    pieces = ["the treaty will be extended"]
    continued = ["It serves both."]
    cue = "noted"
    source = "the minister"
    speaker = "Sergei Lavrov"

    [[entity]]                              # every mention in these words, or the one at start
    doc_id = "lavrov.html"
    text = "Lavrov"
    label = "PERSON"
    name = "Sergei Lavrov"

    [[add_entity]]
    doc_id = "lavrov.html"
    text = "SCO"
    label = "ORG"
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import tomli_w

from pipeline.corrections.entries import Corrections
from pipeline.errors import SaidbyError
from pipeline.user_files import load_toml

_NAMING = ("doc_id", "content", "text", "start", "end")


class CorrectionError(SaidbyError, ValueError):
    """A file of corrections that cannot be used. The message names the file and the entry."""


def load_corrections(path: Path) -> Corrections:
    """The corrections of a user's file.

    Raises :class:`CorrectionError` if the file cannot be read, is not TOML, holds an unknown key, or an entry that says
    nothing. Whether an entry fits its document is known only when it is applied.
    """
    return load_toml(path, Corrections, CorrectionError, "a file of corrections")


def dump_corrections(corrections: Corrections) -> str:
    """Corrections as the text of a file; :func:`load_corrections` gives them back. Such texts may be put together."""
    stored = corrections.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return "\n".join(f"[[{kind}]]\n{_table(entry)}" for kind, entries in stored.items() for entry in entries)


def _table(entry: Mapping[str, object]) -> str:
    """An entry, what it names before what it says of it."""
    flat = {key: entry[key] for key in (*_NAMING, *entry) if key in entry}
    return "".join(_lines(key, value) for key, value in flat.items())


def _lines(key: str, value: object) -> str:
    """A key of an entry; a table becomes dotted keys, as a header for it would end the entry."""
    if isinstance(value, dict):
        return "".join(f"{key}.{_lines(inner, part)}" for inner, part in value.items())
    return tomli_w.dumps({key: value})
