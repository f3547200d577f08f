"""Who said what: assembles attributed statements from the parts and links that the encoder scores.

The model tags sources, cues, contents and stretches that go on reporting; a content chooses its cue, a cue its
source. What hangs on one cue is one quote. Only what is exact is left to rules: what quotation marks enclose, and
where a paragraph ends.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.annotation import Extent, Fragment, Quote, register_extensions
from pipeline.decoding import WordSpan, best_tagging, link_probabilities, span_rows, tag_spans
from pipeline.encoder import Encoding, Model, shipped_model
from pipeline.heads import layout
from pipeline.labels import ROLE_TAGS
from pipeline.quotation_marks import kind_of


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
    for span in tag_spans(tagging, ROLE_TAGS):
        parts[span.label].append(span)
    assemblies = assemble(encoding, parts)
    sources = choose_sources(encoding, [a.anchor for a in assemblies if _is_cue(a)], parts["source"])
    quotes = [build_quote(text, encoding, assembly, sources) for assembly in assemblies]
    return sorted(quotes, key=lambda quote: (quote.start, quote.end))


def assemble(encoding: Encoding, parts: dict[str, list[WordSpan]]) -> list[Assembly]:
    """Gather contents by the anchor each one chooses, then give every continued stretch to the quote before it."""
    anchors = sorted(parts["cue"] + parts["source"], key=lambda span: span.first)
    probabilities = link_probabilities(encoding, "anchor", parts["content"], anchors)
    gathered: dict[int, Assembly] = {}
    for number, (content, row) in enumerate(zip(parts["content"], probabilities, strict=True)):
        choice = int(row.argmax())
        key = choice - 1 if choice else -1 - number  # contents without anchor are quotes of their own
        assembly = gathered.setdefault(key, Assembly(anchors[choice - 1] if choice else None))
        assembly.contents.append(content)
        assembly.link_score = min(assembly.link_score, float(row[choice]))
    assemblies = list(gathered.values())
    for stretch in parts["continued"]:
        if owner := _last_before(assemblies, stretch):
            owner.continued.append(stretch)
    return assemblies


def _last_before(assemblies: list[Assembly], stretch: WordSpan) -> Assembly | None:
    """The quote whose content ends last before a stretch: the statement that it goes on with."""
    ends = [(max(c.stop for c in a.contents if c.stop <= stretch.first), n) for n, a in enumerate(assemblies)
            if any(c.stop <= stretch.first for c in a.contents)]  # fmt: skip
    return assemblies[max(ends)[1]] if ends else None


def choose_sources(
    encoding: Encoding, cues: list[WordSpan | None], sources: list[WordSpan]
) -> dict[WordSpan, tuple[WordSpan, float]]:
    """The source that each cue chooses, with its probability; cues that choose none are left out."""
    known = [cue for cue in cues if cue is not None]
    probabilities = link_probabilities(encoding, "source", known, sources)
    choices = zip(known, probabilities.argmax(1), probabilities, strict=True)
    return {cue: (sources[choice - 1], float(row[choice])) for cue, choice, row in choices if choice}


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
