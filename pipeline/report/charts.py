"""Small charts as SVG: bars in one ink, each with its figure on hover, and named for those who do not see them.

A chart stretches to the width it is given; so no text stands within it, and axes are labelled around it in HTML.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

_HEIGHT = 100
_STEP = 10
_FEW = 6
"""So many values are read out one by one."""
_BAR = Markup('<rect class="{0}" x="{1}" y="{2:g}" width="{3}" height="{4:g}"><title>{5}</title></rect>')
_CHART = Markup(
    '<svg class="bars" role="img" viewBox="0 0 {0} {1}" preserveAspectRatio="none"><title>{2}</title>{3}</svg>'
)


def bars(name: str, labels: Sequence[str], values: Sequence[int], marked: Sequence[int] | None = None) -> Markup:
    """A column for each label, its height the value. A part of each value may be marked in another ink.

    >>> print(bars("Quotes", ["2020", "2021"], [0, 4]))  # doctest: +ELLIPSIS
    <svg class="bars" role="img" ...><title>Quotes: 4 in 2021</title><rect class="all" x="11" y="0" ...>4 in 2021<...
    """
    top = max([*values, 1])
    parts = marked if marked is not None else [0] * len(values)
    drawn = Markup().join(
        _column(place, label, value, part, top)
        for place, (label, value, part) in enumerate(zip(labels, values, parts, strict=True))
        if value
    )
    return _CHART.format(_STEP * len(values), _HEIGHT, f"{name}: {_told(labels, values)}", drawn)


def _column(place: int, label: str, value: int, part: int, top: int) -> Markup:
    told = f"{value:,} in {label}" + (f", {part:,} of them of the treaty" if part else "")
    return _bar("all", place, value / top, told) + (_bar("part", place, part / top, told) if part else Markup())


def _bar(ink: str, place: int, share: float, told: str) -> Markup:
    height = _HEIGHT * share
    return _BAR.format(ink, place * _STEP + 1, _HEIGHT - height, _STEP - 2, height, told)


def _told(labels: Sequence[str], values: Sequence[int]) -> str:
    """A chart in words, short: its values if they are few, else where it begins, ends and is highest."""
    found = [f"{value:,} in {label}" for label, value in zip(labels, values, strict=True) if value]
    if not found:
        return "none"
    if len(found) <= _FEW:
        return ", ".join(found)
    highest = max(range(len(values)), key=values.__getitem__)
    return f"from {found[0]} to {found[-1]}, most in {labels[highest]} ({values[highest]:,})"
