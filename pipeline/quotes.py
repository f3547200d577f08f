"""Who said what: assembles attributed statements from the parts and links that the encoder scores.

The model tags sources, cues, contents and stretches that go on reporting; a content chooses its cue, a cue its
source. What hangs on one cue is one quote. Only what is exact is left to rules: what quotation marks enclose, and
where a paragraph ends.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.annotation import Extent, Fragment, Quote
from pipeline.assembly import Assembly, assemble, cue_probabilities, find_sources, is_cue
from pipeline.attributes import register_extensions, text_of
from pipeline.continuation import fill_gaps
from pipeline.dateline import find_datelines
from pipeline.decoding import WordSpan
from pipeline.encoder import Encoding, Model, shipped_model
from pipeline.parts import Parts, find_parts
from pipeline.quotation_marks import OPENING_MARKS, kind_of
from pipeline.readouts import fold_told_statements
from pipeline.sentences import sentence_starts
from pipeline.signatures import sign
from pipeline.turns import find_turns

_NOBODY = re.compile(r"(?:no|none|nobody|neither)\b", re.IGNORECASE)
"""A source that begins so said nothing: "No group claimed it"."""


def find_quotes(text: str, encoding: Encoding) -> list[Quote]:
    """The attributed statements of a document in order of their first character; speakers are not resolved yet."""
    parts = find_parts(encoding, find_datelines(text))
    assemblies = assemble(encoding, parts, runs_on=lambda content: text[_extent(encoding, content)[0]] in OPENING_MARKS)
    sources = find_sources(encoding, [a.anchor for a in assemblies if a.anchor and is_cue(a)], parts)
    quotes = [build_quote(text, encoding, assembly, sources) for assembly in assemblies]
    starts = sorted(sentence_starts(encoding))
    turns = turn_quotes(text, encoding, parts, starts)
    outside = [quote for quote in quotes if not any(_meets(quote, turn) for turn in turns)]
    told = sign(text, fill_gaps(text, fold_told_statements(text, outside, starts)))
    return sorted(told + turns, key=lambda quote: (quote.start, quote.end))


def turn_quotes(text: str, encoding: Encoding, parts: Parts, starts: list[int]) -> list[Quote]:
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


def build_quote(
    text: str, encoding: Encoding, assembly: Assembly, sources: dict[WordSpan, tuple[WordSpan, float]]
) -> Quote:
    """The finished parts of one quote, in characters."""
    cue = assembly.anchor if is_cue(assembly) else None
    source, source_score = assembly.anchor, 1.0
    if cue is not None:
        source, source_score = sources.get(cue, (None, 1.0))
    fragments = tuple(sorted(_fragments(encoding, assembly), key=lambda fragment: fragment.start))
    other, negated = cue_probabilities(encoding, cue)
    named = _extent(encoding, source) if source else None
    is_turn = cue is None and named is not None and _is_turn(text, named)
    return Quote(
        fragments=fragments,
        kind="direct" if is_turn else kind_of(text, fragments),
        quote_class="other" if other > 0.5 else "speech",
        negated=negated > 0.5 or (named is not None and _NOBODY.match(text, *named) is not None),
        cue=_extent(encoding, cue) if cue else None,
        source=named,
        score=_score(assembly, source_score),
    )


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
        set_quotes(doc, find_quotes(text_of(doc), self.model.encoding_of(doc)))
        return doc


def set_quotes(doc: Doc, quotes: Sequence[Quote]) -> None:
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
