"""A headless browser, and pages in it that may not say a word on the console."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from pipeline.report.page import page as report_page
from tests.report_tables import SMALL, hostile_page, many, tables

AXE = "axe-core@4.14"
NAMES = ("chromium", "chromium-browser", "google-chrome")


class Open(Protocol):
    """Opens a file in a fresh page, by default as wide as a desktop and in light colours."""

    def __call__(self, path: Path, place: str = "", *, width: int = 1280, dark: bool = False) -> Page: ...


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("there is no Chromium; tests/browser/README.md says how to install it")
    with sync_playwright() as playwright:
        # Without a sandbox of its own, so that it starts in containers too; it opens nothing but our files.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """Pages must make no request but for their file, and say nothing on the console."""
    complaints: list[str] = []
    contexts = []

    def open_page(path: Path, place: str = "", *, width: int = 1280, dark: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", bypass_csp=False
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.extend(_elsewhere(request.url)))
        page.goto(path.as_uri() + place)
        page.wait_for_selector("html[data-ready]", state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _elsewhere(address: str) -> list[str]:
    return [] if address.startswith(("file:", "data:")) else [f"asked for {address}"]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of four documents."""
    return _written(tmp_path_factory, report_page(tables(SMALL)))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same beside a document that would take over the page."""
    return _written(tmp_path_factory, report_page(tables([hostile_page(), *SMALL])))


@pytest.fixture(scope="session")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report that has no room for texts, nor for the oldest of 400 documents."""
    return _written(tmp_path_factory, report_page(tables(many(400)), max_bytes=200_000))


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of 5,000 documents with 60,000 quotes."""
    return _written(tmp_path_factory, report_page(tables(many(5000))))


def _written(factory: pytest.TempPathFactory, html: str) -> Path:
    path = factory.mktemp("report") / "report.html"
    path.write_text(html, "utf-8")
    return path


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script of axe-core."""
    folder = tmp_path_factory.mktemp("axe")
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("there is no npm to fetch axe-core with")
    fetched = subprocess.run([npm, "pack", "--silent", AXE], cwd=folder, capture_output=True, text=True, check=False)
    if fetched.returncode:
        pytest.skip(f"npm cannot fetch axe-core: {fetched.stderr.strip()}")
    with tarfile.open(folder / fetched.stdout.split()[-1]) as package:
        member = package.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode("utf-8")
