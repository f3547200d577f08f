"""The figures about statements: what was said, who said it, and how rows match gold quotes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from evaluation.alignment import Alignment, Ids, normal, union
from evaluation.documents import GoldDocument, GoldQuote, Row
from evaluation.tally import ScoreCard

SAME_QUOTE = 0.5
"""Share of common tokens (Jaccard) from which a row and a gold quote are the same statement."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A gold quote that must be found: its tokens and its speaker's names as they are compared."""

    quote: GoldQuote
    ids: Ids
    names: set[str]


@dataclass(frozen=True, slots=True)
class Claim:
    """A row of ``quotes`` and its tokens."""

    row: Row
    ids: Ids

    @property
    def speaker(self) -> str:
        """The speaker's name as it is compared."""
        return normal(self.row.get("speaker"))

    @property
    def negated(self) -> bool:
        """True where the row says that the statement was denied or refused."""
        return bool(self.row.get("negated", False))


@dataclass(frozen=True)
class Page:
    """The statements of one document, as the gold has them and as the rows claim them."""

    alignment: Alignment
    gold: GoldDocument
    claims: list[Claim]

    @classmethod
    def of(cls, alignment: Alignment, gold: GoldDocument, rows: list[Row]) -> Page:
        """The page of a gold document and the rows of ``quotes`` that were published of it."""
        return cls(alignment, gold, [Claim(row, _row_tokens(alignment, row)) for row in rows])

    @cached_property
    def required(self) -> list[Statement]:
        """What must be found. Of a quote that does not count, only the stretches that go on after it."""
        statements = [Statement(quote, self._counted(quote), _names(quote)) for quote in self.gold["quotes"]]
        return [statement for statement in statements if statement.ids]

    @cached_property
    def ignored(self) -> Ids:
        """Tokens that count neither for nor against anybody: beliefs, hopes, what was denied or refused."""
        return union(self.tokens(quote["fragments"]) for quote in self.gold["quotes"] if not _counts(quote))

    @cached_property
    def claimed(self) -> list[Ids]:
        """The tokens of each row that count."""
        return [claim.ids - self.ignored for claim in self.claims]

    @cached_property
    def matched(self) -> list[tuple[int, int]]:
        """Numbers of the required statement and of the row that is the same, one to one."""
        return pair_off([statement.ids for statement in self.required], self.claimed)

    @cached_property
    def counted(self) -> list[int]:
        """Numbers of the rows that count for or against: those matched, and those that mostly claim what counts."""
        used = {j for _, j in self.matched}
        sizes = enumerate(zip(self.claimed, self.claims, strict=True))
        return [j for j, (ids, claim) in sizes if j in used or len(ids) > len(claim.ids) / 2]

    @cached_property
    def continued(self) -> Ids:
        """Tokens that go on reporting without a cue."""
        return union(self.tokens(quote["continued"]) for quote in self.gold["quotes"])

    @cached_property
    def content(self) -> Ids:
        """Tokens of every statement that counts."""
        return union(statement.ids for statement in self.required) - self.ignored

    @cached_property
    def names_of(self) -> dict[int, set[str]]:
        """Who said each token: the names that are right."""
        return {i: _names(quote) for quote in self.gold["quotes"] for i in self.everything(quote)}

    @cached_property
    def speaker_of(self) -> dict[int, str]:
        """Who said each token, as the rows have it."""
        return {i: claim.speaker for claim in self.claims for i in claim.ids}

    def tokens(self, extents: Iterable[list[int]]) -> Ids:
        """The tokens of several stretches of the gold text."""
        return union(self.alignment.here(start, end) for start, end in extents)

    def everything(self, quote: GoldQuote) -> Ids:
        """All tokens of a gold quote, whether they count or not."""
        return self.tokens(quote["fragments"] + quote["continued"])

    def _counted(self, quote: GoldQuote) -> Ids:
        return self.everything(quote) if _counts(quote) else self.tokens(quote["continued"])


def score_quotes(card: ScoreCard, alignment: Alignment, gold: GoldDocument, rows: list[Row]) -> None:
    """Add the figures of one document to the score card."""
    page = Page.of(alignment, gold, rows)
    _score_tokens(card, page)
    _score_classes(card, page)
    _score_matches(card, page)


def _counts(quote: GoldQuote) -> bool:
    return quote["class"] != "other" and not quote["negated"]


def _names(quote: GoldQuote) -> set[str]:
    return {normal(name) for name in quote["speaker"]}


def _row_tokens(alignment: Alignment, row: Row) -> Ids:
    """The tokens of a row's fragments; of its whole extent where it has none."""
    return union(alignment.there(piece["start"], piece["end"]) for piece in row.get("fragments") or [row])


def _score_tokens(card: ScoreCard, page: Page) -> None:
    """Content, attributed, continued: token by token."""
    claimed = page.speaker_of.keys() - page.ignored
    right = {i for i in page.content & claimed if page.speaker_of[i] in page.names_of[i]}
    card["content"].add(len(page.content & claimed), len(claimed), len(page.content))
    card["attributed"].add(len(right), len(claimed), len(page.content))
    marked = union(_marked_tokens(page.alignment, claim.row) for claim in page.claims) - page.ignored
    card["continued"].add(len(right & page.continued), 0, len(page.continued))
    card["continued_p"].add(len(right & marked), len(marked), len(marked))


def _marked_tokens(alignment: Alignment, row: Row) -> Ids:
    """The tokens of the fragments that a row marks as going on without a cue."""
    pieces = row.get("fragments") or []
    return union(alignment.there(piece["start"], piece["end"]) for piece in pieces if piece.get("continued"))


def _score_classes(card: ScoreCard, page: Page) -> None:
    """Class and negation, over every gold quote, each with the row most like it."""
    found_negated = set()
    for quote in page.gold["quotes"]:
        best = max(_alike(page.everything(quote), [claim.ids for claim in page.claims]), default=None)
        if best is None:
            continue
        claim = page.claims[best[1]]
        if "class" in claim.row:
            card["class"].add_answer(right=(claim.row["class"] == "speech") == (quote["class"] == "speech"))
        if quote["negated"] and claim.negated:
            found_negated.add(best[1])
    claimed = sum(claim.negated for claim in page.claims)
    card["negated"].add(len(found_negated), claimed, sum(quote["negated"] for quote in page.gold["quotes"]))


def _alike(ids: Ids, others: list[Ids]) -> list[tuple[float, int]]:
    """Jaccard and number of each of the others that is much the same as ``ids``."""
    jaccards = [(len(ids & other) / len(ids | other) if ids | other else 0.0, j) for j, other in enumerate(others)]
    return [(jaccard, j) for jaccard, j in jaccards if jaccard >= SAME_QUOTE]


def pair_off(wanted: list[Ids], found: list[Ids]) -> list[tuple[int, int]]:
    """Numbers of those that belong together, one to one, the most alike first."""
    pairs = [(jaccard, i, j) for i, ids in enumerate(wanted) for jaccard, j in _alike(ids, found)]
    matched: list[tuple[int, int]] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for _, i, j in sorted(pairs, reverse=True):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            matched.append((i, j))
    return matched


def judged_rows(page: Page) -> list[tuple[Row, bool]]:
    """Each row that counts, and whether it is right: the same as a gold quote, and by the same speaker."""
    right = {j for i, j in page.matched if page.claims[j].speaker in page.required[i].names}
    return [(page.claims[j].row, j in right) for j in page.counted]


def _score_matches(card: ScoreCard, page: Page) -> None:
    """Quotes one to one, and what the matched rows say about them."""
    strict = sum(page.required[i].ids == page.claimed[j] for i, j in page.matched)
    card["quotes"].add(len(page.matched), len(page.counted), len(page.required))
    card["quotes_strict"].add(strict, len(page.counted), len(page.required))
    for i, j in page.matched:
        _score_match(card, page, page.required[i], page.claims[j])
    card.notes += _missed(page, {i for i, _ in page.matched})
    used = {j for _, j in page.matched}
    card.notes += _false_alarms(page, [j for j in page.counted if j not in used])


def _score_match(card: ScoreCard, page: Page, statement: Statement, claim: Claim) -> None:
    """Speaker, cue and kind of a row that was matched."""
    card["speaker"].add_answer(right=claim.speaker in statement.names)
    if claim.speaker not in statement.names:
        card.notes.append(
            f"{page.gold['name']} speaker {claim.row.get('speaker')!r}, gold {statement.quote['speaker']}"
        )
    if statement.quote["cue"] is not None and "cue_start" in claim.row:
        has_cue = claim.row["cue_start"] is not None
        cue = page.alignment.there(claim.row["cue_start"], claim.row["cue_end"]) if has_cue else set()
        card["cue"].add_answer(right=bool(cue & page.tokens([statement.quote["cue"]])))
    if "kind" in claim.row:
        card["kind"].add_answer(right=claim.row["kind"] == statement.quote["kind"])


def _missed(page: Page, found: set[int]) -> Iterable[str]:
    for i, statement in enumerate(page.required):
        if i not in found:
            start, end = (statement.quote["fragments"] + statement.quote["continued"])[0]
            yield f"{page.gold['name']} quote - {statement.quote['speaker'][0]}: {page.gold['text'][start:end][:90]!r}"


def _false_alarms(page: Page, numbers: list[int]) -> Iterable[str]:
    for j in numbers:
        row = page.claims[j].row
        yield f"{page.gold['name']} quote + {row.get('speaker')}: {str(row.get('content'))[:90]!r}"
