"""Fixtures for every test."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import settings
from spacy.language import Language
from spacy.tokens import Doc, Span

import pipeline.attributes  # noqa: F401  gives Docs the attributes that the stubs set
from pipeline.annotation import Fragment, Quote, TreatyMention
from pipeline.words import WordTokenizer

settings.register_profile("saidby", deadline=None)  # a busy machine is no failed test
settings.load_profile("saidby")

BREAKING_WORD = "Kaboom"
"""A text with this word makes the stub pipeline raise."""


@Language.component("test_reader")
def find(doc: Doc) -> Doc:
    """Stand in for the components that ask the model.

    Sentences end with a full stop, every capitalised word is an entity, every sentence with "said" a quote.
    """
    if BREAKING_WORD in doc.text:
        raise ValueError(f"cannot bear {BREAKING_WORD}")
    for token in doc:
        token.is_sent_start = token.i == 0 or doc[token.i - 1].text in {".", "\n\n"}
    doc.ents = [_entity(doc, token.i) for token in doc if token.text.istitle()]
    doc._.quotes = tuple(_quote(sent) for sent in doc.sents if "said" in sent.text)
    return doc


@Language.component("test_rules")
def decide(doc: Doc) -> Doc:
    """Stand in for the rules: an entity is called what it is, and every "treaty" is ours."""
    for ent in doc.ents:
        ent._.name, ent._.entity_id = ent.text, f"person:{ent.text.lower()}"
    doc._.treaty_mentions = tuple(
        TreatyMention(token.idx, token.idx + len(token), "nominal", "china-russia-2001")
        for token in doc
        if token.text == "treaty"
    )
    return doc


def _entity(doc: Doc, index: int) -> Span:
    span = Span(doc, index, index + 1, label="PERSON")
    span._.score = 0.5
    return span


def _quote(sent: Span) -> Quote:
    text = sent.text.rstrip()
    cue = sent.start_char + text.index("said")
    return Quote((Fragment(sent.start_char, sent.start_char + len(text)),), "indirect", cue=(cue, cue + len("said")))


@pytest.fixture
def nlp() -> Language:
    """A pipeline that annotates without a model."""
    nlp = spacy.blank("en")
    nlp.tokenizer = WordTokenizer(nlp.vocab)
    nlp.add_pipe("test_reader", "saidby_quotes")
    nlp.add_pipe("test_rules")
    return nlp
