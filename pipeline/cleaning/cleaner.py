"""Puts the cleaning together: which kind of document it is, how it is taken apart, what is known of it in the end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.cleaning import front_matter, markdown, web_page
from pipeline.cleaning.characters import decode_entities, printable, repair
from pipeline.cleaning.dates import find_date
from pipeline.cleaning.decoding import decode
from pipeline.cleaning.document import Article, CleanDocument, Dated, Format, Line, Status, tally
from pipeline.cleaning.language import ENGLISH, detect, without_foreign
from pipeline.cleaning.limits import TooLargeError, check_bytes, check_lines
from pipeline.cleaning.lines import is_dumped, sift_article, sift_page
from pipeline.cleaning.markup import MarkupError, bare_text, parse
from pipeline.cleaning.paragraphs import paragraphs, unseam
from pipeline.cleaning.publisher import author_of, publisher_of

_WHOLE_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*+-->\s*)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|br|article|section|h[1-6]|ul|ol|li|table|tr|blockquote)(?:\s[^<>]*)?/?>", re.IGNORECASE
)

# A date in the dateline has to be complete to count; most give day and month alone.
_DATELINE = re.compile(r"[^a-z]{3,30}[^\n]{0,50}?(?:--|—|–|\)|/)")

# In which of the dropped lines the date of publication is looked for; the surest first.
_DATE_KINDS = ("updated", "byline", "date_line")


def clean(content: bytes, *, as_is: bool = False) -> CleanDocument:
    r"""Turn raw bytes into clean text and what the document says of itself. A pure function of the bytes; never raises.

    With ``as_is`` the text counts as clean already: only white space is folded, nothing is dropped, and the first line
    is body.

    >>> clean(b"By Jane Doe\n\nHe said on Monday that the talks had gone well.").text
    'He said on Monday that the talks had gone well.'
    """
    return _finish(read(content, as_is=as_is))


@dataclass(frozen=True, slots=True)
class Reading:
    """A document taken apart, and what became of it."""

    article: Article
    format: Format
    failure: Status | None = None
    """Why there is no text, if it could not be read."""
    remarks: tuple[str, ...] = ()
    """What had to be guessed or given up on the way."""


def read(content: bytes, *, as_is: bool = False) -> Reading:
    """Take a document apart, line by line. A pure function of the bytes; never raises."""
    try:
        check_bytes(content)
        decoded = decode(content)
        remarks = (decoded.remark,) if decoded.remark else ()
        if decoded.text is None:
            return Reading(Article(), "binary", "failed", remarks)
        if as_is:
            return Reading(Article(_plain_lines(printable(decoded.text))), "text", remarks=remarks)
        return _read_text(decoded.text, remarks)
    except TooLargeError as error:
        return Reading(Article(), "text", "too_large", (str(error),))


def _read_text(text: str, remarks: tuple[str, ...]) -> Reading:
    try:
        text_format, article = _take_apart(text)
    except MarkupError as error:
        # Tags that cannot be read are no reason to lose the text between them.
        text_format, article = "html", _text_article(bare_text(text))
        remarks = (*remarks, f"read without its markup: {error}")
    return Reading(replace(article, lines=without_foreign(article.lines)), text_format, remarks=remarks)


def _take_apart(text: str) -> tuple[Format, Article]:
    matter = front_matter.split(text)
    if matter is not None:
        fields, body = matter
        article = _body_article(body, front_matter.stated(fields))
        return "markdown", article
    if _WHOLE_PAGE.match(text):
        return "html", _web_article(text)
    if len(_BLOCK_TAG.findall(text)) > 1:
        return "html", _fragment_article(text, front_matter.Stated())
    check_lines(text)
    if markdown.is_markdown(text):
        return "markdown", _markdown_article(text)
    return "text", _text_article(text)


def flat_lines(text: str) -> list[str]:
    """The lines of a text without tags: plain, or markdown."""
    plain = markdown.plain(text) if markdown.is_markdown(text) else text
    return paragraphs(unseam(repair(decode_entities(plain))))


def _text_article(text: str) -> Article:
    check_lines(text)
    header, rest = front_matter.read_header(flat_lines(text))
    return _article([Line(line) for line in rest], header, whole=True)


def _markdown_article(text: str) -> Article:
    lines = flat_lines(text)
    # Above the first heading of a page that was dumped as markdown stand its menus.
    whole = is_dumped(lines)
    known = front_matter.Stated(title=None if whole else markdown.title_of(text))
    return _article([Line(line) for line in lines], known, whole=whole)


def _plain_lines(text: str) -> tuple[Line, ...]:
    return tuple(Line(line) for line in paragraphs(text))


def _body_article(body: str, known: front_matter.Stated) -> Article:
    if _WHOLE_PAGE.match(body):
        return _known_better(_web_article(body), known)
    if _BLOCK_TAG.search(body):
        return _fragment_article(body, known)
    check_lines(body)
    return _article(_plain_lines(repair(decode_entities(markdown.plain(body)))), known, whole=False)


def _web_article(text: str) -> Article:
    tree = parse(text)
    if tree is None:
        return Article()
    page = web_page.read(tree)
    stated = front_matter.Stated(page.title, page.dated, page.publisher, page.author)
    return _article(page.lines, stated, whole=False)


def _fragment_article(text: str, known: front_matter.Stated) -> Article:
    tree = parse(text)
    if tree is None:
        return Article(title=known.title)
    return _article(web_page.fragment_lines(tree), known, whole=known.title is None)


def _known_better(article: Article, known: front_matter.Stated) -> Article:
    return replace(
        article,
        title=known.title or article.title,
        dated=known.dated or article.dated,
        publisher=known.publisher or article.publisher,
        author=known.author or article.author,
    )


def _article(lines: Sequence[Line], known: front_matter.Stated, *, whole: bool) -> Article:
    """Sift lines, and read from what was dropped whatever is not known yet.

    ``whole`` lines still have the page around them.
    """
    sifted, title = sift_page(lines, known.title) if whole else sift_article(lines, known.title)
    article = Article((*(Line(label, "header") for label in known.labels), *sifted), title)
    opening = next(iter(article.paragraphs), "")
    found = replace(
        article,
        dated=_date_around(article.dropped, opening),
        publisher=publisher_of(article.dropped, opening),
        author=author_of(article.dropped),
    )
    return _known_better(found, known)


def _date_around(dropped: Iterable[Line], opening: str) -> Dated | None:
    pieces = list(dropped)
    for kind in _DATE_KINDS:
        for piece in pieces:
            if piece.kind == kind and (date := find_date(piece.text)):
                return Dated(date, kind)
    dateline = _DATELINE.match(opening)
    date = find_date(dateline[0]) if dateline else None
    return Dated(date, "dateline") if date else None


def _finish(reading: Reading) -> CleanDocument:
    article = reading.article
    text = "\n\n".join(article.paragraphs)
    language = detect(text)
    status, reason = (reading.failure, None) if reading.failure else _status(text, language)
    return CleanDocument(
        text=text,
        format=reading.format,
        title=article.title,
        date=article.dated.date if article.dated else None,
        date_source=article.dated.source if article.dated else None,
        publisher=article.publisher,
        author=article.author,
        language=language,
        status=status,
        reason="; ".join(part for part in (reason, *reading.remarks) if part) or None,
        dropped=tally(article.lines),
    )


def _status(text: str, language: str | None) -> tuple[Status, str | None]:
    if not text:
        return "empty", "no text in the document"
    if language not in (ENGLISH, None):
        return "not_english", f"the text is in another language ({language})"
    return "ok", None
