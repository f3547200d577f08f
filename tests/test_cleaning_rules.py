"""The rules of cleaning one by one: lines, dates, publishers, paragraphs, characters."""

from __future__ import annotations

import datetime

import pytest

from pipeline.cleaning import dates, furniture, language, prose, publisher
from pipeline.cleaning.characters import fold, repair
from pipeline.cleaning.document import Line
from pipeline.cleaning.limits import unfit_markup
from pipeline.cleaning.paragraphs import paragraphs

ENGLISH = "We use cookies to make this site better, and you may turn them off."
JAPANESE = (
    "このご時世パスワードの強化は非常に重要なことであり、日に日に増えていくその数を"
    "覚えることはできないので、ソフトを使っています。"
)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("[Suggest to a Friend]", "widget"),
        ("<Print This Page>", "widget"),
        ("Facebook Twitter E-mail", "share"),
        ("02:15 / 10:00", "player"),
        ("ADVERTISEMENT", "advertisement"),
        ("The two ministers shake hands in Oslo. [Photo/Agencies]", "caption"),
        ("Protesters march in Paris on May 1. REUTERS/Jane Doe", "caption"),
        ("FILE - In this June 3 photo the minister speaks in Rome.", "caption"),
        ("© Jane Doe/TASS", "caption"),
        ("© 2021 Daily Planet", "copyright_notice"),
        ("No part may be reproduced without prior written permission.", "legal"),
        ("We use cookies to make this site better.", "cookie_notice"),
        ("Home > News > Asia", "breadcrumb"),
        ("News / World / Asia", "breadcrumb"),
        ("AFP | Updated: 2021-02-05 10:09", "updated"),
        ("Last updated 3 hours ago", "updated"),
        ("By Jane Doe and John Roe in Paris", "byline"),
        ("Editor: Huang", "byline"),
        ("(Reporting by Jane Doe; Editing by John Roe)", "byline"),
        ("Most Read in 7 Days", "link_list"),
        ("Back to top", "page_end"),
        ("Sign up for our daily newsletter", "subscription"),
        ("READ MORE: Talks break down", "read_more"),
        ("https://example.org/a", "address"),
        ("_____", "ornament"),
    ],
)
def test_lines_that_are_no_body(line: str, kind: str) -> None:
    assert furniture.kind_of(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        "Share prices rose.",
        "By Monday the two sides had agreed on a date.",
        "Copyright law is to be changed, the minister said.",
        "Without prior authorisation, protests are prohibited, police said.",
        "By continuing to use force, the army lost support.",
        "Record number of voters turned out.",
        "The report, published on March 3, 2021, said so.",
        "Update at 2:25 p.m. ET: Minister denies group's claim of responsibility",
        "Reporter: Will you sign the treaty?",
        "[Applause]",
        "* * *",
        "Really?",
        "More on that later, he said.",
        "Top officials met.",
        "The film was made by a studio in Hollywood (Paramount Pictures).",
        "A poll put him ahead (Reuters/Ipsos).",
        "Related to this is the question of money.",
    ],
)
def test_lines_that_may_be_body(line: str) -> None:
    assert furniture.kind_of(line) is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2021-03-20", (2021, 3, 20)),
        ("2021-03-20T23:59:00+02:00", (2021, 3, 20)),
        ("Mon, 22 Mar 2021 00:02:13 GMT", (2021, 3, 22)),
        ("Sept. 11, 2020", (2020, 9, 11)),
        ("3rd of March, 2021", (2021, 3, 3)),
        ("20.03.2021", (2021, 3, 20)),
        ("03/20/2021", (2021, 3, 20)),
        ("20/03/2021", (2021, 3, 20)),
        ("2021年3月20日", (2021, 3, 20)),
        ("Published: May 3, 2021 Updated: May 5, 2021", (2021, 5, 3)),
        # It may be American or European.
        ("03/04/2021", None),
        ("2021-02-30", None),
        ("yesterday at 10:09", None),
        ("March 20", None),
        ("March 2021", None),
        ("", None),
    ],
)
def test_dates_are_read_only_when_full_and_plain(text: str, date: tuple[int, int, int] | None) -> None:
    assert dates.find_date(text) == (datetime.date(*date) if date else None)


@pytest.mark.parametrize(
    ("notice", "owner"),
    [
        ("© 2021 Daily Planet", "Daily Planet"),
        ("Copyright © 1999-2021 by Daily Planet Ltd. All rights reserved.", "Daily Planet"),
        ("Copyright 1995 - . All rights reserved. The content belongs to Gotham Gazette Information Co (GGIC).",
         "Gotham Gazette"),
        ("TASS, © 2021. All rights reserved", None),
        ("All rights reserved.", None),
    ],
)  # fmt: skip
def test_a_copyright_notice_names_the_owner(notice: str, owner: str | None) -> None:
    assert publisher.copyright_owner(notice) == owner


@pytest.mark.parametrize(
    ("opening", "agency"),
    [
        ("OSLO, March 19 (Xinhua) -- The minister said", "Xinhua"),
        ("MOSCOW, March 19. /TASS/. The minister said", "TASS"),
        ("WASHINGTON (AP) — The Senate", "AP"),
        ("Tehran (AFP) - Iran said", "AFP"),
        ("The Shanghai Cooperation Organization (SCO) said", None),
        ("Rep. Jane Doe (Democrat) - a member of", None),
    ],
)
def test_a_dateline_names_the_agency(opening: str, agency: str | None) -> None:
    assert publisher.publisher_of((), opening) == agency


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\ntwo", ["one two"]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("A heading\nThe text below it is long enough.", ["A heading", "The text below it is long enough."]),
        (
            "The well-known treaty.\n\nIt is a well-\nknown treaty.",
            ["The well-known treaty.", "It is a well-known treaty."],
        ),
        ("They coop-\nerate.", ["They cooperate."]),
        ("Министры\nвстретились.", ["Министры встретились."]),
        ("Ministři se\nčasto setkávají.", ["Ministři se často setkávají."]),
        ("- one\n- two", ["- one", "- two"]),
    ],
)
def test_lines_become_paragraphs(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected


def test_characters_are_mended_but_not_changed() -> None:
    assert repair("Lavrovâ€™s “word” \u200bis\u00ad ﬁne Ａ") == "Lavrov’s “word” is ﬁne Ａ"
    assert fold("a \u00a0\u3000b\n") == "a b"


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<p " + "a=1 " * 400 + ">", "400 attributes in one tag"),
        # One value with as much white space, and with the mark that ends a tag.
        ("<path d='" + "1 > 2 " * 400 + "'>", None),
        ("<path d='a > b' " + "a=1 " * 400 + ">", "401 attributes in one tag"),
        ("<p>" + "one " * 400, None),
        ("<p title='" + "one " * 400, "400 attributes in one tag"),
    ],
)
def test_attributes_are_counted_but_not_what_stands_in_their_values(markup: str, reason: str | None) -> None:
    assert unfit_markup(markup) == reason


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        # Menus and spam in other scripts around an English article.
        ([ENGLISH, "免费在线观看高清国产精品久久久久"], [0]),
        ([ENGLISH, JAPANESE], [0]),
        # An English notice around a Japanese article, which names a product in Latin letters.
        ([*3 * [JAPANESE], ENGLISH], [0, 1, 2, 3]),
        ([*3 * [JAPANESE.replace("ソフト", "Kindle for PC and Windows")], ENGLISH], [0, 1, 2, 3]),
    ],
)
def test_lines_in_another_script_than_the_article_are_known(lines: list[str], kept: list[int]) -> None:
    marked = prose.mark_other_scripts([Line(line) for line in lines])
    assert [index for index, line in enumerate(marked) if line.kind is None] == kept


def test_the_language_of_short_texts_is_english() -> None:
    assert language.detect("He agreed.") == "en"
    assert language.detect("123") is None
