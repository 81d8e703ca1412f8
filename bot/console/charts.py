"""Charts drawn here, as SVG without style or script, so that the pages need nothing from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

WIDTH, HEIGHT = 360, 190  # a phone's width, so that words in it are as large as those around it
LEFT, BOTTOM, TOP = 34, 28, 12
BAR_HEIGHT = 20
CLASSES = "abcde"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, and its parts from the bottom up (or from the left)."""

    name: str
    parts: tuple[float, ...]

    @property
    def total(self) -> float:
        """All parts together."""
        return sum(self.parts)


def columns(title: str, bars: Sequence[Bar]) -> Markup:
    """Standing bars side by side, each of stacked parts; read aloud as `title`."""
    most = nice(max((bar.total for bar in bars), default=0))
    plot = HEIGHT - TOP - BOTTOM
    step = (WIDTH - LEFT - 8) / max(1, len(bars))
    drawn = [_grid(most, plot)]
    every = max(1, -(-len(bars) // 6))
    for place, bar in enumerate(bars):
        x, y = LEFT + place * step + step * 0.14, float(TOP + plot)
        for kind, part in zip(CLASSES, bar.parts, strict=False):
            height = plot * part / most
            y -= height
            drawn.append(_box(x, y, step * 0.72, height, kind, f"{bar.name}: {part:g}"))
        if place % every == 0:
            drawn.append(_text(x + step * 0.36, HEIGHT - 12, bar.name, "middle"))
    return _svg(title, HEIGHT, drawn)


def rows(title: str, bars: Sequence[Bar], unit: str = "") -> Markup:
    """Lying bars below each other, each with its name above and its total at the end."""
    most = max((bar.total for bar in bars), default=0) or 1
    drawn = []
    for place, bar in enumerate(bars):
        y, x = place * (BAR_HEIGHT + 24) + 16, 4.0
        drawn.append(_text(4, y, bar.name, "start"))
        for kind, part in zip(CLASSES, bar.parts, strict=False):
            width = (WIDTH - 60) * part / most
            drawn.append(_box(x, y + 6, width, BAR_HEIGHT, kind, f"{bar.name}: {part:g}{unit}"))
            x += width
        drawn.append(_text(x + 8, y + 6 + BAR_HEIGHT * 0.7, f"{bar.total:g}{unit}", "start"))
    return _svg(title, len(bars) * (BAR_HEIGHT + 24) + 12, drawn)


def nice(most: float) -> float:
    """A round number that is not below `most`."""
    for scale in (1, 10, 100, 1000, 10_000, 100_000, 1_000_000):
        for step in (1, 2, 4, 5, 8):
            if most <= step * scale:
                return step * scale
    return most or 1


def _grid(most: float, plot: float) -> str:
    lines = []
    for part in (0, 0.5, 1) if most % 2 == 0 else (0, 1):
        y = TOP + plot * (1 - part)
        lines.append(f'<line class="axis" x1="{LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>')
        lines.append(_text(LEFT - 6, y + 4, f"{most * part:g}", "end"))
    return "".join(lines)


def _box(x: float, y: float, width: float, height: float, kind: str, words: str) -> str:
    size = f'x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}"'
    return f'<rect class="{kind}" {size}><title>{escape(words)}</title></rect>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _svg(title: str, height: float, drawn: Sequence[str]) -> Markup:
    head = f'<svg class="chart" viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(title)}">'
    return Markup(f"{head}{''.join(drawn)}</svg>")  # noqa: S704 (every word in it was escaped above)
