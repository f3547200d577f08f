"""A small published run for the tests of what reads one: two documents and one that could not be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from spacy.tokens import Doc

from pipeline.actors import actor_rows
from pipeline.aliases import Aliases
from pipeline.annotation import Fragment, Quote, TreatyMention
from pipeline.identity import entity_id
from pipeline.schema import DERIVED, PUBLISHED, TABLES, Row, conform
from pipeline.store import Run, locked, open_run, publishing, write_table
from pipeline.tables import annotation_rows
from tests.corpora import NULLS
from tests.test_tables import annotated, at

LAVROV = (
    "Sergei Lavrov met Wang Yi in Beijing.\n\n"
    'The treaty will be extended, he said. "It serves both." More is to come.\n\n'
    "Wang noted that the treaty holds. He smiled."
)
ENVOY = "😀 Mr. Lavrov hopes, according to TASS, that sanctions end.\n\nNobody denied that it rained."


def _lavrov() -> Doc:
    doc = annotated(
        LAVROV,
        ("The treaty will", '"It serves', "More is", "Wang noted", "He smiled"),
        (("Sergei Lavrov", "PERSON"), ("Wang Yi", "PERSON"), ("Beijing", "GPE")),
    )
    _name(doc, "Sergei Lavrov", "Wang Yi", "Beijing")
    he, wang = (at(words, LAVROV)[0] for words in ("he said", "Wang noted"))
    doc._.quotes = (
        Quote(
            (
                Fragment(*at("The treaty will be extended", LAVROV)),
                Fragment(*at('"It serves both."', LAVROV)),
                Fragment(*at("More is to come.", LAVROV), continued=True),
            ),
            "mixed",
            cue=at("said", LAVROV),
            source=(he, he + len("he")),
            speaker="Sergei Lavrov",
            speaker_id="person:sergey-lavrov",
            speaker_role="foreign minister",
            speaker_country="RU",
            resolved_by="sentence_subject",
            score=0.75,
        ),
        Quote(
            (Fragment(*at("that the treaty holds", LAVROV)),),
            "indirect",
            cue=at("noted", LAVROV),
            source=(wang, wang + len("Wang")),
            speaker="Wang Yi",
            speaker_id="person:wang-yi",
            score=0.5,
        ),
    )
    starts = [start for start in range(len(LAVROV)) if LAVROV.startswith("treaty", start)]
    doc._.treaty_mentions = tuple(TreatyMention(start, start + 6, "nominal", "china-russia-2001") for start in starts)
    return doc


def _envoy() -> Doc:
    doc = annotated(ENVOY, ("Nobody",), (("Lavrov", "PERSON"), ("TASS", "ORG")))
    _name(doc, "Lavrov", "TASS")
    doc._.quotes = (
        Quote(
            (Fragment(*at("that sanctions end", ENVOY)),),
            "indirect",
            "other",
            cue=at("hopes", ENVOY),
            source=at("Mr. Lavrov", ENVOY),
            speaker="Lavrov",
            speaker_id="person:lavrov",
            via="TASS",
        ),
        Quote(
            (Fragment(*at("that it rained", ENVOY)),),
            "indirect",
            negated=True,
            cue=at("denied", ENVOY),
            source=at("Nobody", ENVOY),
            score=0.25,
        ),
    )
    return doc


def _name(doc: Doc, *names: str) -> None:
    for ent, name in zip(doc.ents, names, strict=True):
        ent._.name, ent._.entity_id, ent._.score = name, entity_id(name, ent.label_), 0.5


def tables() -> dict[str, list[Row]]:
    """The rows of the run, by table."""
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    facts: dict[str, Row] = {
        "a/lavrov.html": {"title": "Talks", "date": date(2021, 3, 22), "publisher": "CGTN", "text": LAVROV},
        "envoy.txt": {"source": "https://example.org/envoy?x=1", "publisher": "TASS", "text": ENVOY},
        "gone.txt": {"status": "failed", "reason": "it could not be read"},
    }
    for doc_id, told in facts.items():
        known = {"doc_id": doc_id, "source": f"/news/{doc_id}", "status": "ok", "dropped": []}
        rows["documents"].append(NULLS["documents"] | known | told)
    for doc_id, doc in (("a/lavrov.html", _lavrov()), ("envoy.txt", _envoy())):
        for name, found in annotation_rows(doc_id, doc).items():
            rows[name] += found
    return rows


def publish(output: Path) -> Run:
    """Publish the run. Lavrov here and Sergei Lavrov there are joined by hand."""
    made = {name: conform(found, TABLES[name]) for name, found in tables().items()}
    aliases = Aliases.model_validate({"join": [{"ids": ["person:lavrov", "person:sergey-lavrov"]}]})
    made["actors"] = conform(actor_rows(made, aliases), DERIVED["actors"])
    made["statements"] = conform([], DERIVED["statements"])
    with locked(output), publishing(output) as folder:
        for name, table in PUBLISHED.items():
            write_table(made[name], table, folder / f"{name}.parquet")
    return open_run(output)
