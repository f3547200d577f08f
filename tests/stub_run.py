"""A run with the stub pipeline in a process of its own: ``python -m tests.stub_run INPUT OUTPUT WORKERS``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.batch import planning, tasks
from pipeline.batch.run import Conduct, run
from pipeline.settings import Settings
from pipeline.words import WordTokenizer


@Language.component("test_slow")
def _slowly(doc: Doc) -> Doc:
    time.sleep(0.01)
    return doc


def load() -> Language:
    """The stub pipeline, a little slower."""
    from tests import conftest  # noqa: F401  registers the stub's components

    nlp = spacy.blank("en")
    nlp.tokenizer = WordTokenizer(nlp.vocab)
    nlp.add_pipe("test_reader", "saidby_quotes")
    nlp.add_pipe("test_rules")
    nlp.add_pipe("test_slow")
    return nlp


if __name__ == "__main__":
    source, output, workers = sys.argv[1:]
    planning.DOCUMENTS_PER_SHARD, tasks.DOCUMENTS = 32, 4
    run([source], Path(output), load, Settings(as_is=True), Conduct(int(workers)))
