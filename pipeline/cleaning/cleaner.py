"""Puts the cleaning together: which kind of document it is, how it is taken apart, what is known of it in the end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.cleaning import front_matter, markdown, web_page
from pipeline.cleaning.characters import decode_entities, printable, repair
from pipeline.cleaning.dates import find_date
from pipeline.cleaning.decoding import decode
from pipeline.cleaning.document import Article, CleanDocument, Dated, Format, Piece, Status, tally
from pipeline.cleaning.language import detect
from pipeline.cleaning.lines import sift_article, sift_page
from pipeline.cleaning.markup import article_paragraphs, parse
from pipeline.cleaning.paragraphs import paragraphs
from pipeline.cleaning.publisher import author_of, publisher_of

_WHOLE_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
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
    decoded = decode(content)
    if decoded.text is None:
        return CleanDocument("", "binary", status="failed", reason=decoded.remark)
    if as_is:
        return _finish(Article(tuple(paragraphs(printable(decoded.text)))), "text", decoded.remark)
    text_format, article = _take_apart(decoded.text)
    return _finish(article, text_format, decoded.remark)


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
    if markdown.is_markdown(text):
        known = front_matter.Stated(title=markdown.title_of(text))
        return "markdown", _article(paragraphs(repair(markdown.plain(text))), known, whole=False)
    header, lines = front_matter.read_header(paragraphs(repair(decode_entities(text))))
    return "text", _article(lines, header, whole=True)


def _body_article(body: str, known: front_matter.Stated) -> Article:
    if _WHOLE_PAGE.match(body):
        return _known_better(_web_article(body), known)
    if _BLOCK_TAG.search(body):
        return _fragment_article(body, known)
    return _article(paragraphs(repair(decode_entities(markdown.plain(body)))), known, whole=False)


def _web_article(text: str) -> Article:
    tree = parse(text)
    if tree is None:
        return Article()
    page = web_page.read(tree)
    stated = front_matter.Stated(page.title, page.dated, page.publisher, page.author)
    return _article(page.paragraphs, stated, whole=False, before=page.dropped)


def _fragment_article(text: str, known: front_matter.Stated) -> Article:
    tree = parse(text)
    if tree is None:
        return Article(title=known.title)
    lines, dropped = article_paragraphs(tree)
    return _article(lines, known, whole=known.title is None, before=dropped)


def _known_better(article: Article, known: front_matter.Stated) -> Article:
    return replace(
        article,
        title=known.title or article.title,
        dated=known.dated or article.dated,
        publisher=known.publisher or article.publisher,
        author=known.author or article.author,
    )


def _article(lines: Iterable[str], known: front_matter.Stated, *, whole: bool, before: Iterable[Piece] = ()) -> Article:
    """Sift lines, and read from what was dropped whatever is not known yet.

    ``whole`` lines still have the page around them.
    """
    sifted = sift_page(list(lines), known.title) if whole else sift_article(list(lines), known.title)
    dropped = (*(Piece("header", label) for label in known.labels), *before, *sifted.dropped)
    opening = sifted.body[0] if sifted.body else ""
    found = Article(
        paragraphs=sifted.body,
        title=sifted.title,
        dated=_date_around(sifted.dropped, opening),
        publisher=publisher_of(dropped, opening),
        author=author_of(sifted.dropped),
        dropped=dropped,
    )
    return _known_better(found, known)


def _date_around(dropped: Iterable[Piece], opening: str) -> Dated | None:
    pieces = list(dropped)
    for kind in _DATE_KINDS:
        for piece in pieces:
            if piece.kind == kind and (date := find_date(piece.text)):
                return Dated(date, kind)
    dateline = _DATELINE.match(opening)
    date = find_date(dateline[0]) if dateline else None
    return Dated(date, "dateline") if date else None


def _finish(article: Article, text_format: Format, remark: str | None) -> CleanDocument:
    text = "\n\n".join(article.paragraphs)
    language = detect(text)
    status, reason = _status(text, language)
    return CleanDocument(
        text=text,
        format=text_format,
        title=article.title,
        date=article.dated.date if article.dated else None,
        date_source=article.dated.source if article.dated else None,
        publisher=article.publisher,
        author=article.author,
        language=language,
        status=status,
        reason="; ".join(part for part in (reason, remark) if part) or None,
        dropped=tally(article.dropped),
    )


def _status(text: str, language: str | None) -> tuple[Status, str | None]:
    if not text:
        return "empty", "no text in the document"
    if language not in ("en", None):
        return "not_english", f"the text is in another language ({language})"
    return "ok", None
