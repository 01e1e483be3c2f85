"""Draws graphs as SVG with text in it: plain Python, for paper as well as for the screen.

A graph is one ``<svg>`` with a fixed view box; whoever shows it scales it. Texts are real texts, so
they can be searched and copied. How wide a text is, is estimated from above: a Chinese character
takes the whole of its size, a Latin one less.
"""

import math
import unicodedata
from html import escape
from typing import NamedTuple

WIDTH, HEIGHT, SIZE = 640, 260, 11
LEFT, RIGHT, TOP, BOTTOM = 46, 46, 28, 40
COLOURS = ("#714b67", "#e6913f", "#2f7e8f", "#9aa2ad")
# The widest Latin letter of the fonts in use is this part of its size.
LATIN = 0.7


class Box(NamedTuple):
    """Where a text stands: no two of a graph cover each other."""

    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other):
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def text_width(text, size=SIZE):
    """Return how much room a text takes at most.

    >>> text_width("客诉") == 2 * SIZE
    True
    >>> text_width("ab") < text_width("客诉")
    True
    """
    wide = sum(unicodedata.east_asian_width(letter) in "WFA" for letter in text)
    return size * (wide + LATIN * (len(text) - wide))


def shortened(text, room, size=SIZE):
    """Return a text that fits into a width, with an ellipsis where something was left out.

    >>> shortened("包装破损", 100)
    '包装破损'
    >>> shortened("Damaged packaging", 60)
    'Damage…'
    >>> shortened("x", 1)
    ''
    """
    if text_width(text, size) <= room:
        return text
    kept = text
    while kept and text_width(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…" if kept else ""


def ticks(top, most=5):
    """Return round values from 0 up to at least ``top``, at most ``most`` + 1 of them.

    >>> ticks(7), ticks(100), ticks(0)
    ([0, 2, 4, 6, 8], [0, 20, 40, 60, 80, 100], [0, 1])
    """
    if top <= 0:
        return [0, 1]
    raw = max(top / most, 1)
    power = 10 ** math.floor(math.log10(raw))
    step = next(int(power * factor) for factor in (1, 2, 5, 10) if power * factor >= raw)
    return [step * number for number in range(math.ceil(top / step) + 1)]


class Canvas:
    """The parts of one graph, and the boxes of its texts."""

    def __init__(self, width=WIDTH, height=HEIGHT):
        self.width, self.height = width, height
        self.parts, self.boxes = [], []

    def line(self, start, end, colour="#ccc", width=1):
        (x1, y1), (x2, y2) = start, end
        self.parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
            f'stroke="{colour}" stroke-width="{width}"/>'
        )

    def bar(self, box, colour):
        self.parts.append(
            f'<rect x="{box.left:.1f}" y="{box.top:.1f}" width="{box.right - box.left:.1f}" '
            f'height="{max(box.bottom - box.top, 0):.1f}" fill="{colour}"/>'
        )

    def path(self, points, colour):
        if len(points) > 1:
            drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            self.parts.append(
                f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2"/>'
            )
        for x, y in points:
            self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{colour}"/>')

    def text(self, at, text, anchor="middle", colour="#333"):
        """Write a text where there is room for it; return whether there was."""
        x, y = at
        width = text_width(text)
        left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
        box = Box(left, y - SIZE, left + width, y + SIZE * 0.3)
        if not text or any(box.covers(other) for other in self.boxes):
            return False
        if box.left < 0 or box.right > self.width or box.top < 0 or box.bottom > self.height:
            return False
        self.boxes.append(box)
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{SIZE}" text-anchor="{anchor}" '
            f'fill="{colour}">{escape(text)}</text>'
        )
        return True

    def svg(self, title=""):
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'width="100%" role="img" font-family="sans-serif"><title>{escape(title)}</title>'
            f"{''.join(self.parts)}</svg>"
        )


class Frame:
    """The axes of a graph: where a value of the left or the right scale stands."""

    def __init__(self, canvas, count, left_top, right_top=0):
        self.canvas, self.count = canvas, max(count, 1)
        self.left, self.right = LEFT, canvas.width - RIGHT
        self.top, self.bottom = TOP, canvas.height - BOTTOM
        self.left_ticks = ticks(left_top)
        self.right_ticks = ticks(right_top) if right_top else []

    def x(self, number):
        """Return the middle of the column with this number."""
        return self.left + (number + 0.5) * self.column

    @property
    def column(self):
        return (self.right - self.left) / self.count

    def y(self, value, scale):
        return self.bottom - (self.bottom - self.top) * value / scale[-1]

    def draw(self, labels, right_unit=""):
        for value in self.left_ticks:
            y = self.y(value, self.left_ticks)
            self.canvas.line((self.left, y), (self.right, y), "#e5e5e5")
            self.canvas.text((self.left - 5, y + SIZE * 0.35), str(value), "end", "#666")
        for value in self.right_ticks:
            y = self.y(value, self.right_ticks)
            text = f"{value}{right_unit}"
            self.canvas.text((self.right + 5, y + SIZE * 0.35), text, "start", "#666")
        self.canvas.line((self.left, self.bottom), (self.right, self.bottom), "#888")
        for number, label in enumerate(labels):
            shown = shortened(label, self.column - 4)
            self.canvas.text((self.x(number), self.bottom + SIZE + 5), shown, colour="#666")


def legend(canvas, names):
    """Write what each colour stands for, above the graph."""
    x = LEFT
    for colour, name in zip(COLOURS, names, strict=False):
        shown = shortened(name, canvas.width - x - RIGHT)
        if not shown:
            break
        canvas.bar(Box(x, 6, x + 10, 16), colour)
        canvas.text((x + 14, 15), shown, "start")
        x += 14 + text_width(shown) + 18


def pareto(rows, names, title=""):
    """Draw how often each cause occurred, and the share of all up to each, as one graph.

    :param rows: ``[(label, count)]``, the most frequent first
    :param names: what the bars and the line stand for
    """
    canvas = Canvas()
    counts = [count for _label, count in rows]
    total, sum_so_far, points = sum(counts), 0, []
    frame = Frame(canvas, len(rows), max(counts, default=0), 100)
    frame.draw([label for label, _count in rows], "%")
    for number, count in enumerate(counts):
        sum_so_far += count
        x, half, y = frame.x(number), frame.column * 0.32, frame.y(count, frame.left_ticks)
        canvas.bar(Box(x - half, y, x + half, frame.bottom), COLOURS[0])
        if total:
            points.append((x, frame.y(100 * sum_so_far / total, frame.right_ticks)))
    canvas.path(points, COLOURS[1])
    legend(canvas, names)
    return canvas.svg(title)


def trend(labels, bars, lines, names, title=""):
    """Draw a number for each period as a bar, and rates in percent as lines.

    :param labels: one for each period
    :param bars: the numbers
    :param lines: lists of percentages, ``None`` where there is none: the line is interrupted
    :param names: what the bars and each line stand for
    """
    canvas = Canvas()
    frame = Frame(canvas, len(labels), max(bars, default=0), 100)
    frame.draw(labels, "%")
    for number, value in enumerate(bars):
        x, half, y = frame.x(number), frame.column * 0.32, frame.y(value, frame.left_ticks)
        canvas.bar(Box(x - half, y, x + half, frame.bottom), COLOURS[0])
    for colour, rates in zip(COLOURS[1:], lines, strict=False):
        for part in _unbroken(rates):
            points = [(frame.x(number), frame.y(rate, frame.right_ticks)) for number, rate in part]
            canvas.path(points, colour)
    legend(canvas, names)
    return canvas.svg(title)


def _unbroken(rates):
    """Return the stretches of ``(number, rate)`` without a gap.

    >>> _unbroken([1, None, 2, 3])
    [[(0, 1)], [(2, 2), (3, 3)]]
    """
    parts = [[]]
    for number, rate in enumerate(rates):
        if rate is None:
            parts.append([])
        else:
            parts[-1].append((number, rate))
    return [part for part in parts if part]
