from __future__ import annotations

import pytest

from pipeline.annotation import Mention
from pipeline.speakers.members import members_of
from pipeline.speakers.source import Document


@pytest.mark.parametrize(
    ("text", "members"),
    [
        pytest.param("GPE:China and GPE:Russia met. [The two sides]", ("China", "Russia"), id="two countries"),
        pytest.param("GPE:China-GPE:Russia ties are good. [Both sides]", ("China", "Russia"), id="a hyphen"),
        pytest.param("GPE:Iran and the GPE:US met. [The two countries]", ("Iran", "US"), id="an article"),
        pytest.param(
            "President PERSON:Xi and his Russian counterpart PERSON:Putin met. [The two leaders]",
            ("Xi", "Putin"),
            id="an office before the name",
        ),
        pytest.param(
            "PERSON:Xi, of China, and PERSON:Putin met. [Both presidents]", ("Xi", "Putin"), id="an apposition"
        ),
        pytest.param(
            "GPE:China and GPE:Russia met. GPE:India and GPE:Iran left. [The two nations]",
            ("India", "Iran"),
            id="the last pair",
        ),
        pytest.param("GPE:China spoke. GPE:Russia spoke. [The two sides]", (), id="no pair"),
        pytest.param("GPE:China and GPE:China met. [The two sides]", (), id="one country twice"),
        pytest.param("PERSON:Xi and PERSON:Putin met. [The two sides]", (), id="persons are no sides"),
        pytest.param("GPE:China and GPE:Russia met. [The three sides]", (), id="another number"),
        pytest.param("GPE:China and GPE:Russia met. [Two officials of the ministry]", (), id="more than the number"),
        pytest.param("[The two sides] met. GPE:China and GPE:Russia", (), id="named only later"),
    ],
)
def test_two_are_the_pair_that_the_text_named_last(text: str, members: tuple[str, ...]) -> None:
    mentions, plain, source = [], "", (0, 0)
    for word in text.replace("[", "\0[").replace("]", "]\0").split("\0"):
        if word.startswith("["):
            source = (len(plain), len(plain) + len(word) - 2)
            plain += word[1:-1]
            continue
        rest = word
        while rest:
            before, mark, after = rest.partition(":")
            label = next((name for name in ("GPE", "PERSON") if mark and before.endswith(name)), None)
            if label is None:
                plain += rest
                break
            plain += before.removesuffix(label)
            name = "".join(letter if letter.isalpha() else " " for letter in after).split(" ")[0]
            mentions.append(Mention(len(plain), len(plain) + len(name), label, name))
            plain, rest = plain + name, after[len(name) :]
    assert members_of(source, Document(plain, tuple(mentions))) == members
