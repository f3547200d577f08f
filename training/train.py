"""Trains the model: ``python -m training.train``. Resumes from its last checkpoint; delete the folder to start afresh.

The runs of :mod:`training.plans` follow one another, each from the weights of the one before. A run is a list of
batches drawn beforehand from one seed, so a resumed run sees the very batches that an unbroken one would.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer

from pipeline.encoder import Model
from pipeline.wordpieces import load_tokenizer
from training.annotated import Annotated
from training.average import mean_weights
from training.examples import Example, Prepared, examples, prepare
from training.export import export
from training.losses import collate, hide, losses
from training.network import BASE, Network
from training.plans import PLANS, Plan
from training.readers import read_entities, read_gold, read_polnear, read_ud, read_written
from training.self_labelled import EVERY, cross_check, label, read_unlabelled

WARM_UP = 0.05
CHECKPOINT_EVERY = 100
CHECKPOINTS = Path("training/checkpoints")
WRITTEN = Path("training/documents")
"""Documents written and annotated for this project."""


UNLABELLED = frozenset({"wire", "kremlin"})
"""Corpora without annotation: the weights that a run begins with label them."""
SILVER = frozenset({"gmb"})
"""Corpora of machine-made annotation: what those weights contradict is not taught."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the corpora lie."""

    corpora: Path
    gold: Path

    def read(self, name: str) -> list[Annotated]:
        """The documents of one corpus by the name it has in a plan."""
        if name == "polnear":
            return list(read_polnear(self.corpora / "polnear/train"))
        if name == "news":
            return list(read_gold(self.gold / "news/train"))
        if name == "synthetic":
            return list(read_gold(self.gold / "synthetic"))
        if name == "written":
            return list(read_written(WRITTEN))
        if name in UNLABELLED:
            return list(read_unlabelled(self.corpora / f"unlabelled/{name}.jsonl.gz"))
        if name.startswith("ud_"):
            return list(read_ud(self.corpora / f"ud/en_{name[3:]}-ud-train.conllu.gz"))
        covered = json.loads((self.corpora / "ner/coverage.json").read_text("utf-8"))[name]
        documents = list(read_entities(self.corpora / f"ner/{name}.jsonl.gz", covered))
        return documents[::EVERY] if name in SILVER else documents


def draw_batches(plan: Plan, sources: Sources, tokenizer: Tokenizer) -> list[list[Example]]:
    """Every batch of a run, in order."""
    rng = random.Random(plan.seed)
    names = sorted({name for phase in plan.phases for name in phase})
    corpora = {name: [prepare(document, tokenizer) for document in sources.read(name)] for name in names}
    if learnt := (UNLABELLED | SILVER) & set(names):
        teacher = _teacher([CHECKPOINTS / run / "last.pt" for run in plan.teachers])
        for name in learnt:
            teach = label if name in UNLABELLED else cross_check
            corpora[name] = [teach(document, teacher) for document in corpora[name]]
    return [batch for phase in plan.phases for batch in _phase_batches(phase, corpora, rng, plan.batch_pieces)]


def _teacher(checkpoints: list[Path]) -> Model:
    with tempfile.TemporaryDirectory() as scratch:
        mean = Path(scratch, "mean.pt")
        torch.save({"network": mean_weights(checkpoints)}, mean)
        export(mean, Path(scratch, "model"))
        return Model(Path(scratch, "model"), threads=torch.get_num_threads())


def _phase_batches(
    phase: Mapping[str, float], corpora: dict[str, list[Prepared]], rng: random.Random, limit: int
) -> list[list[Example]]:
    windows: list[Example] = []
    for name, passes in phase.items():
        whole, share = int(passes), passes % 1
        for document in corpora[name] * whole + rng.sample(corpora[name], round(share * len(corpora[name]))):
            if len(document.pieces):
                windows += examples(document, rng.randint(40, 300))
    rng.shuffle(windows)
    batches: list[list[Example]] = []
    for start in range(0, len(windows), 512):  # near in length within a stretch, so that little is padding
        batches += _filled(sorted(windows[start : start + 512], key=lambda window: len(window.ids)), limit)
    rng.shuffle(batches)
    return batches


def _filled(windows: list[Example], limit: int) -> list[list[Example]]:
    batches: list[list[Example]] = [[]]
    for window in windows:
        if (len(batches[-1]) + 1) * len(window.ids) > limit:
            batches.append([])
        batches[-1].append(window)
    return [batch for batch in batches if batch]


def rate(step: int, steps: int) -> float:
    """Share of the peak rate: linear warm-up, then linear to nothing."""
    warm = max(1, int(WARM_UP * steps))
    return (step + 1) / warm if step < warm else max(0.0, (steps - step) / (steps - warm))


def train(plan: Plan, sources: Sources, start: list[Path], *, half: bool) -> Path:
    """Make one run to its end, or on from its last checkpoint; returns the file of the finished weights.

    ``start`` are the files of the weights whose mean it begins with; without any, those of the base model.
    """
    torch.manual_seed(plan.seed)
    network = Network().train()
    if start:
        network.load_state_dict(mean_weights(start))
    network.leave_out(plan.without)
    groups = [{"params": list(part), "lr": plan.rates[name]} for name, part in _parameter_groups(network).items()]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    batches = draw_batches(plan, sources, load_tokenizer(BASE / "tokenizer.json"))
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step, len(batches)))
    last = CHECKPOINTS / plan.name / "last.pt"
    last.parent.mkdir(parents=True, exist_ok=True)
    begin = _resume(last, network, optimizer, scheduler)
    print(f"{len(batches)} batches, {sum(len(e.ids) for b in batches for e in b)} pieces, from {begin}", flush=True)
    clock, seen = time.monotonic(), 0
    for step in range(begin, len(batches)):
        torch.manual_seed(plan.seed + step)  # dropout too is the same in a resumed run
        batch = hide(collate(batches[step]), plan.masked)
        parts = losses(network, batch, half=half)
        loss = torch.stack([plan.weights[name] * part for name, part in parts.items()]).sum()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        scheduler.step()
        seen += int(batch.mask.sum())
        if step % 20 == 0:
            shown = "  ".join(f"{name} {part.item():.3f}" for name, part in parts.items())
            print(f"{step}/{len(batches)}  {seen / (time.monotonic() - clock):.0f} pieces/s  {shown}", flush=True)
        if (step + 1) % CHECKPOINT_EVERY == 0 or step + 1 == len(batches):
            _save(last, network, optimizer, scheduler, step + 1)
    return last


def _parameter_groups(network: Network) -> dict[str, list[torch.nn.Parameter]]:
    groups: dict[str, list[torch.nn.Parameter]] = {name: [] for name in ("encoder", "heads", "scores")}
    for name, parameter in network.named_parameters():
        if name.startswith("encoder.bert"):
            groups["encoder"].append(parameter)
        else:
            groups["heads" if name.startswith("encoder.") else "scores"].append(parameter)
    return groups


def _resume(
    file: Path, network: Network, optimizer: torch.optim.Optimizer, scheduler: torch.optim.lr_scheduler.LambdaLR
) -> int:
    if not file.exists():
        return 0
    state = torch.load(file, weights_only=True)
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    scheduler.load_state_dict(state["scheduler"])
    return int(state["step"])


def _save(
    file: Path,
    network: Network,
    optimizer: torch.optim.Optimizer,
    scheduler: torch.optim.lr_scheduler.LambdaLR,
    step: int,
) -> None:
    state = {
        "network": network.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "step": step,
    }
    part = file.with_suffix(".part")
    torch.save(state, part)
    part.replace(file)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument(
        "--half", action="store_true", help="bfloat16 in the encoder: faster where the processor has it"
    )
    args = parser.parse_args()
    finished: list[Path] = []
    for plan in PLANS:
        begin = [CHECKPOINTS / name / "last.pt" for name in plan.after] or finished[-1:]
        finished.append(train(plan, Sources(args.corpora, args.gold), begin, half=args.half))
