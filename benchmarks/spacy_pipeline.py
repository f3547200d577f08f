"""A spaCy pipeline of the shape of ``en_core_web_sm``, built here: for its speed, what it says means nothing.

The time that such a pipeline takes hangs on its layers and label sets, hardly on what it has learnt. It is trained a
few steps on invented sentences, so that it predicts tags, arcs, sentence ends and entities, and not one thing always.
"""

from __future__ import annotations

from typing import Any

import spacy
from spacy.language import Language
from spacy.training import Example
from thinc.api import fix_random_seed

from pipeline.labels import ENTITY_TYPES

WIDTH = 96
DEPTH = 4
TAGS = tuple(f"TAG{number}" for number in range(50))
DEPENDENCIES = ("ROOT", *(f"dep{number}" for number in range(44)))

_STEPS = 60
_TEXTS = (
    "The minister of trade said on Monday that Norland would sign a treaty with its neighbours . He gave no date .",
    "Ann Example will visit Port Nowhere in May 2031 . Officials of both countries are to meet her , they said .",
    "Talks went on for 12 hours , and nobody left the room . Sudland had asked for a delay of three weeks .",
    "It was not clear who would pay the 40 million that the Harbour Board wants . The court will decide in June .",
)
_LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH}


def build() -> Language:
    """The pipeline, as in ``en_core_web_sm``: tagger and parser share a tok2vec, and ner has one of its own."""
    nlp = spacy.blank("en")
    shared = _tok2vec({"NORM": 5000, "PREFIX": 1000, "SUFFIX": 2500, "SHAPE": 2500, "SPACY": 50, "IS_SPACE": 50})
    nlp.add_pipe("tok2vec", config={"model": shared})
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": _LISTENER}})
    # By default, labels that are rare in the training data are folded into one.
    nlp.add_pipe("parser", config={"model": _transitions("parser", _LISTENER), "min_action_freq": 1})
    own = _tok2vec({"NORM": 5000, "PREFIX": 1000, "SUFFIX": 2500, "SHAPE": 2500})
    nlp.add_pipe("ner", config={"model": _transitions("ner", own)})
    _train(nlp)
    return nlp


def _tok2vec(rows: dict[str, int]) -> dict[str, Any]:
    """The embedding of word features, ``rows`` of each, and the convolutions over it."""
    return {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": WIDTH,
            "attrs": list(rows),
            "rows": list(rows.values()),
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": WIDTH,
            "depth": DEPTH,
            "window_size": 1,
            "maxout_pieces": 3,
        },
    }


def _transitions(kind: str, tok2vec: dict[str, Any]) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": kind,
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": tok2vec,
    }


def _train(nlp: Language) -> None:
    """Initialise with the full label sets and take a few steps."""
    for name, labels in (("tagger", TAGS), ("parser", DEPENDENCIES), ("ner", ENTITY_TYPES)):
        for label in labels:
            nlp.get_pipe(name).add_label(label)  # type: ignore[attr-defined]  # spaCy types a pipe as any callable
    examples = [_example(nlp, text.split()) for text in _TEXTS]
    fix_random_seed(0)
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(_STEPS):
        nlp.update(examples, sgd=optimizer)


def _example(nlp: Language, words: list[str]) -> Example:
    """A text annotated by rules that are soon learnt: labels by a word's letters, entities by its capital or digit."""
    heads = _heads(words)
    arcs = [_label(word, DEPENDENCIES[1:]) for word in words]
    annotation = {
        "words": words,
        "tags": [_label(word, TAGS) for word in words],
        "heads": heads,
        "deps": ["ROOT" if head == number else arc for number, (head, arc) in enumerate(zip(heads, arcs, strict=True))],
        "entities": [f"U-{_label(word, ENTITY_TYPES)}" if _is_name(word) else "O" for word in words],
    }
    return Example.from_dict(nlp.make_doc(" ".join(words)), annotation)


def _heads(words: list[str]) -> list[int]:
    """Short words hang on the next word, all others on the long one before; the first of a sentence is its root."""
    heads: list[int] = []
    root_wanted, last = True, 0
    for number, word in enumerate(words):
        if len(word) <= 3 and word.isalpha():
            heads.append(number + 1)
            continue
        heads.append(number if root_wanted else last)
        root_wanted, last = word == ".", number
    return heads


def _label(word: str, labels: tuple[str, ...]) -> str:
    return labels[sum(map(ord, word)) % len(labels)]


def _is_name(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit()
