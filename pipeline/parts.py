"""The parts of statements as the model tags them: sources, cues, contents, and stretches that go on reporting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.annotation import Extent
from pipeline.decoding import WordSpan, best_tagging, tag_spans
from pipeline.encoder import Encoding
from pipeline.heads import layout
from pipeline.labels import ROLE_TAGS

Parts = dict[str, list[WordSpan]]
"""The spans of each role, in order."""

SECOND_LOOK = 0.5
"""Added to the scores of source tags when a cue is left without a source: most have one, so a weak one is likely."""
LONGEST_DOUBTFUL = 12
"""Words of a source found so. Longer ones are mostly stretches of something else."""


def find_parts(encoding: Encoding, datelines: Sequence[Extent]) -> Parts:
    """The parts of statements in a document; what of them stands in a dateline is cut off."""
    parts: Parts = defaultdict(list)
    for span in _tagged(encoding):
        first = max(span.first, _after_dateline(datelines, encoding, span))
        if first < span.stop:
            parts[span.label].append(replace(span, first=first))
    return parts


def doubtful_sources(encoding: Encoding, parts: Parts, paragraphs: Sequence[int]) -> list[WordSpan]:
    """Sources in some paragraphs, by number, that the model all but tagged, where no other part stands."""
    words = np.flatnonzero(np.isin(encoding.pieces.paragraph_numbers(), paragraphs))
    added = np.array([SECOND_LOOK * tag.endswith("-source") for tag in ROLE_TAGS], dtype=np.float32)
    emissions, opens = encoding.rows[words, layout().role] + added, encoding.pieces.opens_paragraph[words]
    spans = tag_spans(best_tagging(emissions, opens, encoding.parameters.role), ROLE_TAGS)
    weak = [
        replace(span, first=int(words[span.first]), stop=int(words[span.stop - 1]) + 1)
        for span in spans
        if span.label == "source" and span.stop - span.first <= LONGEST_DOUBTFUL
    ]
    taken = {word for spans in parts.values() for span in spans for word in range(span.first, span.stop)}
    return [span for span in weak if taken.isdisjoint(range(span.first, span.stop))]


def _tagged(encoding: Encoding) -> list[WordSpan]:
    emissions = encoding.rows[:, layout().role]
    return tag_spans(best_tagging(emissions, encoding.pieces.opens_paragraph, encoding.parameters.role), ROLE_TAGS)


def _after_dateline(datelines: Sequence[Extent], encoding: Encoding, span: WordSpan) -> int:
    """The first word behind a dateline that a span begins in; else its own first word."""
    start = int(encoding.pieces.starts[span.first])
    end = next((end for opens, end in datelines if opens <= start < end), start)
    return int(np.searchsorted(encoding.pieces.starts, end, side="left"))
