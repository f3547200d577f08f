"""Who said what: assembles attributed statements from the parts and links that the encoder scores.

The model tags sources, cues, contents and stretches that go on reporting; a content chooses its cue, a cue its
source. What hangs on one cue is one quote. Only what is exact is left to rules: what quotation marks enclose, and
where a paragraph ends.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.annotation import Extent, Fragment, Quote, register_extensions
from pipeline.dateline import find_datelines
from pipeline.decoding import WordSpan, best_tagging, link_probabilities, span_rows, tag_spans
from pipeline.encoder import Encoding, Model, shipped_model
from pipeline.heads import layout
from pipeline.labels import ROLE_TAGS
from pipeline.quotation_marks import OPENING_MARKS, kind_of
from pipeline.readouts import fold_told_statements
from pipeline.sentences import sentence_starts
from pipeline.turns import find_turns

SOURCE_SHARE = 0.3
"""A cue takes its likeliest source from this probability on: few statements have none, and "?" helps nobody."""


@dataclass(slots=True)
class Assembly:
    """A quote while its parts are being gathered; ``anchor`` is its cue, or its source where it has no cue."""

    anchor: WordSpan | None
    contents: list[WordSpan] = field(default_factory=list)
    continued: list[WordSpan] = field(default_factory=list)
    link_score: float = 1.0


def find_quotes(text: str, encoding: Encoding) -> list[Quote]:
    """The attributed statements of a document in order of their first character; speakers are not resolved yet."""
    emissions = encoding.rows[:, layout().role]
    tagging = best_tagging(emissions, encoding.pieces.opens_paragraph, encoding.parameters.role)
    parts: dict[str, list[WordSpan]] = defaultdict(list)
    datelines = find_datelines(text)
    for span in tag_spans(tagging, ROLE_TAGS):
        first = max(span.first, _after_dateline(datelines, encoding, span))
        if first < span.stop:
            parts[span.label].append(replace(span, first=first))
    assemblies = assemble(encoding, parts, runs_on=lambda content: text[_extent(encoding, content)[0]] in OPENING_MARKS)
    sources = choose_sources(encoding, [a.anchor for a in assemblies if _is_cue(a)], parts["source"])
    quotes = [build_quote(text, encoding, assembly, sources) for assembly in assemblies]
    starts = sorted(sentence_starts(encoding))
    turns = turn_quotes(text, encoding, parts, starts)
    outside = [quote for quote in quotes if not any(_meets(quote, turn) for turn in turns)]
    folded = fold_told_statements(text, outside, starts)
    return sorted(folded + turns, key=lambda quote: (quote.start, quote.end))


def turn_quotes(text: str, encoding: Encoding, parts: dict[str, list[WordSpan]], starts: list[int]) -> list[Quote]:
    """The turns of a transcript as quotes: its first sentence is content, all that follows in it continued.

    ``starts`` are the first characters of the sentences, in order.
    """
    tagged = [_extent(encoding, span) for role in ("content", "continued") for span in parts[role]]

    def is_speech(paragraph: Extent) -> bool:
        covered = sum(max(0, min(b, paragraph[1]) - max(a, paragraph[0])) for a, b in tagged)
        return 2 * covered > paragraph[1] - paragraph[0]

    return [
        Quote(tuple(_turn_fragments(text, turn.paragraphs, starts)), "direct", source=turn.label)
        for turn in find_turns(text, is_speech)
    ]


def _turn_fragments(text: str, paragraphs: Sequence[Extent], starts: list[int]) -> Iterator[Fragment]:
    start, end = paragraphs[0]
    second = next((s for s in starts if start < s < end), end)
    yield Fragment(start, start + len(text[start:second].rstrip()))
    if second < end:
        yield Fragment(second, end, continued=True)
    yield from (Fragment(a, b, continued=True) for a, b in paragraphs[1:])


def _meets(quote: Quote, turn: Quote) -> bool:
    """Whether any piece of a quote lies in a turn."""
    return any(a.start < b.end and b.start < a.end for a in quote.fragments for b in turn.fragments)


def _after_dateline(datelines: list[Extent], encoding: Encoding, span: WordSpan) -> int:
    """The first word behind a dateline that a span begins in; else its own first word."""
    start = int(encoding.pieces.starts[span.first])
    end = next((end for opens, end in datelines if opens <= start < end), start)
    return int(np.searchsorted(encoding.pieces.starts, end, side="left"))


def assemble(
    encoding: Encoding, parts: dict[str, list[WordSpan]], *, runs_on: Callable[[WordSpan], bool]
) -> list[Assembly]:
    """Gather contents by the anchor each one chooses, then give every continued stretch to the quote before it.

    ``runs_on`` says whether a content may be a quotation that goes on from an earlier paragraph.
    """
    anchors = sorted(parts["cue"] + parts["source"], key=lambda span: span.first)
    allowed = _reachable(encoding, parts["content"], anchors, runs_on)
    probabilities = link_probabilities(encoding, "anchor", parts["content"], anchors, allowed)
    gathered: dict[int, Assembly] = {}
    for number, (content, row) in enumerate(zip(parts["content"], probabilities, strict=True)):
        choice = int(row.argmax())
        key = choice - 1 if choice else -1 - number  # contents without anchor are quotes of their own
        assembly = gathered.setdefault(key, Assembly(anchors[choice - 1] if choice else None))
        assembly.contents.append(content)
        assembly.link_score = min(assembly.link_score, float(row[choice]))
    assemblies = list(gathered.values())
    paragraph = encoding.pieces.paragraph_numbers()
    for stretch in parts["continued"]:
        if owner := _continued_by(encoding, paragraph, assemblies, stretch):
            owner.continued.append(stretch)
    return assemblies


def _reachable(
    encoding: Encoding, contents: list[WordSpan], anchors: list[WordSpan], runs_on: Callable[[WordSpan], bool]
) -> npt.NDArray[np.bool_]:
    """Which anchors a content may choose, shape (contents, anchors).

    Those of its own paragraph; those of earlier ones too where its own has none, or where a quotation mark opens it.
    """
    paragraph = encoding.pieces.paragraph_numbers()
    own = paragraph[[content.first for content in contents]][:, None]
    theirs = paragraph[[anchor.first for anchor in anchors]][None, :]
    far = np.array([runs_on(content) for content in contents], dtype=bool)[:, None]
    here: npt.NDArray[np.bool_] = theirs == own
    return here | ((theirs < own) & (far | ~here.any(1, keepdims=True)))


def _continued_by(
    encoding: Encoding, paragraph: npt.NDArray[np.int64], assemblies: list[Assembly], stretch: WordSpan
) -> Assembly | None:
    """The quote that a stretch goes on with: the one whose content ends last before it.

    An attitude in the middle ("He hopes that ...") interrupts a statement without ending it, so speech comes first if
    there is any in the paragraph of that content.
    """
    before = sorted((content.stop, n) for n, a in enumerate(assemblies) for content in a.contents)
    before = [(stop, n) for stop, n in before if stop <= stretch.first]
    if not before:
        return None
    last = paragraph[before[-1][0] - 1]
    speech = [n for stop, n in before if paragraph[stop - 1] == last and not _is_attitude(encoding, assemblies[n])]
    return assemblies[speech[-1] if speech else before[-1][1]]


def _is_attitude(encoding: Encoding, assembly: Assembly) -> bool:
    return _is_cue(assembly) and _cue_probabilities(encoding, assembly.anchor)[0] > 0.5


def choose_sources(
    encoding: Encoding, cues: list[WordSpan | None], sources: list[WordSpan]
) -> dict[WordSpan, tuple[WordSpan, float]]:
    """The source in its paragraph that each cue chooses, with its probability; cues that choose none are left out."""
    known = [cue for cue in cues if cue is not None]
    if not known or not sources:
        return {}
    paragraph = encoding.pieces.paragraph_numbers()
    own = paragraph[[cue.first for cue in known]][:, None]
    allowed = own == paragraph[[source.first for source in sources]][None, :]
    probabilities = link_probabilities(encoding, "source", known, sources, allowed)
    best = probabilities[:, 1:].argmax(1)
    likely = probabilities[np.arange(len(known)), best + 1]
    choices = zip(known, best, likely, strict=True)
    return {cue: (sources[choice], float(share)) for cue, choice, share in choices if share >= SOURCE_SHARE}


def build_quote(
    text: str, encoding: Encoding, assembly: Assembly, sources: dict[WordSpan, tuple[WordSpan, float]]
) -> Quote:
    """The finished parts of one quote, in characters."""
    cue = assembly.anchor if _is_cue(assembly) else None
    source, source_score = assembly.anchor, 1.0
    if cue is not None:
        source, source_score = sources.get(cue, (None, 1.0))
    fragments = tuple(sorted(_fragments(encoding, assembly), key=lambda fragment: fragment.start))
    other, negated = _cue_probabilities(encoding, cue)
    return Quote(
        fragments=fragments,
        kind="direct"
        if cue is None and source is not None and _is_turn(text, _extent(encoding, source))
        else kind_of(text, fragments),
        quote_class="other" if other > 0.5 else "speech",
        negated=negated > 0.5,
        cue=_extent(encoding, cue) if cue else None,
        source=_extent(encoding, source) if source else None,
        score=_score(assembly, source_score),
    )


def _is_cue(assembly: Assembly) -> bool:
    return assembly.anchor is not None and assembly.anchor.label == "cue"


def _is_turn(text: str, source: Extent) -> bool:
    """Whether a source is the label of a transcript's turn: a colon behind it."""
    return text[source[1] : source[1] + 2].lstrip().startswith(":")


def _fragments(encoding: Encoding, assembly: Assembly) -> list[Fragment]:
    return [
        Fragment(*_extent(encoding, span), continued=continued)
        for spans, continued in ((assembly.contents, False), (assembly.continued, True))
        for span in spans
    ]


def _extent(encoding: Encoding, span: WordSpan) -> Extent:
    return int(encoding.pieces.starts[span.first]), int(encoding.pieces.ends[span.stop - 1])


def _cue_probabilities(encoding: Encoding, cue: WordSpan | None) -> tuple[float, float]:
    """How likely a cue reports something other than speech, and a statement that was not made."""
    if cue is None:
        return 0.0, 0.0
    other, negated = 1 / (1 + np.exp(-span_rows(encoding, [cue], layout().cue)[0]))
    return float(other), float(negated)


def _score(assembly: Assembly, source_score: float) -> float:
    """The model's probability of the whole row: its parts' tags (geometric mean) times its links."""
    parts = [assembly.anchor, *assembly.contents] if assembly.anchor else assembly.contents
    tags = math.exp(sum(math.log(part.score) for part in parts) / len(parts))
    return tags * assembly.link_score * source_score


class QuoteFinder:
    """Sets ``doc._.quotes`` and ``doc.spans["quotes"]``."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """Find the attributed statements of a document."""
        set_quotes(doc, find_quotes(doc.text, self.model.encoding_of(doc)))
        return doc


def set_quotes(doc: Doc, quotes: list[Quote]) -> None:
    """Store quotes with a document, as data and as spans."""
    doc._.quotes = tuple(quotes)
    spans = [
        doc.char_span(quote.start, quote.end, label=quote.kind, span_id=str(number), alignment_mode="expand")
        for number, quote in enumerate(quotes)
    ]
    doc.spans["quotes"] = [span for span in spans if isinstance(span, Span)]


@Language.factory("saidby_quotes", assigns=["doc._.quotes", "doc.spans"])
def make_quotes(nlp: Language, name: str) -> QuoteFinder:  # noqa: ARG001  spaCy hands them over
    """The component, with the shipped model."""
    register_extensions()
    return QuoteFinder(shipped_model())
