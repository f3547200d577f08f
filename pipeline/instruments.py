"""Treaties as data: which are looked for, by what names, and what they are easily mixed up with.

The package ships ``data/instruments.toml``; a user's file of the same form adds instruments without code. A wrong file
stops at once, with the file and the place in it: half a list would give wrong rows without a word.

Patterns are written in a small notation of words, not as regular expressions, so that a file can neither fail in the
middle of a corpus nor take unbounded time. The notation is explained at the head of the shipped file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.errors import SaidbyError

Needs = Literal["nothing", "parties", "antecedent"]
"""What must come beside a name before it counts; see the head of ``data/instruments.toml``."""

GAP = r"(?:[^\S\n]|\n(?!\n)|[-\u2010-\u2013])"
"""White space within a paragraph, a hyphen or a dash."""

_SHIPPED = "data/instruments.toml"
_NOTATION = re.compile(r"\{(?P<part>\w+)\}|(?P<mark>[\[\]()|,'\-])|(?P<space>\s+)|(?P<word>[^\W_]+|[&./])")
_MARKS = {
    "[": "(?:",
    "]": ")?",
    "(": "(?:",
    ")": ")",
    "|": "|",
    ",": r"\s?,?",
    "'": "['\u2019]",
    "-": GAP + "{0,3}",
}
_CLOSES = {"]": "[", ")": "("}

_Entry = TypeVar("_Entry")
_Lists = TypeVar("_Lists", bound="_Data")


class InstrumentError(SaidbyError, ValueError):
    """A file of instruments that cannot be used. The message says where the fault is and what to do."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class State(_Data):
    """A state, and the words by which a text means it."""

    id: str
    names: tuple[str, ...] = Field(min_length=1)
    demonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = Field(default=(), description='As in "Sino-Russian".')
    leaders: tuple[str, ...] = Field(default=(), description="Persons who speak for it where only they are named.")


class Part(_Data):
    """Wordings that patterns share, used as ``{name}``."""

    name: str
    wordings: tuple[str, ...] = Field(min_length=1)


class NamePattern(_Data):
    """One way to name an instrument, with what it needs to count and names that it must match."""

    pattern: str
    needs: Needs
    form: Literal["name", "nominal"] = "name"
    examples: tuple[str, ...] = Field(min_length=1)


class Instrument(_Data):
    """A treaty whose mentions are looked for."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str
    parties: tuple[str, ...] = Field(default=(), description="Ids of states; empty where parties tell nothing.")
    signed: date | None = None
    places: tuple[str, ...] = Field(default=(), description='As in "the Moscow treaty".')
    names: tuple[NamePattern, ...] = Field(min_length=1)


class Nouns(_Data):
    """The nouns of a treaty, and of the papers that come between it and "the document"."""

    treaty: tuple[str, ...] = ()
    paper: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


class NearMiss(_Data):
    """What shows that another instrument is meant."""

    names: tuple[str, ...] = Field(default=(), description="Patterns.")
    topics: tuple[str, ...] = ()
    longer: tuple[str, ...] = ()


class Words(_Data):
    """Words that a mention may hold and that decide nothing."""

    neutral: tuple[str, ...] = ()


class InstrumentSet(_Data):
    """Everything a file of instruments says, checked."""

    states: tuple[State, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    parts: tuple[Part, ...] = ()
    nouns: Nouns = Nouns()
    near_miss: NearMiss = NearMiss()
    words: Words = Words()

    def expand(self, pattern: str) -> str:
        """The regular expression, to be used without regard to case, that a pattern of this set stands for.

        Raises InstrumentError where the pattern cannot be read.
        """
        return _expand(pattern, {part.name: part.wordings for part in self.parts}, ())


class _File(InstrumentSet):
    """One file as it stands. What it refers to may be in another."""


class _Checked(InstrumentSet):
    @model_validator(mode="after")
    def _parties_are_known(self) -> Self:
        known = {state.id for state in self.states}
        for instrument in self.instruments:
            for party in instrument.parties:
                if party not in known:
                    raise ValueError(f'{instrument.id}: no state has the id "{party}"; add it under "states"')
        return self

    @model_validator(mode="after")
    def _names_match_their_examples(self) -> Self:
        for instrument in self.instruments:
            for name in instrument.names:
                regex = re.compile(self.expand(name.pattern), re.IGNORECASE)
                for example in name.examples:
                    if not regex.fullmatch(example):
                        raise ValueError(f'{instrument.id}: the example "{example}" is not matched by "{name.pattern}"')
        return self

    @model_validator(mode="after")
    def _near_misses_can_be_read(self) -> Self:
        for pattern in self.near_miss.names:
            self.expand(pattern)
        return self


def load_instruments(path: Path | None = None) -> InstrumentSet:
    """The shipped instruments, and those of a user's file.

    An instrument or state of the user's with the id of a shipped one takes its place; so does a part of the same name.

    Raises InstrumentError if the file cannot be read, is not TOML, holds an unknown key, names an unknown state, or has
    a pattern that cannot be read or does not match its examples.
    """
    shipped = resources.files(__package__) / _SHIPPED
    result = _read(shipped.read_text("utf-8"), _SHIPPED)
    if path is not None:
        result = _joined(result, _read(_text_of(path), str(path)))
    return _checked(result, str(path or _SHIPPED))


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InstrumentError(f"{path}: cannot be read as a file of instruments ({error})") from error


def _read(text: str, where: str) -> InstrumentSet:
    try:
        return _File.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise InstrumentError(f"{where}: not TOML: {error}") from error
    except ValidationError as error:
        raise InstrumentError(f"{where}: {_first_fault(error)}") from error


def _checked(instruments: InstrumentSet, where: str) -> InstrumentSet:
    try:
        return _Checked.model_validate(instruments.model_dump())
    except ValidationError as error:
        raise InstrumentError(f"{where}: {_first_fault(error)}") from error


def _first_fault(error: ValidationError) -> str:
    fault = error.errors()[0]
    place = ".".join(str(step) for step in fault["loc"])
    message = fault["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if place else message


def _joined(base: InstrumentSet, added: InstrumentSet) -> InstrumentSet:
    return InstrumentSet(
        states=_replaced({state.id: state for state in base.states}, {state.id: state for state in added.states}),
        instruments=_replaced({one.id: one for one in base.instruments}, {one.id: one for one in added.instruments}),
        parts=_replaced({part.name: part for part in base.parts}, {part.name: part for part in added.parts}),
        nouns=_united(base.nouns, added.nouns),
        near_miss=_united(base.near_miss, added.near_miss),
        words=_united(base.words, added.words),
    )


def _replaced(base: Mapping[str, _Entry], added: Mapping[str, _Entry]) -> tuple[_Entry, ...]:
    return tuple({**base, **added}.values())


def _united(base: _Lists, added: _Lists) -> _Lists:
    fields = type(base).model_fields
    return type(base)(**{name: tuple(dict.fromkeys(getattr(base, name) + getattr(added, name))) for name in fields})


def _expand(pattern: str, parts: Mapping[str, tuple[str, ...]], inside: tuple[str, ...]) -> str:
    """The regular expression for a pattern; `inside` are the parts being expanded, to refuse one that holds itself."""
    pieces: list[str] = []
    open_marks: list[str] = []
    position = 0
    while position < len(pattern):
        match = _NOTATION.match(pattern, position)
        if not match:
            raise InstrumentError(f'the pattern "{pattern}" cannot be read at "{pattern[position:]}"')
        position = match.end()
        if mark := match["mark"]:
            _follow_brackets(mark, open_marks, pattern)
            pieces.append(_MARKS[mark])
        elif part := match["part"]:
            pieces.append(_expand_part(part, parts, inside))
        else:
            pieces.append(GAP + "{1,3}" if match["space"] else re.escape(match["word"]))
    if open_marks:
        raise InstrumentError(f'the pattern "{pattern}" has a "{open_marks[-1]}" that is not closed')
    return "".join(pieces)


def _follow_brackets(mark: str, open_marks: list[str], pattern: str) -> None:
    if mark in _CLOSES.values():
        open_marks.append(mark)
    elif mark in _CLOSES and (not open_marks or open_marks.pop() != _CLOSES[mark]):
        raise InstrumentError(f'the pattern "{pattern}" has a "{mark}" that closes nothing')


def _expand_part(name: str, parts: Mapping[str, tuple[str, ...]], inside: tuple[str, ...]) -> str:
    if name in inside:
        raise InstrumentError(f'the part "{name}" holds itself')
    if name not in parts:
        raise InstrumentError(f'no part is named "{name}"; there are {", ".join(sorted(parts)) or "none"}')
    wordings = (_expand(wording, parts, (*inside, name)) for wording in parts[name])
    return "(?:" + "|".join(wordings) + ")"
