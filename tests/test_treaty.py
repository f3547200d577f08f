"""Treaty mentions, in plain words: ``[[…]]`` marks each mention of the 2001 treaty that must be found.

Nothing else may be found. The texts are invented. A mark ``[[it:…]]`` is a pronoun.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.annotation import TreatyMention
from pipeline.instruments import load_instruments
from pipeline.treaty import find_mentions

OURS = "china-russia-2001"
SHIPPED = load_instruments()

_MARK = re.compile(r"\[\[(?:it:)?(.*?)\]\]")
_SENTENCE = re.compile(r"\S.*?(?:[.?!][\"”’]?(?=\s+[\"“‘A-Z])|(?=\n\n)|\Z)", re.DOTALL)


def sentences_of(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _SENTENCE.finditer(text)]


def mentions_of(text: str) -> list[TreatyMention]:
    return [one for one in find_mentions(text, sentences_of(text), SHIPPED) if one.instrument == OURS]


def marked(text: str) -> str:
    """The text with its mentions marked, as in the tables below."""
    for one in reversed(mentions_of(text)):
        it = "it:" if one.form == "pronoun" else ""
        text = f"{text[: one.start]}[[{it}{text[one.start : one.end]}]]{text[one.end :]}"
    return text


NAMES = [
    "The [[China-Russia Treaty of Good-Neighborliness and Friendly Cooperation]] was discussed.",
    "The [[Sino-Russian Treaty on Good-Neighbourliness, Friendship and Cooperation]] was discussed.",
    "The [[Russian-Chinese Treaty of Good-Neighbourliness, Friendship and Cooperation]] was discussed.",
    "The [[Russian–Chinese Treaty of Good‑Neighbourliness, Friendship and Cooperation]] has dashes of every kind.",
    "The [[sino-russian treaty of good neighborliness and friendly cooperation]] is all in small letters.",
    "THE [[CHINA-RUSSIA TREATY OF GOOD-NEIGHBORLINESS AND FRIENDLY COOPERATION]] IS ALL IN CAPITALS.",
    "They upheld the [[Treaty of Goodneighborliness and Friendly Cooperation between China and Russia]] in full.",
    "Both cite the [[Treaty of Good-Neighborliness and Friendly Cooperation between the People's Republic of China "
    "and the Russian Federation]] of July 16, 2001.",
    "Both cite the [[Treaty on Good Neighbourliness, Friendship and Cooperation between the Russian Federation and the "
    "People’s Republic of China]].",
    "Russia and China value the [[Treaty of Good-Neighborliness and Friendly Cooperation]], the two presidents said.",
    "Russia and China value the [[Treaty of Friendship, Good-Neighbourliness and Cooperation]].",
    "The [[China-Russia Good-Neighborly Friendship and Cooperation Treaty]] needs no defence.",
    "China and Russia signed the “[[Treaty of Good-Neighborliness and Friendly Cooperation]]” in the Kremlin.",
    # the name cut short
    "The [[Sino-Russian friendship treaty]] runs for twenty years.",
    "Beijing and Moscow will extend their [[friendship treaty]].",
    "Beijing and Moscow will extend a [[20-year-old treaty]].",
    "The [[2001 Sino-Russian Treaty]] rules out territorial claims.",
    "The [[2001 Treaty of Friendship]] tied Russia to China, the scholar writes.",
    "Putin said the [[treaty between Russia and China]] had no hidden clauses.",
    "Russia values its [[treaty with China]].",
    "China's [[treaty of friendship with Russia]] is renewed every five years.",
    # an abbreviation, from where it is introduced
    "The [[China-Russia Treaty of Good-Neighborliness and Friendly Cooperation]] ([[TGNFC]]) is old. The [[TGNFC]] has "
    "25 articles.",
]

ANAPHORS = [
    "Both praised the [[Sino-Russian Treaty of Friendship]]. The [[treaty]] is no alliance. The [[pact]] binds both.",
    "Xi recalled the [[China-Russia Treaty of Good-Neighborliness]]. This [[important treaty]] "
    "is alive, and this [[landmark document]] will be renewed.",
    "Xi recalled the [[China-Russia Treaty of Good-Neighborliness]]. The [[said treaty]] is old.",
    "The [[China-Russia Treaty of Good-Neighborliness]] is old. He called the [[treaty]] a [[historic document]].",
    "The [[China-Russia Treaty of Good-Neighborliness]] is a [[landmark document]].",
    "The [[China-Russia Treaty of Good-Neighborliness]], a [[milestone document]], is old.",
    "The [[China-Russia Treaty of Good-Neighborliness]] is old. The [[Treaty]]'s 20th anniversary is near.",
    "The [[China-Russia Treaty of Good-Neighborliness]] is old. The [[Big Treaty]] holds, and so "
    "does what the [[basic treaty]] says.",
    "The [[China-Russia Treaty of Good-Neighborliness]] is old. The [[20-year-old pact]] holds.",
    "The [[China-Russia Treaty of Good-Neighborliness]] is old. The [[2001 treaty]] holds.",
    "The [[China-Russia Treaty of Good-Neighborliness]] is old. The [[document]] signed in July 2001 is not secret.",
    "The [[China-Russia Treaty of Good-Neighborliness]] is old. Our [[Treaty]] holds.",
    "Russia and China said the [[2001 treaty]] would be prolonged. The [[treaty]] was signed in Moscow.",
    # it is named only after it came up
    "China and Russia marked the anniversary of a [[treaty]] that lasts. The [[Sino-Russian Treaty of Friendship]] "
    "was signed in 2001.",
    "They agreed to extend the [[friendship treaty]]. The [[China-Russia Treaty of Good-Neighborliness and Friendly "
    "Cooperation]] has no equal.",
    # "it", where nothing else can be meant
    "Xi and Putin renewed the [[Sino-Russian friendship treaty]]. They extend the [[treaty]] and enrich [[it:it]].",
    "The [[Sino-Russian Treaty]] is well known. [[it:It]] was signed in Moscow.",
]

NEAR_MISSES = [
    "Russia suspended New START. The treaty limits warheads, and China is no party to the treaty.",
    "Russia and North Korea signed a treaty. China took note of the treaty.",
    "The Russia-DPRK treaty on comprehensive strategic partnership worries Seoul. The pact has a defence clause.",
    "China and North Korea renewed their friendship treaty. Russia said the treaty is a matter for the two.",
    "The 1961 Sino-North Korean Treaty of Friendship, Cooperation and Mutual Assistance was renewed. Russia has none.",
    "The India-Russia friendship treaty of 1971 is history, but China remembers the treaty.",
    "The Treaty of Friendship, Alliance and Mutual Assistance of 1950 bound China and Russia's predecessor.",
    "The Sino-Soviet Treaty of Friendship lapsed in 1980. The treaty had tied China to Moscow, not to Russia alone.",
    "China and Mongolia cherish the Treaty of Good-Neighborliness and Friendly Cooperation. Russia lies to the north.",
    "The Treaty of Good-Neighborliness and Friendly Cooperation between China and Kyrgyzstan was praised in Russia.",
    "The China-Turkmenistan Treaty of Good-Neighborliness and Friendly Cooperation lives. Russia and China trade gas.",
    "Xi told the Tajik president that the Treaty of Good-Neighborliness and Friendly Cooperation matters to Tajikistan "
    "and China, as do ties with Russia.",
    "China and Afghanistan have a Treaty of Friendship and Mutual Non-Aggression, and Russia has its own treaty.",
    "Russia and Belarus ratified the Union State treaty. China congratulated both on the treaty.",
    "Russia and China signed a treaty on extradition. The treaty has 22 articles.",
    "Russia and China signed an agreement on gas. The agreement runs for thirty years; the document is secret.",
    "The Sino-Russian border treaty was signed in 1991. The treaty settled the eastern section.",
    "The Sino-Russian treaty of 1689 was signed in Nerchinsk. The Treaty of Nerchinsk was in Latin.",
    "Russia and Iran replaced the 2001 treaty. Russia informed China, and Iran hailed the new treaty.",
    "The Sino-Russian Joint Statement was signed. The document has five parts.",
    "The Peace Treaty between China and Japan is of 1978. Russia and Japan have no peace treaty.",
    "NATO, the North Atlantic Treaty Organization, criticized China and Russia.",
    "China and Russia reached an accord on visas. The accord takes effect soon.",
    "China and Russia respect all treaties and agreements between them.",
    "Treaties of friendship are many. A treaty is what its parties make of it.",
    "Finland and Russia let their friendship treaty lapse. The 20-year-old treaty was not renewed.",
    "Kyrgyz and Chinese leaders signed a Good-Neighborly Treaty of Friendship and Cooperation in 2002, as Russia had.",
    "The Chinese premier is in Kazakhstan. In Astana he praised the Treaty of Good-Neighborliness and Friendly "
    "Cooperation. He flies on to Russia.",
    "The SCO adopted a Treaty on Long-Term Good-Neighborliness, Friendship and Cooperation. China and Russia ratified "
    "the treaty.",
    "Ukraine terminated the Treaty on Friendship, Cooperation and Partnership with Russia. China took note.",
    "They abide by the treaty obligations, said China and Russia.",
]

MIXED = [
    "They signed a joint statement on the [[Sino-Russian Treaty of Friendship]]. The document has five parts.",
    "The [[Sino-Russian Treaty of Friendship]] is old. They agreed on a programme of trade. The document is new.",
    "The [[Sino-Russian Treaty of Friendship]] is old. The UN Charter is older. The [[treaty]] cites it.",
    "The [[Sino-Russian friendship pact]] is old. Yet the [[agreement]] binds both. The agreement on visas is newer.",
    "The [[2001 treaty]] binds Russia and China. The 1950 treaty bound them, but the [[2001 accord]] is new.",
    # named by those who sign, not by their states
    "Putin and Xi extended the [[20-year-old friendship treaty]]. The [[pact]] was signed in 2001.",
    "The [[Sino-Russian Treaty of Friendship]] is old. New START is younger. The treaty limits warheads.",
    "The [[Sino-Russian Treaty of Friendship]] is old. They signed a joint statement. The document has five parts.",
    "The [[Sino-Russian Treaty of Friendship]] is old. They signed an agreement on gas. The agreement is secret.",
    "The [[Sino-Russian Treaty of Friendship]] is old. They signed a treaty on extradition. The treaty is short. The "
    "[[friendship treaty between China and Russia]] is long. The [[treaty]] has 25 articles.",
    "The [[Sino-Russian Treaty of Friendship]] is old. The China-Kazakhstan Treaty of Good-Neighborliness and Friendly "
    "Cooperation is younger. The treaty is in force.",
    "The Energy Charter Treaty (ECT) is dying. The ECT helped nobody. The [[Sino-Russian friendship treaty]] lives.",
]


@pytest.mark.parametrize("text", NAMES + ANAPHORS + NEAR_MISSES + MIXED)
def test_mentions_are_those_marked(text: str) -> None:
    assert marked(_MARK.sub(r"\1", text)) == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "The [[Sino-Russian Treaty of Friendship]] is old. “A [[treaty]] is as good as its parties,” he said.",
            marks=pytest.mark.xfail(reason="a general word about treaties meant for this one", strict=True),
        ),
        pytest.param(
            "The [[document]], known as the [[Sino-Russian Treaty of Friendship]], was signed in Moscow.",
            marks=pytest.mark.xfail(reason="“document” before the name, without a verb that tells", strict=True),
        ),
        pytest.param(
            "They signed the [[Sino-Russian Treaty of Friendship]]. “This is a [[historic document]],” Jiang said.",
            marks=pytest.mark.xfail(reason="“this” for the treaty as subject is not followed", strict=True),
        ),
        pytest.param(
            "He praised the [[Sino-Russian Treaty]]. Talks went on. Lunch came. It rained. They left. They slept. The "
            "[[agreement]] is good for both.",
            marks=pytest.mark.xfail(reason="“agreement” far behind: as often another paper", strict=True),
        ),
        pytest.param(
            "China and Russia are to renew [[treaty]]. The [[Sino-Russian Treaty of Friendship]] is old.",
            marks=pytest.mark.xfail(reason="headline style, without an article", strict=True),
        ),
    ],
)
def test_known_misses(text: str) -> None:
    assert marked(_MARK.sub(r"\1", text)) == text


ACTS = [
    ("The treaty was signed in Moscow on July 16, 2001.", "sign", "July 16, 2001"),
    ("This year marks the 20th anniversary of the signing of the treaty.", "anniversary", "This year"),
    ("Next month they celebrate the treaty's 20th anniversary.", "anniversary", "Next month"),
    ("The treaty turns twenty in July 2021.", "anniversary", "July 2021"),
    ("On Monday the two presidents extended the treaty.", "extend", "Monday"),
    ("The treaty will be prolonged for five years.", "extend", None),
    ("The two sides agreed to renew the treaty.", "renew", None),
    ("The State Duma ratified the treaty on 26 December 2001.", "ratify", "26 December 2001"),
    ("The treaty entered into force on February 28, 2002.", "enter_into_force", "February 28, 2002"),
    ("He accused the neighbour of violating the treaty.", "violate", None),
    ("They will abide by the spirit of the treaty.", "uphold", None),
    ("Critics attacked the treaty last week.", "criticize", "last week"),
    ("Both hailed the treaty.", "praise", None),
    ("The treaty has laid a solid foundation for ties.", "praise", None),
    ("The treaty expires in 2026.", "terminate", "2026"),
    ("The treaty has 25 articles.", None, None),
]


@pytest.mark.parametrize(("sentence", "act", "date"), ACTS)
def test_act_and_its_date(sentence: str, act: str | None, date: str | None) -> None:
    before = "The Sino-Russian Treaty of Friendship was on the table. "
    mention = mentions_of(before + sentence)[1]
    assert (mention.act, mention.act_date) == (act, date)


def test_forms_tell_names_from_phrases() -> None:
    text = "The Sino-Russian Treaty of Good-Neighborliness is old. The treaty holds. It was signed in Moscow."
    assert [one.form for one in mentions_of(text.replace("The treaty holds. ", "The treaty holds on. "))] == [
        "name",
        "nominal",
        "pronoun",
    ]


def test_without_sentences_the_text_is_one() -> None:
    assert len(find_mentions("The Sino-Russian Treaty of Friendship", [], SHIPPED)) == 1
    assert find_mentions("", [], SHIPPED) == ()


def test_other_instruments_have_their_own_id(tmp_path: Path) -> None:
    extra = tmp_path / "mine.toml"
    extra.write_text(
        """
        [[instruments]]
        id = "new-start"
        title = "New START"
        parties = ["russia", "united-states"]
        signed = 2010-04-08
        names = [{ pattern = "New START", needs = "nothing", examples = ["New START"] }]

        [[instruments]]
        id = "china-kazakhstan-2002"
        title = "Treaty of Good-Neighborliness and Friendly Cooperation between China and Kazakhstan"
        parties = ["china", "kazakhstan"]
        names = [{ pattern = "treaty of {neighbourly}[{join} {friendly}]", needs = "parties", examples = [
            "Treaty of Good-Neighborliness and Friendly Cooperation"] }]
        """,
        "utf-8",
    )
    text = (
        "Russia left New START. The treaty limited warheads. The China-Kazakhstan Treaty of Good-Neighborliness and "
        "Friendly Cooperation lives. The pact is of 2002. The China-Russia Treaty of Good-Neighborliness and Friendly "
        "Cooperation lives too."
    )
    found = find_mentions(text, sentences_of(text), load_instruments(extra))
    assert [one.instrument for one in found] == [
        "new-start",
        "new-start",
        "china-kazakhstan-2002",
        "china-kazakhstan-2002",
        OURS,
    ]


def test_component_writes_the_mentions() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("saidby_treaty")
    doc = nlp("China and Russia extended the treaty signed in 2001. The treaty holds.")
    assert [doc.text[one.start : one.end] for one in doc._.treaty_mentions] == ["treaty", "treaty"]


_PHRASES = [
    "treaty",
    "Treaty of Friendship",
    "friendship treaty",
    "Good-Neighborliness",
    "pact ",
    "document",
    "accord ",
]
_STATES = ["China", "Russia", "Mongolia ", "Sino-Russian ", "China-Russia ", " between China and Russia", "New START"]
_WORDS = ["the ", "a ", "this ", "historic ", " is ", "called ", " and ", " it ", "signed ", " extend the ", " 2001 "]
_MARKS = ["“", '"', "”", "(", ")", ", ", ". ", "\n\n", "–", "\u00a0", "'s ", "TGN"]
_PIECES = st.sampled_from([*_PHRASES, *_STATES, *_WORDS, *_MARKS])


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=40).map("".join) | st.text(max_size=80))
def test_offsets_hold_on_any_text(text: str) -> None:
    found = find_mentions(text, sentences_of(text), SHIPPED)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == text[one.start : one.end].strip()
        assert 0 < one.score <= 1
    assert all(first.end <= second.start for first, second in pairwise(found))
