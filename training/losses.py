"""The loss of one batch: each head's, on what its documents annotate, summed with fixed weights."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from pipeline.heads import LINK_KINDS, distance_buckets, layout
from training.examples import UNKNOWN, Example, Links, Span
from training.network import Network

CLS, SEP, PAD, MASK = 101, 102, 0, 103
"""The special pieces of the BERT vocabulary."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows padded to one length."""

    ids: Tensor
    shapes: Tensor
    breaks: Tensor
    mask: Tensor
    first: Tensor
    """Piece number of each word, the frame counted, shape (windows, words)."""
    lengths: Tensor
    examples: tuple[Example, ...]


def collate(examples: list[Example]) -> Batch:
    """Pad windows to the longest, with the special pieces around each."""
    size = max(len(e.ids) for e in examples) + 2
    words = max(len(e.first) for e in examples)
    ids = torch.full((len(examples), size), PAD)
    shapes, breaks, mask = (torch.zeros_like(ids) for _ in range(3))
    first = torch.zeros(len(examples), words, dtype=torch.long)
    for row, example in enumerate(examples):
        end = len(example.ids) + 1
        ids[row, 0], ids[row, end] = CLS, SEP
        ids[row, 1:end] = torch.from_numpy(example.ids)
        shapes[row, 1:end] = torch.from_numpy(example.shapes)
        breaks[row, 1:end] = torch.from_numpy(example.breaks)
        mask[row, : end + 1] = 1
        first[row, : len(example.first)] = torch.from_numpy(example.first) + 1
    lengths = torch.tensor([len(e.first) for e in examples])
    return Batch(ids, shapes, breaks, mask, first, lengths, tuple(examples))


def hide(batch: Batch, share: float) -> Batch:
    """The batch with a random share of its pieces replaced by the mask of the vocabulary."""
    if not share:
        return batch
    hidden = (torch.rand(batch.ids.shape) < share) & (batch.ids > MASK)
    return replace(batch, ids=batch.ids.masked_fill(hidden, MASK))


def losses(network: Network, batch: Batch, *, half: bool) -> dict[str, Tensor]:
    """The loss of each head that the batch teaches. ``half``: run the encoder in bfloat16."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
        pieces = network.encoder(batch.ids, batch.shapes, batch.breaks, batch.mask)
    rows = pieces.float().gather(1, batch.first[:, :, None].expand(-1, -1, pieces.shape[-1]))
    opens = _padded([e.opens_paragraph for e in batch.examples], fill=False)
    total = batch.lengths.sum()
    found = {"sentence": _sentence_loss(rows, batch)}
    for name, crf, columns in (
        ("entity", network.entity_crf, layout().entity),
        ("role", network.role_crf, layout().role),
    ):
        allowed = _padded([getattr(e.targets, name) for e in batch.examples], fill=True)
        taught = ~allowed.flatten(1).all(1)
        if taught.any():
            parts = rows[taught][:, :, columns], allowed[taught], opens[taught], batch.lengths[taught]
            found[name] = crf.loss(*parts) / total
    found["cue"] = _cue_loss(rows, batch)
    for kind, name in enumerate(LINK_KINDS):
        found[name] = _link_loss(network, rows, kind, [getattr(e, f"{name}s") for e in batch.examples])
    return found


def _padded(layers: list[np.ndarray], *, fill: bool | int) -> Tensor:
    tensors = [torch.from_numpy(layer) for layer in layers]
    return torch.nn.utils.rnn.pad_sequence(tensors, batch_first=True, padding_value=float(fill))


def _sentence_loss(rows: Tensor, batch: Batch) -> Tensor:
    target = _padded([e.targets.sentence for e in batch.examples], fill=UNKNOWN)
    known = target != UNKNOWN
    if not known.any():
        return rows.sum() * 0
    loss = binary_cross_entropy_with_logits(
        rows[:, :, layout().sentence][known], target[known].float(), reduction="sum"
    )
    return loss / batch.lengths.sum()


def _cue_loss(rows: Tensor, batch: Batch) -> Tensor:
    logits, targets = [], []
    for row, example in enumerate(batch.examples):
        for span, other, negated in example.cues:
            logits.append(_span_rows(rows[row], [span], layout().cue)[0])
            targets.append([other, negated])
    if not logits:
        return rows.sum() * 0
    target = torch.tensor(targets)
    known = target != UNKNOWN
    if not known.any():
        return rows.sum() * 0
    return binary_cross_entropy_with_logits(torch.stack(logits)[known], target[known].float())


def _span_rows(rows: Tensor, spans: list[Span], columns: slice) -> Tensor:
    """The mean of a span's first and last word, shape (spans, columns)."""
    ends = torch.tensor(spans)
    part = rows[:, columns]
    return (part[ends[:, 0]] + part[ends[:, 1]]) / 2


def _link_loss(network: Network, rows: Tensor, kind: int, links: list[Links]) -> Tensor:
    """Minus the log probability of choosing any right candidate, a mean over choices."""
    found = []
    for row, link in enumerate(links):
        if not link.choices or not link.candidates:
            continue
        spans = [choice.span for choice in link.choices]
        buckets = distance_buckets(np.array(spans)[:, 0], np.array(link.candidates)[:, 0])
        scores = network.links(
            kind,
            _span_rows(rows[row], spans, layout().choosing[kind]),
            _span_rows(rows[row], list(link.candidates), layout().chosen[kind]),
            torch.from_numpy(buckets),
        ).log_softmax(1)
        found += [-scores[number, list(choice.right)].logsumexp(0) for number, choice in enumerate(link.choices)]
    return torch.stack(found).mean() if found else rows.sum() * 0
