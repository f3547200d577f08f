"""Writes the mean of several runs' weights: ``python -m training.average FILE CHECKPOINT [CHECKPOINT ...]``.

Runs that follow one another lie in one valley of the loss, and the middle of it generalises better than its edge
(Wortsman et al. 2022, "Model soups").
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor


def mean_weights(checkpoints: list[Path]) -> dict[str, Tensor]:
    """The mean of each parameter; what is no float is the same in every run and taken from the first."""
    networks = [torch.load(file, weights_only=True)["network"] for file in checkpoints]
    return {
        name: torch.stack([network[name] for network in networks]).mean(0) if value.is_floating_point() else value
        for name, value in networks[0].items()
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    args = parser.parse_args()
    torch.save({"network": mean_weights(args.checkpoints)}, args.file)
