"""The site of the documentation: every page is in it, links lead somewhere, and nothing is fetched from elsewhere."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from lxml import html
from playwright.sync_api import Browser

from tests.project_copy import ROOT, copy_project

SITE = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
MADE = "explore.md"
"""Written by the notebook when the site is built."""
FETCHED = (("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src"), ("source", "src"))
"""What a browser fetches by itself."""


def pages_of(nav: object) -> Iterator[str]:
    """The pages that a part of the navigation leads to."""
    if isinstance(nav, str):
        yield nav
    else:
        for part in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
            yield from pages_of(part)


def test_every_page_is_in_the_navigation_once() -> None:
    found = sorted(path.name for path in (ROOT / "docs").glob("*.md") if path.name != MADE)
    assert sorted(pages_of(SITE["nav"])) == sorted([*found, MADE])


@pytest.mark.parametrize(
    ("nav", "pages"),
    [("a.md", ["a.md"]), ([{"A": "a.md"}, {"B": [{"C": "c.md"}, "d.md"]}], ["a.md", "c.md", "d.md"]), (None, [])],
)
def test_the_navigation_is_read_in_full(nav: object, pages: list[str]) -> None:
    assert list(pages_of(nav)) == pages


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `make docs` builds it; that ends with an error where there is a warning."""
    project = copy_project(tmp_path_factory.mktemp("docs") / "project")
    made = subprocess.run(
        ["make", "docs"],  # noqa: S607
        cwd=project,
        env=os.environ | {"NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return project / "site"


def pages(site: Path) -> dict[str, html.HtmlElement]:
    """The pages of the site, by their addresses; not that for what is not found, which may be shown anywhere."""
    return {path.name: html.parse(path).getroot() for path in sorted(site.glob("*.html")) if path.name != "404.html"}


@pytest.mark.extended
@pytest.mark.model
def test_every_page_is_built(site: Path) -> None:
    assert set(pages(site)) == {page.replace(".md", ".html") for page in pages_of(SITE["nav"])}


@pytest.mark.extended
@pytest.mark.model
def test_what_is_kept_elsewhere_is_taken_in(site: Path) -> None:
    kept = {"dictionary": "speaker_role", "guidelines": "Scare quotes", "model-card": "Known failures"}
    assert [name for name, words in kept.items() if words not in pages(site)[f"{name}.html"].text_content()] == []


@pytest.mark.extended
@pytest.mark.model
def test_every_link_leads_to_a_file_and_a_place_in_it(site: Path) -> None:
    known = pages(site)
    names = {page: {*root.xpath("//@id"), *root.xpath("//@name"), ""} for page, root in known.items()}
    broken = []
    for page, root in known.items():
        for link in [*root.xpath("//a/@href"), *root.xpath("//img/@src")]:
            address = urlsplit(link)
            if not address.scheme:
                target = unquote(address.path) or page
                there = (site / target).is_file()
                if not there or (target in names and unquote(address.fragment) not in names[target]):
                    broken.append(f"{page}: {link}")
    assert broken == []


@pytest.mark.extended
@pytest.mark.model
def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    found = [
        f"{page}: {address}"
        for page, root in pages(site).items()
        for tag, attribute in FETCHED
        for address in root.xpath(f"//{tag}[not(@rel='canonical')]/@{attribute}")
        if urlsplit(address).scheme not in {"", "data"} or urlsplit(address).netloc
    ]
    assert found == []
    assert [path.name for path in site.rglob("*.css") if "url(http" in path.read_text("utf-8")] == []


@pytest.mark.extended
@pytest.mark.model
def test_the_notebook_is_in_it_with_its_figures(site: Path) -> None:
    figures = pages(site)["explore.html"].xpath("//article//img/@src")
    assert len(figures) > 5
    assert all((site / figure).read_bytes().startswith(b"\x89PNG") for figure in figures)


@pytest.fixture
def served(site: Path) -> Iterator[str]:
    """The address of the site on a server."""
    with ThreadingHTTPServer(("localhost", 0), partial(Quiet, directory=str(site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.browser
@pytest.mark.model
def test_a_browser_asks_nobody_else_and_finds_what_is_searched(browser: Browser, served: str) -> None:
    complaints: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: complaints.append(request.url) if not request.url.startswith(served) else None)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{served}/errors.html")
    page.get_by_role("button", name="Search").click()
    page.keyboard.type("Gebru", delay=50)  # one page has this word
    page.wait_for_selector("a[href*='datasheet'] :text('Gebru'):visible")
    page.close()
    assert complaints == []
