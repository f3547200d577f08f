"""Runs in plain words for the tests of the report: documents that are written out, and many that are made up."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pyarrow as pa

from pipeline.actors import actor_rows
from pipeline.aliases import Aliases
from pipeline.identity import entity_id
from pipeline.schema import DERIVED, TABLES, Row, conform
from pipeline.statements import statement_rows
from tests.corpora import NULLS

Tables = dict[str, pa.Table]

NAMED = {"Russia": "GPE", "China": "GPE", "Sergei Lavrov": "PERSON"}
"""What is an entity wherever it stands in these texts."""


@dataclass(frozen=True)
class Said:
    """A paragraph "SPEAKER CUE CONTENT REST", of which CONTENT is a quote and REST goes on without a cue."""

    speaker: str
    content: str
    cue: str = "said"
    rest: str = ""
    columns: Row = field(default_factory=dict)

    @property
    def text(self) -> str:
        return " ".join(filter(None, (self.speaker, self.cue, self.content, self.rest)))


@dataclass(frozen=True)
class Page:
    """A document: paragraphs that stand as they are, and paragraphs in which somebody is quoted."""

    doc_id: str
    paragraphs: Sequence[str | Said] = ()
    columns: Row = field(default_factory=dict)


def tables(pages: Iterable[Page]) -> Tables:
    """The tables that a run would publish of these documents. A "treaty" is always the treaty."""
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for page in pages:
        _add(page, rows)
    made = {name: conform(rows[name], table) for name, table in TABLES.items()}
    actors = actor_rows(made, Aliases())
    made["actors"] = conform(actors, DERIVED["actors"])
    made["statements"] = conform(statement_rows(made, actors), DERIVED["statements"])
    return made


def _add(page: Page, rows: dict[str, list[Row]]) -> None:
    text = ""
    quotes: list[Row] = []
    for paragraph in page.paragraphs:
        if isinstance(paragraph, Said):
            quotes.append(_quote(page.doc_id, len(quotes), paragraph, len(text)))
        text += (paragraph.text if isinstance(paragraph, Said) else paragraph) + "\n\n"
    text = text.removesuffix("\n\n")
    document = {"doc_id": page.doc_id, "source": f"/news/{page.doc_id}", "status": "ok", "dropped": [], "text": text}
    rows["documents"].append(NULLS["documents"] | document | page.columns)
    rows["quotes"] += quotes
    rows["entities"] += [_entity(page.doc_id, name, start) for name in NAMED for start in _places(text, name)]
    rows["treaty_mentions"] += [_mention(page.doc_id, start, quotes) for start in _places(text, "treaty")]


def _places(text: str, word: str) -> Iterable[int]:
    start = text.find(word)
    while start >= 0:
        yield start
        start = text.find(word, start + 1)


def _quote(doc_id: str, number: int, said: Said, at: int) -> Row:
    cue = at + len(said.speaker) + 1
    start = cue + len(said.cue) + 1
    end = start + len(said.content)
    pieces = [{"start": start, "end": end, "continued": False}]
    if said.rest:
        pieces.append({"start": end + 1, "end": end + 1 + len(said.rest), "continued": True})
    return {
        **NULLS["quotes"],
        "doc_id": doc_id,
        "quote_id": number,
        "sent_id": 0,
        "kind": "indirect",
        "class": "speech",
        "negated": False,
        "start": start,
        "end": pieces[-1]["end"],
        "content": " ".join(filter(None, (said.content, said.rest))),
        "fragments": pieces,
        "cue": said.cue,
        "cue_start": cue,
        "cue_end": cue + len(said.cue),
        "source": said.speaker,
        "source_start": at,
        "source_end": at + len(said.speaker),
        "speaker": said.speaker,
        "speaker_id": entity_id(said.speaker, "PERSON"),
        "score": 0.9,
        **said.columns,
    }


def _entity(doc_id: str, name: str, start: int) -> Row:
    place = {"doc_id": doc_id, "sent_id": 0, "start": start, "end": start + len(name)}
    label = NAMED[name]
    return {**place, "text": name, "label": label, "name": name, "entity_id": entity_id(name, label), "score": 1.0}


def _mention(doc_id: str, start: int, quotes: list[Row]) -> Row:
    end = start + len("treaty")
    around = next((quote for quote in quotes if quote["start"] <= start and end <= quote["end"]), NULLS["quotes"])
    return {
        **NULLS["treaty_mentions"],
        "doc_id": doc_id,
        "sent_id": 0,
        "start": start,
        "end": end,
        "text": "treaty",
        "form": "nominal",
        "instrument": "china-russia-2001",
        "act": "extend",
        "quote_id": around["quote_id"],
        "speaker": around["speaker"],
        "speaker_id": around["speaker_id"],
        "score": 0.9,
    }


SMALL = (
    Page(
        "lavrov.txt",
        (
            "Talks went on.",
            Said("Sergei Lavrov", "the treaty was extended", rest="China is glad of it", columns={"kind": "direct"}),
            Said("Wang Yi", "Russia is near", cue="noted", columns={"speaker_country": "CN", "score": 0.4}),
        ),
        {"title": "Lavrov calls", "date": date(2021, 3, 22), "publisher": "CGTN"},
    ),
    Page(
        "wang.txt",
        (
            Said("Wang Yi", "China thanks Russia 😀 for the treaty", columns={"class": "other", "negated": True}),
            Said("He", "nothing", columns={"speaker": "?", "speaker_id": None}),
        ),
        {"date": date(2021, 1, 5), "publisher": "Xinhua", "reason": "a wrong encoding was repaired"},
    ),
    Page("undated.txt", (Said("Sergei Lavrov", "later"),)),
    Page("leer.txt", (), {"text": None, "status": "empty", "reason": "nothing to read"}),
)
"""Four documents, the newest first: five quotes of two speakers and one who is not named."""

HOSTILE = """</script><script>window.hacked=1</script><img src=x onerror="window.hacked=1">{{ 7 * 7 }}'"""
"""What a document may hold to take over the page."""


def hostile_page() -> Page:
    """A document that is hostile wherever it can be."""
    columns: Row = dict.fromkeys(("speaker", "speaker_role", "speaker_country", "organisation", "via"), HOSTILE)
    said = Said(HOSTILE, HOSTILE, cue=HOSTILE, columns={**columns, "members": [HOSTILE], "score": 0.1})
    dropped = [{"kind": HOSTILE, "characters": 1, "example": HOSTILE}]
    told = dict.fromkeys(("title", "publisher", "author", "source", "reason"), HOSTILE)
    return Page(HOSTILE, (HOSTILE, said), {**told, "dropped": dropped, "date": date(2021, 3, 23)})


def many(number: int, *, sentences: int = 12, seed: int = 1) -> list[Page]:
    """Made-up documents of the size of news. Their words are drawn, so that they compress no better than news does."""
    draw = random.Random(seed)
    words = ["".join(draw.choices("abcdefghijklmnoprstuvwy", k=draw.randint(2, 11))) for _ in range(4000)]
    speakers = [f"Speaker {word.title()}" for word in words[:800]]
    return [_made_up(page, sentences, words, speakers, draw) for page in range(number)]


def _made_up(number: int, sentences: int, words: list[str], speakers: list[str], draw: random.Random) -> Page:
    def sentence() -> str:
        return " ".join(draw.choices(words, k=25)) + draw.choice(("", "", " Russia", " China", " treaty"))

    # Few speak often and many seldom, as in the news.
    said = [Said(speakers[int(len(speakers) * draw.random() ** 3)], sentence()) for _ in range(sentences)]
    day = date(2015, 1, 1) + timedelta(days=draw.randrange(3000))
    columns = {"date": day, "publisher": f"Outlet {number % 40}", "title": sentence()[:60]}
    return Page(f"{number:06}.txt", [item for one in said for item in (sentence(), one)], columns)
