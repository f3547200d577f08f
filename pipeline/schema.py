"""The contract: the tables, their columns, and what each column means.

Nothing about a column is written twice: the Arrow schemas, the checks in :func:`conform` and the data dictionary are
all made from :data:`TABLES`, whose rows depend on one document each, and :data:`DERIVED`, made from them over the
whole corpus.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from pipeline.columns import Column, ContractError, Row, Table, conform

__all__ = [
    "ACTORS",
    "DERIVED",
    "DOCUMENTS",
    "ENTITIES",
    "PUBLISHED",
    "QUOTES",
    "READINGS",
    "SENTENCES",
    "STATEMENTS",
    "TABLES",
    "TREATY_MENTIONS",
    "Column",
    "ContractError",
    "Row",
    "Table",
    "conform",
]


def _required(name: str, kind: pa.DataType) -> pa.Field:
    return pa.field(name, kind, nullable=False)


DROPPED = pa.struct(
    [_required("kind", pa.string()), _required("characters", pa.int32()), _required("example", pa.string())]
)
FRAGMENT = pa.struct([_required("start", pa.int32()), _required("end", pa.int32()), _required("continued", pa.bool_())])
OCCURRENCE = pa.struct([_required("doc_id", pa.string()), _required("quote_id", pa.int32())])

DOC_ID = Column(
    "doc_id", pa.string(), "The document: its address relative to the corpus root, or the id of its record."
)
SENT_ID = Column("sent_id", pa.int32(), "The sentence, numbered from 0 in its document.")
START = Column("start", pa.int32(), "First character, counted from 0 in `documents.text`.")
END = Column("end", pa.int32(), "One past the last character.")
TEXT = Column("text", pa.string(), "The text itself, `documents.text[start:end]`.")

DOCUMENTS = Table(
    "documents",
    "An input document, with its text as a reader would want it.",
    ("doc_id",),
    (
        DOC_ID,
        Column("source", pa.string(), "Its full address: the URL that a record gives, else the path of its file."),
        Column(
            "sha256",
            pa.string(),
            "SHA-256 of the raw bytes, and of what a record says about them, in hexadecimal; null if there are none.",
            nullable=True,
        ),
        Column("format", pa.string(), "What the raw bytes turned out to be, such as `html`.", nullable=True),
        Column("title", pa.string(), "Headline; it is no part of the text.", nullable=True),
        Column("date", pa.date32(), "Date of publication; null if the document gives none.", nullable=True),
        Column(
            "date_source",
            pa.string(),
            "Where the date was found; `record` if an archive's record has it.",
            nullable=True,
        ),
        Column("publisher", pa.string(), "Outlet or body that published the document.", nullable=True),
        Column("author", pa.string(), "Author, where the document names one.", nullable=True),
        Column(
            "language",
            pa.string(),
            "Language of the text, as an ISO 639-1 code; paragraphs in another are left out of an English text.",
            nullable=True,
        ),
        Column(
            "text",
            pa.string(),
            "Clean text, paragraphs divided by a blank line; null if none could be made.",
            nullable=True,
        ),
        Column(
            "status",
            pa.string(),
            "`ok`, or why there are no rows for the document in the other tables: "
            "`empty`, `not_english`, `too_large` or `failed`.",
        ),
        Column(
            "reason",
            pa.string(),
            "Why the status is not `ok`, or what had to be repaired; null if all is well.",
            nullable=True,
        ),
        Column(
            "dropped",
            pa.list_(_required("item", DROPPED)),
            "What cleaning left out: for each kind, how many characters, and an example. "
            "`other_language:fr` are paragraphs in French.",
        ),
    ),
)

SENTENCES = Table(
    "sentences",
    "A sentence. Headings and datelines that the text keeps are sentences too.",
    ("doc_id", "start"),
    (
        DOC_ID,
        SENT_ID,
        Column("paragraph", pa.int32(), "The paragraph, numbered from 0 in its document."),
        START,
        END,
        TEXT,
    ),
)

ENTITIES = Table(
    "entities",
    "A mention of a named entity.",
    ("doc_id", "start"),
    (
        DOC_ID,
        SENT_ID,
        START,
        END,
        TEXT,
        Column("label", pa.string(), "One of the 18 OntoNotes types, such as `PERSON`."),
        Column("name", pa.string(), 'Fullest name in the document: "Sergei Lavrov" for "Lavrov".', nullable=True),
        Column("entity_id", pa.string(), "Identity of that name and type, the same in every document.", nullable=True),
        Column("score", pa.float32(), "Probability, 0 to 1; null if the component gives none.", nullable=True),
    ),
)

QUOTES = Table(
    "quotes",
    "A statement attributed to somebody, in one piece or several.",
    ("doc_id", "start", "quote_id"),
    (
        DOC_ID,
        Column("quote_id", pa.int32(), "The quote, numbered from 0 in its document."),
        Column("sent_id", pa.int32(), "The sentence of the cue; of the first piece if there is no cue."),
        Column("kind", pa.string(), "`direct` (all of it within quotation marks), `indirect` (none) or `mixed`."),
        Column(
            "class",
            pa.string(),
            "`speech` for a statement, `other` for a belief, hope or attitude that is not reported as one.",
        ),
        Column("negated", pa.bool_(), "The attribution is denied, refused or hypothetical."),
        Column("start", pa.int32(), "First character of the first piece, counted from 0 in `documents.text`."),
        Column("end", pa.int32(), "One past the last character of the last piece."),
        Column("content", pa.string(), "What was said: the pieces, joined by a space."),
        Column(
            "fragments",
            pa.list_(_required("item", FRAGMENT)),
            "The pieces, `start` and `end` of each, none across a paragraph end; "
            "`continued` marks sentences that go on reporting without a cue of their own.",
        ),
        Column("cue", pa.string(), 'The words that signal it: "said", "according to".', nullable=True),
        Column("cue_start", pa.int32(), "First character of the cue.", nullable=True),
        Column("cue_end", pa.int32(), "One past the last character of the cue.", nullable=True),
        Column("source", pa.string(), 'Who said it, as it stands in the text: "the foreign minister".', nullable=True),
        Column("source_start", pa.int32(), "First character of the source.", nullable=True),
        Column("source_end", pa.int32(), "One past the last character of the source.", nullable=True),
        Column("speaker", pa.string(), 'Who said it, resolved within the document: "Sergei Lavrov"; `?` if not named.'),
        Column(
            "speaker_id",
            pa.string(),
            "Identity of the speaker, in the key space of `entities.entity_id`.",
            nullable=True,
        ),
        Column("speaker_role", pa.string(), 'Office or description: "foreign minister".', nullable=True),
        Column("speaker_country", pa.string(), "Country the speaker speaks for.", nullable=True),
        Column("organisation", pa.string(), "Body that a spokesperson speaks for.", nullable=True),
        Column(
            "members", pa.list_(_required("item", pa.string())), "Members of a speaker that is a group.", nullable=True
        ),
        Column("via", pa.string(), "Outlet that passed the statement on.", nullable=True),
        Column("resolved_by", pa.string(), "The rule or model head that decided on the speaker.", nullable=True),
        Column("score", pa.float32(), "Probability of the quote, 0 to 1."),
    ),
)

TREATY_MENTIONS = Table(
    "treaty_mentions",
    "A place where a treaty comes up.",
    ("doc_id", "start"),
    (
        DOC_ID,
        SENT_ID,
        START,
        END,
        TEXT,
        Column("form", pa.string(), '`name`, `nominal` ("the pact") or `pronoun` ("it").'),
        Column("instrument", pa.string(), "The treaty; `china-russia-2001` is the treaty of 16 July 2001."),
        Column("act", pa.string(), "What is done to the treaty there, such as `sign` or `extend`.", nullable=True),
        Column("act_date", pa.string(), 'When, in the words of the text: "July 16, 2001".', nullable=True),
        Column("quote_id", pa.int32(), "The quote that the mention stands in.", nullable=True),
        Column("speaker", pa.string(), "Speaker of that quote.", nullable=True),
        Column("speaker_id", pa.string(), "Identity of that speaker.", nullable=True),
        Column("score", pa.float32(), "Probability, 0 to 1."),
    ),
)

TABLES: Mapping[str, Table] = {table.name: table for table in (DOCUMENTS, SENTENCES, ENTITIES, QUOTES, TREATY_MENTIONS)}
"""The tables whose rows depend on their document alone, in the order in which a reader wants them."""

ACTORS = Table(
    "actors",
    "A person, body or country of the corpus, named or speaking, under whatever names the documents use.",
    ("actor_id",),
    (
        Column("actor_id", pa.string(), "The actor: the identity of `name`, one of `entity_ids`."),
        Column("name", pa.string(), "Of the fullest forms of the name, the most frequent."),
        Column("label", pa.string(), "The type in `actor_id`: `PERSON`, `ORG`, `GPE` or `NORP`."),
        Column(
            "entity_ids",
            pa.list_(_required("item", pa.string())),
            "The identities that are one actor: values of `entities.entity_id` and `quotes.speaker_id`.",
        ),
        Column("role", pa.string(), "Most frequent `speaker_role`.", nullable=True),
        Column(
            "country",
            pa.string(),
            "ISO 3166 code of the country it is, or acts for: by its name, else the most frequent `speaker_country`.",
            nullable=True,
        ),
        Column("documents", pa.int32(), "In how many documents it is found."),
        Column("mentions", pa.int32(), "How many rows of `entities` mention the actor."),
        Column("quotes", pa.int32(), "How many rows of `quotes` have the actor as their speaker."),
        Column(
            "first_date", pa.date32(), "Date of the first of those documents; null if none is dated.", nullable=True
        ),
        Column("last_date", pa.date32(), "Date of the last of those documents; null if none is dated.", nullable=True),
    ),
)

STATEMENTS = Table(
    "statements",
    "A statement that several documents report in nearly the same words.",
    ("statement_id",),
    (
        Column("statement_id", pa.string(), "The statement: a digest of the words of `content`."),
        Column(
            "occurrences",
            pa.list_(_required("item", OCCURRENCE)),
            "The quotes that are nearly the same, by `doc_id` and `quote_id`, in that order.",
        ),
        Column("content", pa.string(), "The longest of them: what the others are compared with."),
        Column("speaker", pa.string(), "Who said it; null if no document says, or they do not agree.", nullable=True),
        Column("actor_id", pa.string(), "That speaker in `actors`, where it is one of them.", nullable=True),
        Column("documents", pa.int32(), "How many documents report it; two at least."),
        Column(
            "first_date", pa.date32(), "Date of the first of those documents; null if none is dated.", nullable=True
        ),
    ),
)

READINGS = Table(
    "readings",
    "What the model found in a document: kept with a run, it spares the encoder when only rules change.",
    ("doc_id",),
    (DOC_ID, Column("reading", pa.string(), "Sentences, entities, quotes and what sources may refer to, as JSON.")),
)
"""No table for readers: it is neither linked nor described to them."""

DERIVED: Mapping[str, Table] = {table.name: table for table in (ACTORS, STATEMENTS)}
"""The tables made from the others over the whole corpus: they may change when it grows."""

PUBLISHED: Mapping[str, Table] = {**TABLES, **DERIVED}
"""Every table of a run."""
