"""The chain's likelihood, against the sum over every tagging. Skipped where PyTorch is not installed."""

from __future__ import annotations

from itertools import product

import pytest

pytest.importorskip("torch", reason="training needs the extra `train`")

import torch

from pipeline.labels import bio, legal_starts, legal_transitions
from training.network import Crf

TAGS = bio(("cue",))


def log_sum(crf: Crf, emissions: torch.Tensor, allowed: torch.Tensor, opens: list[bool]) -> torch.Tensor:
    """The log of the summed scores of all allowed legal taggings, one by one."""
    transitions, starts = crf.scores()
    totals = []
    for path in product(range(len(TAGS)), repeat=len(emissions)):
        if all(allowed[word, tag] for word, tag in enumerate(path)):
            score = emissions[range(len(path)), path].sum()
            for word, tag in enumerate(path):
                score = score + (starts[tag] if opens[word] else transitions[path[word - 1], tag] if word else 0)
            totals.append(score)
    return torch.logsumexp(torch.stack(totals), 0)


@pytest.mark.parametrize(
    "opens", [[True, False, False, False], [True, False, True, False], [False, False, False, True]]
)
def test_partial_likelihood_sums_over_what_is_allowed(opens: list[bool]) -> None:
    torch.manual_seed(0)
    crf = Crf(TAGS)
    with torch.no_grad():
        crf.transitions.normal_()
        crf.starts.normal_()
    emissions = torch.randn(4, len(TAGS))
    allowed = torch.tensor([[True, False, False], [True, True, True], [True, True, False], [True, True, True]])
    everything = torch.ones_like(allowed)
    expected = log_sum(crf, emissions, everything, opens) - log_sum(crf, emissions, allowed, opens)
    found = crf.loss(emissions[None], allowed[None], torch.tensor([opens]), torch.tensor([4]))
    assert found.item() == pytest.approx(expected.item(), abs=1e-3)


def test_padding_does_not_count() -> None:
    torch.manual_seed(0)
    crf = Crf(TAGS)
    emissions, allowed = torch.randn(1, 5, len(TAGS)), torch.rand(1, 5, len(TAGS)) > 0.5
    allowed[..., 0] = True
    opens = torch.tensor([[True, False, False, False, False]])
    short = crf.loss(emissions[:, :3], allowed[:, :3], opens[:, :3], torch.tensor([3]))
    padded = crf.loss(emissions, allowed, opens, torch.tensor([3]))
    assert short.item() == pytest.approx(padded.item(), abs=1e-4)


def test_what_bio_forbids_is_out_of_reach() -> None:
    transitions, starts = Crf(TAGS).scores()
    assert (transitions.detach().numpy()[~legal_transitions(TAGS)] < -1000).all()
    assert (starts.detach().numpy()[~legal_starts(TAGS)] < -1000).all()
