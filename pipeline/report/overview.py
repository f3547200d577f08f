"""Who spoke how often and about what, over time: the figures of the whole run, none left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.annotation import UNKNOWN_SPEAKER
from pipeline.report.periods import Timeline, timeline
from pipeline.report.records import Entry, Party, Records
from pipeline.report.wording import counted, country_name, days, plain
from pipeline.schema import Row

SHOWN_SPEAKERS = 15
SHOWN_SUBJECTS = 15
SHOWN_STATEMENTS = 20
_SHOWN_BESIDE = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A speaker, or a subject, with how many quotes there are, when, and who goes with them most often."""

    party: Party
    country: str | None
    quotes: int
    treaty: int
    by_period: list[int]
    beside: list[tuple[str, int]]
    """For a speaker, what is named in the quotes; for a subject, who speaks of it. The most frequent come first."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something done to a treaty, how often it is mentioned, and who says so."""

    name: str
    mentions: int
    speakers: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Overview:
    """The first view of the report."""

    lead: str
    undated: int
    """Quotes in documents without a date."""
    timeline: Timeline
    quotes: list[int]
    """Quotes in each period."""
    treaty: list[int]
    """Of these, the ones with a mention of the treaty."""
    speakers: list[Line]
    more_speakers: int
    subjects: list[Line]
    more_subjects: int
    acts: list[Act]
    statements: list[Row]
    """What most documents report, at most :data:`SHOWN_STATEMENTS`."""
    more_statements: int


def overview(records: Records) -> Overview:
    """The figures of a run."""
    entries = records.entries
    times = timeline(entry.date for entry in entries)
    speakers = _by_speaker(entries)
    subjects = _by_subject(entries)
    return Overview(
        lead=_lead(records, len(speakers)),
        undated=sum(entry.date is None for entry in entries),
        timeline=times,
        quotes=times.counts(entry.date for entry in entries),
        treaty=times.counts(entry.date for entry in entries if entry.treaty),
        speakers=[
            _line(party, found, times, (subject for entry in found for subject in entry.subjects))
            for party, found in _most(speakers, SHOWN_SPEAKERS)
        ],
        more_speakers=max(0, len(speakers) - SHOWN_SPEAKERS),
        subjects=[
            _line(party, found, times, (entry.speaker for entry in found))
            for party, found in _most(subjects, SHOWN_SUBJECTS)
        ],
        more_subjects=max(0, len(subjects) - SHOWN_SUBJECTS),
        acts=_acts(records),
        statements=sorted(records.statements, key=lambda row: -int(row["documents"]))[:SHOWN_STATEMENTS],
        more_statements=max(0, len(records.statements) - SHOWN_STATEMENTS),
    )


def _lead(records: Records, speakers: int) -> str:
    """The run in two or three sentences."""
    dates = [row["date"] for row in records.documents if row["date"] is not None]
    when = f", dated {days(min(dates), max(dates))}," if dates else ""
    treaty = sum(entry.treaty for entry in records.entries)
    sentences = [
        f"{counted(len(records.documents), 'document')}{when} with {counted(len(records.entries), 'quote')} "
        f"of {counted(speakers, 'speaker')}."
    ]
    if records.mentions:
        sentences.append(
            f"The treaty comes up {counted(len(records.mentions), 'time')}, and in {counted(treaty, 'quote')}."
        )
    if unnamed := sum(entry.speaker.key == UNKNOWN_SPEAKER for entry in records.entries):
        sentences.append(f"In {counted(unnamed, 'quote')} the text does not name the speaker.")
    return " ".join(sentences)


def _by_speaker(entries: Iterable[Entry]) -> dict[Party, list[Entry]]:
    """The quotes of each speaker who is named."""
    found: defaultdict[Party, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.speaker.key != UNKNOWN_SPEAKER:
            found[entry.speaker].append(entry)
    return found


def _by_subject(entries: Iterable[Entry]) -> dict[Party, list[Entry]]:
    """The quotes in which each subject is named."""
    found: defaultdict[Party, list[Entry]] = defaultdict(list)
    for entry in entries:
        for subject in entry.subjects:
            found[subject].append(entry)
    return found


def _most(groups: Mapping[Party, list[Entry]], number: int) -> list[tuple[Party, list[Entry]]]:
    return sorted(groups.items(), key=lambda item: (-len(item[1]), item[0].name, item[0].key))[:number]


def _line(party: Party, entries: list[Entry], times: Timeline, beside: Iterable[Party]) -> Line:
    country = party.country or _commonest(entry.row["speaker_country"] for entry in entries if entry.speaker == party)
    others = Counter(other.name for other in beside if other.key not in {party.key, UNKNOWN_SPEAKER})
    return Line(
        party=party,
        country=country and country_name(country),
        quotes=len(entries),
        treaty=sum(entry.treaty for entry in entries),
        by_period=times.counts(entry.date for entry in entries),
        beside=_top(others),
    )


def _commonest(values: Iterable[str | None]) -> str | None:
    most = _top(Counter(value for value in values if value))
    return most[0][0] if most else None


def _top(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_SHOWN_BESIDE]


def _acts(records: Records) -> list[Act]:
    """What is done to the treaty, the most frequent first."""
    speakers = {(entry.row["doc_id"], entry.row["quote_id"]): entry.speaker.name for entry in records.entries}
    found: defaultdict[str, list[str | None]] = defaultdict(list)
    for mention in records.mentions:
        if mention["act"]:
            found[mention["act"]].append(speakers.get((mention["doc_id"], mention["quote_id"])))
    acts = [Act(plain(act), len(who), _top(Counter(name for name in who if name))) for act, who in found.items()]
    return sorted(acts, key=lambda act: (-act.mentions, act.name))
