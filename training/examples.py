"""Turns annotated documents into windows with targets: what each head should say about each word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from pipeline.labels import ENTITY_TAGS, ROLE_TAGS
from pipeline.windows import Window, cut_windows
from pipeline.wordpieces import Wordpieces, cut
from training.annotated import Annotated, Attribution, Extent

UNKNOWN: Final = -1
"""The target of a decision that nobody annotated."""

Mask = npt.NDArray[np.bool_]
Span = tuple[int, int]
"""First and last word of a span in its window, both included."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A span that should point to one of several candidates; ``right`` numbers them, 0 is "none of them"."""

    span: Span
    right: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """The choices of one kind in a window, and what they choose from."""

    candidates: tuple[Span, ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Targets:
    """What is known of a whole document, a row a word."""

    sentence: npt.NDArray[np.int64]
    """1 where a word opens a sentence, 0 where not, UNKNOWN."""
    entity: Mask
    """The entity tags that a word may bear, shape (words, tags); all where unknown."""
    role: Mask
    """Likewise for the parts of attributions."""

    def of(self, words: slice) -> Targets:
        """The targets of some words."""
        return Targets(self.sentence[words], self.entity[words], self.role[words])


@dataclass(frozen=True, slots=True)
class Example:
    """One window with everything a loss needs."""

    ids: npt.NDArray[np.int64]
    shapes: npt.NDArray[np.int64]
    breaks: npt.NDArray[np.int64]
    first: npt.NDArray[np.int64]
    opens_paragraph: Mask
    targets: Targets
    cues: tuple[tuple[Span, int, int], ...]
    """A cue with whether it is of class other and negated (1, 0, UNKNOWN)."""
    anchors: Links
    """Contents choosing their cue, or their source where there is no cue."""
    sources: Links
    """Cues choosing their source."""
    antecedents: Links
    """Sources choosing the entity mention that names the speaker."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document cut into wordpieces, with its targets; windows are cut from it anew in each pass."""

    document: Annotated
    pieces: Wordpieces
    targets: Targets


def prepare(document: Annotated, tokenizer: Tokenizer) -> Prepared:
    """Cut a document into wordpieces and set the targets of each word."""
    pieces = cut(document.text, tokenizer)
    targets = Targets(
        sentence=_sentence_targets(document, pieces),
        entity=_entity_targets(document, pieces),
        role=_role_targets(document, pieces),
    )
    return Prepared(document, pieces, targets)


def examples(prepared: Prepared, first_end: int | None) -> list[Example]:
    """The windows of a document, the first ended before word ``first_end``."""
    return [_example(prepared, window) for window in cut_windows(prepared.pieces, first_end=first_end)]


def _words(pieces: Wordpieces, extent: Extent) -> range:
    """The words that lie, at least in part, in a stretch of characters."""
    low = int(np.searchsorted(pieces.ends, extent[0], side="right"))
    high = int(np.searchsorted(pieces.starts, extent[1], side="left"))
    return range(low, max(low, high))


def _sentence_targets(document: Annotated, pieces: Wordpieces) -> npt.NDArray[np.int64]:
    if document.sentences is None:
        return np.full(len(pieces), UNKNOWN, dtype=np.int64)
    target = np.zeros(len(pieces), dtype=np.int64)
    for extent in document.sentences:
        target[_words(pieces, extent)[:1]] = 1
    return target


def _entity_targets(document: Annotated, pieces: Wordpieces) -> Mask:
    if document.entities is None:
        return np.ones((len(pieces), len(ENTITY_TAGS)), dtype=bool)
    absent = [tag != "O" and tag[2:] in document.entity_types for tag in ENTITY_TAGS]
    target = np.tile(~np.array(absent), (len(pieces), 1))
    for entity in document.entities:
        _mark(target, _words(pieces, (entity.start, entity.end)), ENTITY_TAGS, entity.types)
    return target


def _role_targets(document: Annotated, pieces: Wordpieces) -> Mask:
    if document.attributions is None:
        return np.ones((len(pieces), len(ROLE_TAGS)), dtype=bool)
    target = np.tile(np.array([tag == "O" for tag in ROLE_TAGS]), (len(pieces), 1))
    for extent in document.maybe_continued:
        target[_words(pieces, extent)] |= np.array([tag.endswith("-continued") for tag in ROLE_TAGS])
    taken: set[int] = set()  # a cue or source inside a content cuts it in two
    for role in ("cue", "source", "content", "continued"):
        for attribution in document.attributions:
            for extent in getattr(attribution, role):
                for part in _free_runs(pieces, _words(pieces, extent), taken):
                    _mark(target, part, ROLE_TAGS, frozenset({role}))
                    taken.update(part)
    return target


def _free_runs(pieces: Wordpieces, words: range, taken: set[int]) -> list[range]:
    """The runs of words that no other part has taken, cut where paragraphs open."""
    runs: list[range] = []
    for word in words:
        if word in taken:
            continue
        if runs and runs[-1].stop == word and not pieces.opens_paragraph[word]:
            runs[-1] = range(runs[-1].start, word + 1)
        else:
            runs.append(range(word, word + 1))
    return runs


def _mark(target: Mask, words: range, tags: tuple[str, ...], types: frozenset[str]) -> None:
    """Allow exactly the tags of a span of one of ``types`` over ``words``; every tag where the type is undecided."""
    for number, word in enumerate(words):
        prefix = "I" if number else "B"
        target[word] = [not types or tag in {f"{prefix}-{name}" for name in types} for tag in tags]


def _example(prepared: Prepared, window: Window) -> Example:
    pieces, document = prepared.pieces, prepared.document
    words = slice(window.context, window.end)
    cut_here = slice(pieces.piece_offset(window.context), pieces.piece_offset(window.end))
    spans = _WindowSpans(pieces, window)
    attributions = document.attributions or ()
    cues = [(spans.of(a.cue), a) for a in attributions]
    return Example(
        ids=pieces.ids[cut_here],
        shapes=pieces.shapes[cut_here],
        breaks=pieces.breaks[cut_here],
        first=pieces.first[words] - cut_here.start,
        opens_paragraph=pieces.opens_paragraph[words],
        targets=prepared.targets.of(words),
        cues=tuple((cue[0], _known(a.other), _known(a.negated)) for cue, a in cues if cue),
        anchors=_anchor_links(attributions, spans),
        sources=_source_links(attributions, spans),
        antecedents=_antecedent_links(document, spans),
    )


def _known(value: bool | None) -> int:  # noqa: FBT001  an annotation, no switch
    return UNKNOWN if value is None else int(value)


class _WindowSpans:
    """Character extents as word spans of one window; those that reach out of it are left out."""

    def __init__(self, pieces: Wordpieces, window: Window) -> None:
        self._pieces = pieces
        self._window = window

    def of(self, extents: tuple[Extent, ...]) -> list[Span]:
        found = []
        for extent in extents:
            words = _words(self._pieces, extent)
            if words and words.start >= self._window.context and words.stop <= self._window.end:
                found.append((words.start - self._window.context, words.stop - 1 - self._window.context))
        return found


def _anchor_links(attributions: tuple[Attribution, ...], spans: _WindowSpans) -> Links:
    """A content chooses its cue; where the attribution has none, its source; where it has neither, nothing."""
    candidates = sorted({span for a in attributions for span in (*spans.of(a.cue), *spans.of(a.source))})
    choices = []
    for attribution in attributions:
        anchor = attribution.cue or attribution.source
        inside = spans.of(anchor)
        if anchor and not inside:
            continue
        right = tuple(candidates.index(span) + 1 for span in inside[:1]) or (0,)
        choices += [Choice(span, right) for span in spans.of(attribution.content)]
    return Links(tuple(candidates), tuple(choices))


def _source_links(attributions: tuple[Attribution, ...], spans: _WindowSpans) -> Links:
    """A cue chooses its source, or none."""
    candidates = sorted({span for a in attributions for span in spans.of(a.source)})
    choices = []
    for attribution in attributions:
        inside = spans.of(attribution.source)
        if attribution.source and not inside:
            continue
        right = tuple(candidates.index(span) + 1 for span in inside[:1]) or (0,)
        choices += [Choice(span, right) for span in spans.of(attribution.cue)[:1]]
    return Links(tuple(candidates), tuple(choices))


def _antecedent_links(document: Annotated, spans: _WindowSpans) -> Links:
    """A source chooses any entity mention that is one of the right names of the speaker."""
    mentions: dict[Span, str] = {}
    for entity in document.entities or ():
        if entity.types & {"PERSON", "ORG", "GPE"}:
            for span in spans.of(((entity.start, entity.end),)):
                mentions[span] = _folded(document.text[entity.start : entity.end])
    candidates = sorted(mentions)
    choices = []
    for attribution in document.attributions or ():
        names = {_folded(name) for name in attribution.speaker}
        right = tuple(number + 1 for number, span in enumerate(candidates) if mentions[span] in names)
        if names and candidates:
            choices += [Choice(span, right or (0,)) for span in spans.of(attribution.source)]
    return Links(tuple(candidates), tuple(choices))


def _folded(name: str) -> str:
    return " ".join(word for word in re.findall(r"\w+", name.casefold()) if word not in {"the", "a", "an"})
