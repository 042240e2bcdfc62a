"""Plots as SVG, without a library: what the page of benchmarks shows. Colours follow the reader's light or dark mode."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

WIDTH: Final = 640
LEFT: Final = 190
ROW: Final = 26
COLOURS: Final = ("#1f6feb", "#bf5700", "#6e7781", "#8250df", "#1a7f37")

_HEAD: Final = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{title}">
<style>text {{ font: 13px sans-serif; fill: #24292f }} .axis {{ stroke: #8c959f }}
@media (prefers-color-scheme: dark) {{ text {{ fill: #c9d1d9 }} }}</style>
<text x="0" y="16" style="font-weight: bold">{title}</text>
"""


def bars(title: str, values: Mapping[str, float], digits: int = 1) -> str:
    """A bar for each value, from zero to the largest."""
    largest = max(values.values()) or 1.0
    parts = [_HEAD.format(width=WIDTH, height=32 + ROW * len(values), title=escape(title))]
    for number, (name, value) in enumerate(values.items()):
        top = 28 + ROW * number
        width = (WIDTH - LEFT - 70) * value / largest
        parts.append(
            f'<text x="{LEFT - 8}" y="{top + 14}" text-anchor="end">{escape(name)}</text>\n'
            f'<rect x="{LEFT}" y="{top}" width="{width:.1f}" height="{ROW - 8}" fill="{COLOURS[number % len(COLOURS)]}"/>\n'
            f'<text x="{LEFT + width + 6:.1f}" y="{top + 14}">{value:.{digits}f}</text>\n'
        )
    return "".join([*parts, "</svg>\n"])


def lines(title: str, series: Mapping[str, Sequence[tuple[float, float]]], across: str, up: str) -> str:
    """A line for each series of (across, up), both axes logarithmic; all numbers above zero."""
    points = [point for one in series.values() for point in one]
    low, high = _decades([x for x, _ in points])
    bottom, top = _decades([y for _, y in points])
    left, right, floor, ceiling = 60, WIDTH - 150, 300, 40

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            left + (right - left) * (math.log10(x) - low) / (high - low),
            floor - (floor - ceiling) * (math.log10(y) - bottom) / (top - bottom),
        )

    parts = [_HEAD.format(width=WIDTH, height=345, title=escape(title))]
    for exponent in range(low, high + 1):
        x, _ = at(10.0**exponent, 10.0**bottom)
        parts.append(f'<path class="axis" d="M{x:.1f} {floor}v5"/>\n')
        parts.append(f'<text x="{x:.1f}" y="{floor + 20}" text-anchor="middle">{10.0**exponent:g}</text>\n')
    for exponent in range(bottom, top + 1):
        _, y = at(10.0**low, 10.0**exponent)
        parts.append(f'<path class="axis" d="M{left - 5} {y:.1f}h5"/>\n')
        parts.append(f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**exponent:g}</text>\n')
    parts.append(f'<path class="axis" fill="none" d="M{left} {ceiling}V{floor}H{right}"/>\n')
    parts.append(f'<text x="{(left + right) / 2:.0f}" y="{floor + 40}" text-anchor="middle">{escape(across)}</text>\n')
    parts.append(f'<text x="{left + 8}" y="{ceiling + 4}">{escape(up)}</text>\n')
    for number, (name, one) in enumerate(series.items()):
        colour = COLOURS[number % len(COLOURS)]
        places = [at(x, y) for x, y in sorted(one)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>\n')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>\n' for x, y in places]
        y = ceiling + 20 + 20 * number
        parts.append(f'<rect x="{right + 6}" y="{y - 10}" width="10" height="10" fill="{colour}"/>\n')
        parts.append(f'<text x="{right + 20}" y="{y}" style="font-size: 11px">{escape(name)}</text>\n')
    return "".join([*parts, "</svg>\n"])


def _decades(values: Sequence[float]) -> tuple[int, int]:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)
