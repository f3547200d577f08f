"""The named values of a record to a document: which is its id, its text, and what it says about itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.corpus.document import NOTHING_GIVEN, Given
from pipeline.corpus.options import Columns, folded
from pipeline.corpus.streams import UnreadableError


@dataclass(frozen=True, slots=True)
class Record:
    """One document out of a file."""

    key: str | None
    """What tells it from the others of the file; None where it is the file itself."""
    content: bytes | None = None
    problem: str | None = None
    given: Given = NOTHING_GIVEN


def make_record(values: Mapping[str, object], number: int, columns: Columns) -> Record:
    """The document that a record holds. Its key is its id, else its address, else its number in the archive.

    >>> make_record({"ID": 7, "Text": "He said so."}, 1, Columns())
    Record(key='7', content=b'He said so.', problem=None, given=Given(title=None, ...))
    """
    by_name = {folded(name): value for name, value in values.items()}
    url = _words(_first(by_name, columns.url))
    key = _words(_first(by_name, columns.id)) or url or str(number)
    try:
        return Record(key, _content(by_name, columns), given=_given(by_name, columns, url))
    except UnreadableError as error:
        return Record(key, problem=str(error), given=Given(source=url))


def check_columns(names: Iterable[str], columns: Columns) -> None:
    """Raise :class:`UnreadableError` where a table has no column of text at all."""
    names = list(names)
    if not {folded(name) for name in names} & {folded(name) for name in columns.text}:
        raise UnreadableError(
            f"has no column {_either(columns.text)}, but {', '.join(names) or 'none'}: name it with --column text=NAME"
        )


def _content(values: Mapping[str, object], columns: Columns) -> bytes:
    if not any(folded(name) in values for name in columns.text):
        raise UnreadableError(f"has no field {_either(columns.text)}: name it with --column text=NAME")
    value = _first(values, columns.text)
    if isinstance(value, bytes):
        return value
    if value is None:
        return b""
    if not isinstance(value, str):
        raise UnreadableError(f"its text is no text but {type(value).__name__}")
    return _encoded(value)


def _encoded(text: str) -> bytes:
    """The text as bytes; those that were no UTF-8 when it was read become again what they were."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def _given(values: Mapping[str, object], columns: Columns, url: str | None) -> Given:
    publisher = _words(_first(values, columns.publisher))
    return Given(
        title=_words(_first(values, columns.title)),
        date=_date(_first(values, columns.date)),
        # In a column such as `source` an address stands as often as a name.
        publisher=None if publisher and "://" in publisher else publisher,
        author=_words(_first(values, columns.author)),
        source=url,
    )


def _first(values: Mapping[str, object], names: tuple[str, ...]) -> object:
    """The first of these values that is not empty; None if none is."""
    found = (values.get(folded(name)) for name in names)
    return next((value for value in found if value is not None and value not in ("", b"", [])), None)


def _words(value: object) -> str | None:
    """A short value as one line; a list is joined. None for what is neither word nor number, or blank."""
    if isinstance(value, list):
        # Lists in lists are left out: they may go deeper than Python does.
        return ", ".join(filter(None, (_words(item) for item in value if not isinstance(item, list)))) or None
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return " ".join(_encoded(str(value)).decode("utf-8", "replace").split()) or None


def _date(value: object) -> datetime.date | None:
    """A date as tables hold it or people write it; None if it cannot be read for certain."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    text = _words(value)
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        # Here, for it takes half a second to import and most records have plain dates.
        from pipeline.cleaning.dates import find_date

        return find_date(text)


def _either(names: tuple[str, ...]) -> str:
    return " or ".join(f"`{name}`" for name in names)
