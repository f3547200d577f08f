"""Who is who over the whole corpus."""

from __future__ import annotations

import random
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.actors import Changes, actor_rows, changes
from pipeline.aliases import Aliases, Apart, Join
from pipeline.schema import ACTORS, Row, conform
from tests.corpora import Page, Tables, tables

NOBODY = Aliases()


def joined(corpus: Tables, aliases: Aliases = NOBODY) -> set[tuple[str, ...]]:
    """The identities of each actor that has several."""
    return {tuple(row["entity_ids"]) for row in actor_rows(corpus, aliases) if len(row["entity_ids"]) > 1}


def named(corpus: Tables, name: str, aliases: Aliases = NOBODY) -> Row:
    return next(row for row in actor_rows(corpus, aliases) if row["name"] == name)


SERGEI = Page(["Sergei Lavrov"])
LAVROV = Page(["Lavrov"])


@pytest.mark.parametrize(
    ("pages", "together"),
    [
        pytest.param([SERGEI, SERGEI, LAVROV], "lavrov sergey-lavrov", id="one fuller person, known from two"),
        pytest.param([SERGEI, LAVROV], "", id="one who is named once may be another"),
        pytest.param(
            [Page(["Sergei Lavrov", "Wang Yi"]), Page(["Lavrov", "Wang Yi"])], "lavrov sergey-lavrov", id="company"
        ),
        pytest.param(
            [Page(["Ann Lee", "Bo Ek"]), Page(["Lee", "Bo Ek"]), *[Page(["Bo Ek"])] * 20],
            "",
            id="company that everybody keeps",
        ),
        pytest.param(
            [Page(quotes=["Sergei Lavrov|Russian Foreign Minister"]), Page(quotes=["Lavrov|foreign minister"])],
            "lavrov sergey-lavrov",
            id="the same role in fewer words",
        ),
        pytest.param([Page(quotes=["Gray Miller|judge"]), Page(quotes=["Miller|Gazprom head"])], "", id="another role"),
        pytest.param(
            [Page(quotes=["Sergei Lavrov||RU"]), Page(quotes=["Lavrov||RU"])], "lavrov sergey-lavrov", id="country"
        ),
        pytest.param(
            [*[Page(quotes=["Sang Lee||KR"])] * 2, Page(quotes=["Lee||US"])], "", id="another country forbids it"
        ),
        pytest.param([Page(["Ann Lee"])] * 2 + [Page(["Bo Lee"])] * 2 + [Page(["Lee"])], "", id="two compete"),
        pytest.param(
            [Page(quotes=["Ann Lee||KR"]), Page(quotes=["Bo Lee||US"]), Page(quotes=["Lee||US"])],
            "bo-lee lee",
            id="two compete, the country decides",
        ),
        pytest.param(
            [Page(quotes=["Ann Lee|trade minister"]), Page(quotes=["Bo Lee|mayor"]), Page(quotes=["Lee|mayor"])],
            "bo-lee lee",
            id="two compete, the role decides",
        ),
        pytest.param(
            [Page(["Ann Lee", "Cy Ek"]), Page(["Bo Lee", "Di Fu"]), Page(["Lee", "Di Fu"])],
            "bo-lee lee",
            id="two compete, the company decides",
        ),
        pytest.param(
            [Page(["Donald Trump"])] * 2 + [Page(["Donald Trump Jr."])] * 2 + [Page(["Trump"])],
            "donald-trump trump",
            id="a junior is not meant where the senior can be",
        ),
        pytest.param([Page(["Kim Hall Jr."])] * 2 + [Page(["Hall"])], "hall kim-hall-jr", id="a junior alone"),
        pytest.param([Page(["Wang Yi", "Wang"])] * 2 + [Page(["Wang"])], "wang wang-yi", id="family name first"),
        pytest.param([Page(["Robert Mueller", "Mueller"])] * 2 + [Page(["Robert"])], "", id="a first name"),
        pytest.param([Page(["Wang Yi"])] * 2 + [Page(["Wang"])], "", id="nothing says which name is the family's"),
        pytest.param(
            [Page(quotes=["Wang Yi||CN"]), Page(quotes=["Wang||CN"])], "wang wang-yi", id="the country says so"
        ),
        pytest.param([Page(["Wang Yi", "Wang"])] * 2 + [Page(["Yi"])], "", id="a given name that stands last"),
        pytest.param(
            [Page(["Donald J. Trump"])] * 2 + [Page(["Donald Trump"])] + [Page(["Trump"])],
            "donald-j-trump donald-trump trump",
            id="the longest names are decided first",
        ),
        pytest.param(
            [Page(["Recep Tayyip Erdogan"])] * 2 + [Page(["Recep Erdoğan"])],
            "recep-erdogan recep-tayyip-erdogan",
            id="without a middle name",
        ),
        pytest.param([Page(["Ahmad Shah Ek"])] * 2 + [Page(["Ahmad Zia Ek"])] * 2, "", id="another middle name"),
        pytest.param([Page(["Sirhan Sirhan"])] * 2 + [Page(["Sirhan"])], "", id="the same word twice tells nothing"),
    ],
)
def test_a_short_name_is_a_fuller_persons_where_the_evidence_says_so(pages: list[Page], together: str) -> None:
    expected = {tuple(f"person:{slug}" for slug in together.split())} if together else set()
    assert joined(tables(*pages)) == expected


@pytest.mark.parametrize(
    ("names", "together"),
    [
        (["GPE:US", "GPE:U.S.", "GPE:the United States"], "gpe:u-s gpe:united-states gpe:us"),
        (["GPE:Russia", "ORG:Russian Federation"], "gpe:russia org:russian-federation"),
        (["GPE:Washington", "GPE:United States"], ""),  # a capital is a place too
        (["NORP:Russian", "GPE:Russia"], ""),  # a people is not its country
        (["ORG:Hamas", "NORP:Hamas"], "norp:hamas org:hamas"),
        (["ORG:Washington", "Washington"], ""),  # a person is no body
        (
            ["ORG:Russian Foreign Ministry", "ORG:Foreign Ministry of Russia", "ORG:Russia's Foreign Ministry"],
            "org:foreign-ministry-of-russia org:russia-s-foreign-ministry org:russian-foreign-ministry",
        ),
        (["ORG:Russian Foreign Ministry", "ORG:Chinese Foreign Ministry"], ""),
        (["ORG:University of Washington", "ORG:Washington University"], ""),
        (["ORG:US Senate", "ORG:US Congress"], ""),
    ],
)
def test_names_of_one_body_or_country(names: list[str], together: str) -> None:
    corpus = tables(*(Page([name]) for name in names))
    assert joined(corpus) == ({tuple(together.split())} if together else set())


RUSSIAN, CHINESE, SHORT = "ORG:Russian Foreign Ministry", "ORG:Chinese Foreign Ministry", "ORG:Foreign Ministry"


@pytest.mark.parametrize(
    ("pages", "is_russian"),
    [
        ([Page([RUSSIAN, SHORT]), Page([SHORT, RUSSIAN]), Page([CHINESE])], True),
        ([Page([RUSSIAN, SHORT]), Page([CHINESE, SHORT])], False),  # now one, now the other
        ([Page([RUSSIAN, CHINESE, SHORT])], False),  # which of the two?
        ([Page([RUSSIAN]), Page([SHORT])], False),  # nothing says so
        ([Page([RUSSIAN, SHORT]), Page([SHORT])], False),  # once it may be another
    ],
)
def test_a_body_without_its_country(pages: list[Page], is_russian: bool) -> None:
    expected = {("org:foreign-ministry", "org:russian-foreign-ministry")} if is_russian else set()
    assert joined(tables(*pages)) == expected


def test_a_row_tells_of_all_that_is_joined_under_it() -> None:
    corpus = tables(
        Page(["Sergey Lavrov", "Lavrov"], ["Sergey Lavrov|Foreign Minister|RU"], date(2021, 3, 23)),
        Page(["Sergei Lavrov"], ["Sergei Lavrov|Russian Foreign Minister|RU"], date(2021, 3, 22)),
        Page(["Sergei Lavrov"]),
        Page(["Lavrov"], ["Lavrov|Russian Foreign Minister"]),
    )
    assert actor_rows(corpus, NOBODY) == [
        {
            "actor_id": "person:sergey-lavrov",
            "name": "Sergei Lavrov",  # more often than "Sergey Lavrov"
            "label": "PERSON",
            "entity_ids": ["person:lavrov", "person:sergey-lavrov"],
            "role": "Russian Foreign Minister",
            "country": "RU",
            "documents": 4,
            "mentions": 5,
            "quotes": 3,
            "first_date": date(2021, 3, 22),
            "last_date": date(2021, 3, 23),
        }
    ]
    assert conform(actor_rows(corpus, NOBODY), ACTORS).num_rows == 1


@pytest.mark.parametrize(
    ("names", "name", "country"),
    [
        (["GPE:US", "GPE:US", "GPE:United States"], "United States", "US"),
        (["GPE:Russia", "GPE:Russia", "GPE:Russian Federation"], "Russia", "RU"),
        (["ORG:NATO"], "NATO", None),
        (["ORG:US Geological Survey"], "US Geological Survey", "US"),
        ([SHORT, SHORT, RUSSIAN], "Russian Foreign Ministry", "RU"),
        (["NORP:Russian"], "Russian", "RU"),
        (["GPE:Moscow"], "Moscow", "RU"),
        (["Putin", "Putin", "Vladimir Putin"], "Vladimir Putin", None),
    ],
)
def test_the_name_is_the_most_frequent_of_the_fullest(names: list[str], name: str, country: str | None) -> None:
    (row,) = actor_rows(tables(Page(names)), NOBODY)
    assert (row["name"], row["country"]) == (name, country)


def test_groups_unnamed_sources_and_things_are_no_actors() -> None:
    corpus = tables(Page(["DATE:Monday", "LAW:the treaty"], ["?", "group:China and Russia", "source:an official"]))
    assert actor_rows(corpus, NOBODY) == []


BOTH = [Page(["Sergei Lavrov"])] * 2 + [Page(["Lavrov"]), Page(["ORG:AP", "ORG:Associated Press"])]


@pytest.mark.parametrize(
    ("aliases", "expected"),
    [
        pytest.param(
            Aliases(join=(Join(names=("AP", "Associated Press")),)),
            {("person:lavrov", "person:sergey-lavrov"), ("org:ap", "org:associated-press")},
            id="joined by name",
        ),
        pytest.param(
            Aliases(join=(Join(ids=("org:ap", "person:lavrov")),)),
            {("org:ap", "person:lavrov")},
            id="moved nowhere else",
        ),
        pytest.param(Aliases(apart=(Apart(names=("Lavrov", "Sergey Lavrov")),)), set(), id="kept apart"),
        pytest.param(
            Aliases(join=(Join(name="A", ids=("person:lavrov",)), Join(name="B", ids=("person:sergey-lavrov",)))),
            set(),
            id="two entries are two actors",
        ),
        pytest.param(
            Aliases(join=(Join(ids=("person:nobody", "person:nowhere")),)),
            {("person:lavrov", "person:sergey-lavrov")},
            id="of whom the corpus knows nothing",
        ),
    ],
)
def test_what_is_done_by_hand_wins(aliases: Aliases, expected: set[tuple[str, ...]]) -> None:
    assert joined(tables(*BOTH), aliases) == expected


def test_who_is_ruled_out_by_hand_leaves_the_name_to_the_other() -> None:
    corpus = tables(*[Page(["Ann Lee"])] * 2, *[Page(["Bo Lee"])] * 2, Page(["Lee"]))
    assert joined(corpus) == set()
    assert joined(corpus, Aliases(apart=(Apart(names=("Lee", "Ann Lee")),))) == {("person:bo-lee", "person:lee")}


def test_what_is_kept_apart_stays_apart_over_others() -> None:
    corpus = tables(Page(["GPE:US", "GPE:U.S.", "GPE:United States"]))
    rows = actor_rows(corpus, Aliases(apart=(Apart(ids=("gpe:us", "gpe:united-states")),)))
    assert [row["entity_ids"] for row in rows] == [["gpe:u-s", "gpe:united-states"], ["gpe:us"]]


def test_a_name_given_by_hand_is_the_actors() -> None:
    row = named(tables(*BOTH), "Associated Press", Aliases(join=(Join(name="Associated Press", ids=("org:ap",)),)))
    assert (row["actor_id"], row["entity_ids"]) == ("org:associated-press", ["org:ap", "org:associated-press"])
    row = named(tables(*BOTH), "S. V. Lavrov", Aliases(join=(Join(name="S. V. Lavrov", ids=("person:lavrov",)),)))
    assert (row["actor_id"], row["entity_ids"]) == ("person:s-v-lavrov", ["person:lavrov"])


PERSONS = ["Lavrov", "Sergei Lavrov", "Sergey Lavrov", "Lee", "Ann Lee", "Bo Lee", "Ann B. Lee", "Wang", "Wang Yi"]
BODIES = ["ORG:Hamas", "NORP:Hamas", "GPE:US", "GPE:United States", RUSSIAN, SHORT, "ORG:Foreign Ministry of Russia"]
NAMES = st.sampled_from([*PERSONS, *BODIES])
SPEAKERS = st.builds("|".join, st.tuples(NAMES, st.sampled_from(["", "minister"]), st.sampled_from(["", "RU", "CN"])))
PAGES = st.lists(st.builds(Page, st.lists(NAMES, max_size=4), st.lists(SPEAKERS, max_size=2)), max_size=8)
ALIASES = st.sampled_from(
    [
        NOBODY,
        Aliases(join=(Join(names=("Lavrov", "Lee")),)),
        Aliases(apart=(Apart(names=("Lee", "Ann Lee", "Bo Lee")), Apart(ids=("gpe:us", "gpe:united-states")))),
    ]
)


def shuffled(table: pa.Table, seed: int) -> pa.Table:
    order = list(range(table.num_rows))
    random.Random(seed).shuffle(order)
    return table.take(pa.array(order, pa.int64()))


@given(PAGES, ALIASES, st.integers())
def test_the_order_of_rows_changes_nothing(pages: list[Page], aliases: Aliases, seed: int) -> None:
    corpus = tables(*pages)
    mixed = {name: shuffled(table, seed) for name, table in corpus.items()}
    assert actor_rows(mixed, aliases) == actor_rows(corpus, aliases)


def rows_of(corpus: Tables, doc_ids: set[str]) -> Tables:
    """The tables of some of the documents."""
    return {
        name: table.filter(pc.is_in(table["doc_id"], pa.array(doc_ids, pa.string()))) for name, table in corpus.items()
    }


@given(PAGES, st.integers(0, 8))
def test_runs_over_parts_of_a_corpus_agree_with_one_run_over_it(pages: list[Page], cut: int) -> None:
    whole = tables(*pages)
    doc_ids = [f"d{number}" for number in range(len(pages))]
    late, early = rows_of(whole, set(doc_ids[cut:])), rows_of(whole, set(doc_ids[:cut]))
    union = {name: pa.concat_tables([late[name], early[name]]) for name in whole}
    assert actor_rows(union, NOBODY) == actor_rows(whole, NOBODY)


@given(PAGES, ALIASES)
def test_every_identity_is_in_one_actor_and_every_row_counted_once(pages: list[Page], aliases: Aliases) -> None:
    corpus = tables(*pages)
    rows = actor_rows(corpus, aliases)
    identities = [identity for row in rows for identity in row["entity_ids"]]
    assert len(identities) == len(set(identities))
    assert set(identities) == {
        *corpus["entities"]["entity_id"].to_pylist(),
        *corpus["quotes"]["speaker_id"].to_pylist(),
    }
    assert len({row["actor_id"] for row in rows}) == len(rows)
    assert sum(row["mentions"] for row in rows) == corpus["entities"].num_rows
    assert sum(row["quotes"] for row in rows) == corpus["quotes"].num_rows


def actor(name: str, *entity_ids: str, quotes: int = 0) -> Row:
    return {"actor_id": entity_ids[0], "name": name, "entity_ids": list(entity_ids), "quotes": quotes, "mentions": 1}


@pytest.mark.parametrize(
    ("former", "actors", "expected"),
    [
        pytest.param([], [actor("A", "a")], Changes(), id="new"),
        pytest.param([actor("A", "a")], [], Changes(), id="gone"),
        pytest.param([actor("A", "a")], [actor("A", "a", "b")], Changes(), id="a new identity joins"),
        pytest.param(
            [actor("A", "a"), actor("B", "b")],
            [actor("A", "a", "b")],
            Changes(joined=((("A", "B"), ("A",)),)),
            id="joined",
        ),
        pytest.param(
            [actor("A", "a", "b")],
            [actor("A", "a"), actor("B", "b")],
            Changes(parted=((("A",), ("A", "B")),)),
            id="parted",
        ),
        pytest.param([actor("A", "a")], [actor("Ann A", "a")], Changes(renamed=((("A",), ("Ann A",)),)), id="renamed"),
        pytest.param(
            [actor("A", "a"), actor("B", "b"), actor("C", "c"), actor("D", "d")],
            [actor("A", "a", "b", quotes=1), actor("C", "c", "d", quotes=9)],
            Changes(joined=((("C", "D"), ("C",)), (("A", "B"), ("A",)))),
            id="the most quoted first",
        ),
        pytest.param(
            [actor("A", "a", "b"), actor("C", "c")],
            [actor("A", "a"), actor("C", "b", "c")],
            Changes(joined=((("A", "C"), ("C",)),), parted=((("A",), ("A", "C")),)),
            id="an identity that moves is told twice",
        ),
    ],
)
def test_what_became_of_the_actors_of_the_run_before(former: list[Row], actors: list[Row], expected: Changes) -> None:
    assert changes(former, actors) == expected


@given(PAGES, PAGES)
def test_a_run_like_the_one_before_changes_nothing(pages: list[Page], others: list[Page]) -> None:
    rows = actor_rows(tables(*pages), NOBODY)
    assert changes(rows, rows) == Changes()
    found = changes(rows, actor_rows(tables(*others), NOBODY))
    assert all(len(before) > 1 and len(after) == 1 for before, after in found.joined)
