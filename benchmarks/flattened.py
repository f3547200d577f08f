"""Makes flattened pages, whose article is known: web pages dumped to text, with spam and furniture put in.

    python -m benchmarks.flattened CORPUS OUTPUT [--pages 80]

CORPUS holds ``ground-truth.json`` and ``html/ID.html.gz``. OUTPUT gets ``pages/ID.txt`` and ``truth.json``, for
``saidby run OUTPUT/pages`` and ``python -m evaluation.score_extraction OUTPUT/truth.json TABLES``, whose figure is
``tokens``. A page's dump and what is put into it depend on its id and place alone. Needs the extra ``flattened``.

The dumps, in turn: the text nodes of the page as they stand, with the line ends of its source; the layout of a browser
without style sheets; the same wrapped at 78 characters; markdown with its links; one line for each text node.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import textwrap
from collections.abc import Callable
from pathlib import Path

import html2text
import inscriptis
from lxml import etree, html

from pipeline.cleaning.decoding import decode

WIDTH = 78
"""Characters of a line where a dump is wrapped."""

_SPAM = {
    "Han": "国产精品久久久久| 亚洲欧美日韩在线| 久久综合九色综合网站| 免费在线观看高清| 人妻无码中文字幕|",
    "Cyrillic": "онлайн казино бонус без депозита| купить диплом недорого| ставки на спорт сегодня| микрозаймы|",
    "Arabic": "افضل مواقع المراهنات| كازينو اون لاين مجاني| تحميل العاب مجانية| قروض سريعة بدون ضمان|",
    "Thai": "สล็อตออนไลน์เว็บตรง| บาคาร่าออนไลน์ฟรีเครดิต| แทงบอลออนไลน์| หวยออนไลน์จ่ายจริง|",
}

_ABOVE = (
    "Home > News > World",
    "Share on Facebook\nShare on Twitter\nShare - WeChat",
    "We use cookies to improve your experience on this site. Accept all",
    "Contact Us Links Sitemap",
    "Sign in | Subscribe | Newsletters",
)
_BELOW = (
    "Most Viewed\nStorm closes airports across the north\nFive things to know\nMarkets rally as talks resume",
    "© 2021 All rights reserved. Reproduction in whole or in part without permission is prohibited.",
    "[Suggest to a Friend]",
    "Related Stories\nMinister visits flood victims\nCity council votes on new stadium",
    "Tags: politics, economy, world",
    "Back to top",
)


def dumps() -> dict[str, Callable[[str], str]]:
    """Each way of dumping a page, by name."""
    return {
        "text_content": _text_content,
        "inscriptis": inscriptis.get_text,
        "wrapped": _wrapped,
        "markdown": _markdown,
        "text_nodes": _text_nodes,
    }


def flatten(page: str, dump: Callable[[str], str], seed: str) -> str:
    """A page's dump with furniture around it, and spam in a script that is not the page's behind one of its lines."""
    draw = random.Random(seed)
    lines = dump(page).strip().split("\n")
    scripts = [script for script, spam in _SPAM.items() if len(set(spam) & set(page)) < len(set(spam)) / 2]
    spam = " ".join(_SPAM[draw.choice(scripts)] for _ in range(draw.randint(1, 6)))
    _put_spam(lines, spam, draw)
    above, below = draw.sample(_ABOVE, draw.randint(0, 3)), draw.sample(_BELOW, draw.randint(0, 3))
    return "\n".join((*above, *lines, *below)) + "\n"


def _put_spam(lines: list[str], spam: str, draw: random.Random) -> None:
    full = [index for index, line in enumerate(lines) if line.rstrip().endswith((".", "。", "”"))]
    place = draw.choice(("glued", "line", "end"))
    if place == "glued" and full:
        lines[full[-1]] += spam
    elif place == "line" and full:
        lines.insert(draw.choice(full) + 1, spam)
    else:
        lines.append(spam)


def _tree(page: str) -> html.HtmlElement:
    tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    etree.strip_elements(tree, "script", "style", "noscript", "head", etree.Comment, with_tail=False)
    return tree


def _text_content(page: str) -> str:
    return str(_tree(page).text_content())


def _text_nodes(page: str) -> str:
    return "\n".join(" ".join(text.split()) for text in _tree(page).itertext() if text.strip())


def _wrapped(page: str) -> str:
    lines = inscriptis.get_text(page).split("\n")
    return "\n".join(part for line in lines for part in (textwrap.wrap(line, WIDTH) or [""]))


def _markdown(page: str) -> str:
    return str(html2text.HTML2Text(bodywidth=0).handle(page))


def make(corpus: Path, output: Path, pages: int) -> None:
    """Write the flattened pages and their truth."""
    truth = json.loads(corpus.joinpath("ground-truth.json").read_text("utf-8"))
    chosen = sorted(truth)[:pages]
    ways = list(dumps().values())
    output.joinpath("pages").mkdir(parents=True, exist_ok=True)
    for number, key in enumerate(chosen):
        page = decode(gzip.decompress(corpus.joinpath("html", f"{key}.html.gz").read_bytes())).text or ""
        text = flatten(page, ways[number % len(ways)], key)
        output.joinpath("pages", f"{key}.txt").write_text(text, "utf-8")
    chosen_truth = {key: truth[key] for key in chosen}
    output.joinpath("truth.json").write_text(json.dumps(chosen_truth, ensure_ascii=False, indent=1), "utf-8")


def main() -> None:
    """Make the pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="folder of the extraction corpus")
    parser.add_argument("output", type=Path, help="folder for the pages and truth.json")
    parser.add_argument("--pages", type=int, default=80, help="how many pages (default 80)")
    arguments = parser.parse_args()
    make(arguments.corpus, arguments.output, arguments.pages)


if __name__ == "__main__":
    main()
