"""The report as a reader has it: in a browser, offline, by mouse, keyboard and screen reader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Open
from tests.report_tables import HOSTILE

pytestmark = pytest.mark.browser

VIEWS = ("overview", "quotes", "documents", "quality")
LINK_TO_QUOTE = "#document?id=lavrov.txt&quote=0"
SECOND = 1000
"""Milliseconds."""


def rows(page: Page) -> list[str]:
    return page.locator("#quotes-list td.said a").all_inner_texts()


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_is_reached_from_the_top_of_the_page(opened: Open, small: Path, view: str) -> None:
    page = opened(small, "#quality" if view == "overview" else "")
    page.locator(f"header nav a[href='#{view}']").click()
    assert page.locator("section.view:visible").count() == 1
    expect(page.locator(f"#{view}-title")).to_be_focused()
    expect(page.locator("header nav [aria-current]")).to_have_attribute("href", f"#{view}")


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("text", "TREATY extended", ["the treaty was extended China is glad of it"]),
        ("text", "nowhere", []),
        ("speaker", "lavrov", ["the treaty was extended China is glad of it", "later"]),
        ("speaker", "not named", ["nothing"]),
        ("country", "China", ["Russia is near", "China thanks Russia 😀 for the treaty"]),
        ("subject", "Russia", ["Russia is near", "China thanks Russia 😀 for the treaty"]),
        ("outlet", "xin", ["China thanks Russia 😀 for the treaty", "nothing"]),
        ("since", "2021-03-22", ["the treaty was extended China is glad of it", "Russia is near"]),
        ("until", "2021-01-05", ["China thanks Russia 😀 for the treaty", "nothing"]),
        ("kind", "direct", ["the treaty was extended China is glad of it"]),
        ("class", "other", ["China thanks Russia 😀 for the treaty"]),
        ("treaty", "yes", ["the treaty was extended China is glad of it", "China thanks Russia 😀 for the treaty"]),
        ("treaty", "no", ["Russia is near", "nothing", "later"]),
        ("negated", "yes", ["China thanks Russia 😀 for the treaty"]),
        ("score", "below 0.5", ["Russia is near"]),
    ],
)
def test_a_filter_leaves_the_quotes_that_it_names(
    opened: Open, small: Path, field: str, value: str, expected: list[str]
) -> None:
    page = opened(small, "#quotes")
    control = page.locator(f"#filters [name={field}]")
    if control.evaluate("element => element.tagName") == "SELECT":
        control.select_option(value)
    else:
        control.fill(value)
    assert rows(page) == expected
    number = f"{len(expected)} quote{'' if len(expected) == 1 else 's'} of 5"
    expect(page.locator("#quotes-list [role=status]")).to_have_text(number)


def test_filters_stand_in_the_address_and_are_kept_on_the_way_back(opened: Open, small: Path) -> None:
    page = opened(small, "#quotes?speaker=Wang+Yi&treaty=yes")
    assert rows(page) == ["China thanks Russia 😀 for the treaty"]
    page.locator("#filters [name=treaty]").select_option("no")
    assert page.url.endswith("#quotes?speaker=Wang+Yi&treaty=no")
    page.locator("#quotes-list td.said a").click()
    page.locator("#document-back").click()
    assert rows(page) == ["Russia is near"]
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator("#quotes-list [role=status]")).to_have_text("5 quotes")


@pytest.mark.parametrize(
    ("head", "clicks", "direction", "column", "expected"),
    [
        ("Speaker", 1, "ascending", "speaker", ["not named", "Sergei Lavrov", "Sergei Lavrov", "Wang Yi", "Wang Yi"]),
        ("Speaker", 2, "descending", "speaker", ["Wang Yi", "Wang Yi", "Sergei Lavrov", "Sergei Lavrov", "not named"]),
        ("Date", 1, "descending", "date", ["22 Mar 2021", "22 Mar 2021", "5 Jan 2021", "5 Jan 2021", ""]),
        ("Date", 2, "ascending", "date", ["5 Jan 2021", "5 Jan 2021", "22 Mar 2021", "22 Mar 2021", ""]),
        ("Score", 1, "ascending", "score", ["0.40", "0.90", "0.90", "0.90", "0.90"]),
    ],
)
def test_a_head_sorts_its_column(
    opened: Open, small: Path, head: str, clicks: int, direction: str, column: str, expected: list[str]
) -> None:
    page = opened(small, "#quotes")
    for _ in range(clicks):
        page.locator("#quotes-list th button").filter(has_text=head).click()
    cells = page.locator(f"#quotes-list td.{column}").all_inner_texts()
    assert [cell.split("\n")[0] for cell in cells] == expected
    assert page.locator("th[aria-sort=ascending], th[aria-sort=descending]").all_inner_texts() == [head]
    expect(page.get_by_role("columnheader", name=head)).to_have_attribute("aria-sort", direction)


def test_a_quote_leads_to_its_place_in_the_document(opened: Open, small: Path) -> None:
    page = opened(small, "#quotes")
    page.get_by_role("link", name="Russia is near").click()
    expect(page.locator("#document-title")).to_have_text("Lavrov calls")
    focused = page.locator("#document-text span:focus")
    expect(focused).to_have_text("Russia is near")
    expect(focused).to_be_in_viewport()


def test_a_document_shows_all_that_was_found_in_it(opened: Open, small: Path) -> None:
    page = opened(small, "#document?id=lavrov.txt")
    text = page.locator("#document-text")
    assert text.locator(".quote[data-quote='0']:not(.continued)").all_inner_texts() == [
        "the ",
        "treaty",
        " was extended",
    ]
    assert text.locator(".quote.continued").all_inner_texts() == ["China is glad of it"]
    assert text.locator(".cue").all_inner_texts() == ["said", "noted"]
    assert text.locator(".source").all_inner_texts() == ["Sergei Lavrov", "Wang Yi"]
    assert text.locator(".treaty").all_inner_texts() == ["treaty"]
    assert text.locator(".group .speaker").all_inner_texts() == ["Sergei Lavrov", "Treaty", "Wang Yi"]
    colours = text.locator(".group").evaluate_all(
        "groups => groups.map((group) => getComputedStyle(group).borderColor)"
    )
    assert len(set(colours)) == len(colours)
    words = text.locator("p.text").nth(1).evaluate("p => [...p.querySelectorAll('.unseen')].map((s) => s.textContent)")
    assert words == ["[Sergei Lavrov: ", " end of quote] ", "[Sergei Lavrov goes on: ", " end of quote] "]


def test_offsets_beyond_an_emoji_are_right(opened: Open, small: Path) -> None:
    page = opened(small, "#document?id=wang.txt")
    assert page.locator("#document-text .treaty").all_inner_texts() == ["treaty"]
    expect(page.locator("#document-notes")).to_have_text("a wrong encoding was repaired")


def test_a_document_that_failed_says_why(opened: Open, small: Path) -> None:
    page = opened(small, "#document?id=leer.txt")
    assert page.locator("#document-notes p").all_inner_texts() == ["Status: empty.", "nothing to read"]


def test_nothing_that_a_document_holds_runs(opened: Open, hostile: Path) -> None:
    page = opened(hostile)
    for place in (*(f"#{view}" for view in VIEWS), f"#document?quote=0&id={re.sub('%', '%25', HOSTILE)}"):
        page.evaluate("place => { location.hash = place }", place)
        page.wait_for_timeout(50)
    page.evaluate("id => { location.hash = `document?${new URLSearchParams({ id, quote: 0 })}` }", HOSTILE)
    expect(page.locator("#document-title")).to_have_text(HOSTILE)
    assert page.locator("#document-text .quote").first.inner_text() == HOSTILE
    assert page.evaluate("window.hacked") is None
    assert page.locator("img").count() == 0
    assert page.locator("script:not([type])").count() == 1


def test_a_script_that_got_into_the_page_would_not_run(browser: Browser, small: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    injected = "<main><script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>"
    path.write_text(small.read_text("utf-8").replace("<main", injected.replace("<main>", "") + "<main", 1), "utf-8")
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    assert page.evaluate("window.hacked") is None
    assert any("Content Security Policy" in text for text in refused)
    page.close()


def test_what_the_file_leaves_out_is_told(opened: Open, cut: Path) -> None:
    page = opened(cut, "#documents")
    expect(page.locator("#documents .warning")).to_contain_text("This file holds the newest")
    page.locator("#documents-list td.said a").first.click()
    expect(page.locator("#document-notes")).to_contain_text("The text of this document is not in this file")
    page.evaluate("location.hash = 'document?id=unknown'")
    page.get_by_role("link", name="what this file leaves out").click()
    expect(page.locator("#left-out")).to_be_focused()


def test_the_keyboard_alone_will_do(opened: Open, small: Path) -> None:
    page = opened(small)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    page.get_by_role("link", name="Quotes 5").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#quotes-title")).to_be_focused()
    skip.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Words in the quote")).to_be_focused()
    page.keyboard.type("near")
    page.locator("#quotes-list td.said a").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#document-text span:focus")).to_have_text("Russia is near")
    label = page.get_by_role("button", name="noted")
    label.focus()
    page.keyboard.press("Enter")
    expect(label).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#document-text dl:visible")).to_contain_text("0.40")


def test_pages_of_a_long_table_turn(opened: Open, cut: Path) -> None:
    page = opened(cut, "#quotes")
    first = rows(page)
    page.get_by_role("button", name="Next").click()
    assert not set(first) & set(rows(page))
    expect(page.get_by_role("button", name="Next")).to_be_focused()
    page.get_by_role("button", name="Previous").click()
    assert rows(page) == first


def test_the_overview_can_be_read_without_a_script(browser: Browser, small: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(small.as_uri())
    expect(page.locator("#overview")).to_contain_text("Sergei Lavrov")
    expect(page.locator("noscript")).to_be_visible()
    context.close()


@pytest.mark.parametrize("place", [*(f"#{view}" for view in VIEWS), LINK_TO_QUOTE])
def test_nothing_is_wider_than_a_phone(opened: Open, hostile: Path, place: str) -> None:
    page = opened(hostile, place, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("place", [*(f"#{view}" for view in VIEWS), LINK_TO_QUOTE])
def test_axe_finds_no_serious_fault(opened: Open, small: Path, axe: str, place: str, dark: bool, width: int) -> None:
    page = opened(small, place, width=width, dark=dark)
    page.evaluate(axe)
    found = page.evaluate("axe.run().then((results) => results.violations)")
    grave = [(fault["id"], fault["nodes"][0]["html"]) for fault in found if fault["impact"] in {"serious", "critical"}]
    assert grave == []


def test_the_report_of_5000_documents_is_small_and_quick(opened: Open, large: Path) -> None:
    assert large.stat().st_size <= 30_000_000
    page = opened(large)
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    print(f"\n{large.stat().st_size / 1e6:.1f} MB, first paint after {painted:.0f} ms")
    assert painted < SECOND
    page.evaluate("location.hash = 'quotes'")
    expect(page.locator("#quotes-list [role=status]")).to_have_text("60,000 quotes")
    for field, value in (("text", "the"), ("speaker", "speaker a"), ("treaty", "yes"), ("since", "2019-01-01")):
        taken = min(_milliseconds(page, field, value) for _ in range(5))
        print(f"filtering by {field} takes {taken:.0f} ms")
        assert taken < SECOND / 10, field


def _milliseconds(page: Page, field: str, value: str) -> float:
    """How long a filter takes, layout included; other filters are cleared before."""
    taken: float = page.evaluate(
        """([field, value]) => {
          document.getElementById("filters").querySelectorAll("input, select").forEach((other) => {
            other.value = "";
          });
          const control = document.getElementById(field);
          const start = performance.now();
          control.value = value;
          control.dispatchEvent(new Event("input", { bubbles: true }));
          document.body.getBoundingClientRect();
          return performance.now() - start;
        }""",
        [field, value],
    )
    return taken
