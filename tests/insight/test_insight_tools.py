import doctest
import random
import re
from datetime import date, timedelta

import lxml.etree

from odoo.tests import TransactionCase, tagged

from ...tools import chart, monthname, periods

WORDS = (
    "客诉统计",
    "包装破损",
    "Product Quality",
    "A",
    "服务 & <b>",
    "一二三四五六七八九十一二三四五六",
)


def kind_of(day):
    """Return in which period of each kind a day lies, found out day by day."""
    return {
        "week": day.isocalendar()[:2],
        "half_month": (day.year, day.month, day.day > 15),
        "month": (day.year, day.month),
        "quarter": (day.year, (day.month - 1) // 3),
        "year": day.year,
    }


@tagged("post_install", "-at_install", "csm", "csm_insight")
class TestInsightTools(TransactionCase):
    """Periods and graphs, in plain Python."""

    def test_doctests(self):
        self.assertEqual(doctest.testmod(periods).failed, 0)
        self.assertEqual(doctest.testmod(chart).failed, 0)
        self.assertEqual(doctest.testmod(monthname).failed, 0)

    def test_each_day_lies_in_one_period(self):
        day = date(2023, 12, 20)
        while day < date(2026, 3, 10):
            for kind in periods.KINDS:
                first = periods.begin(kind, day)
                following = periods.following(kind, first)
                same = kind_of(day)[kind]
                self.assertTrue(first <= day < following)
                self.assertEqual(kind_of(first)[kind], same)
                self.assertEqual(kind_of(following - timedelta(days=1))[kind], same)
                self.assertNotEqual(kind_of(following)[kind], same)
                self.assertEqual(periods.preceding(kind, following), first)
            day += timedelta(days=1)

    def test_labels_sort_like_their_periods(self):
        for kind in periods.KINDS:
            first, labels = periods.begin(kind, date(2024, 11, 5)), []
            for _number in range(40):
                labels.append(periods.label(kind, first))
                first = periods.following(kind, first)
            self.assertEqual(labels, sorted(set(labels)))

    def drawn(self, svg):
        """Return the texts and boxes of a graph, read from what was drawn."""
        root = lxml.etree.fromstring(svg)
        width, height = map(float, root.get("viewBox").split()[2:])
        boxes = []
        for node in root.iter("{*}text"):
            size, wide = float(node.get("font-size")), chart.text_width(node.text)
            left = (
                float(node.get("x"))
                - {"start": 0, "middle": wide / 2, "end": wide}[node.get("text-anchor")]
            )
            y = float(node.get("y"))
            boxes.append((node.text, chart.Box(left, y - size, left + wide, y + size * 0.3)))
        return boxes, width, height

    def assert_readable(self, svg):
        boxes, width, height = self.drawn(svg)
        for number, (text, box) in enumerate(boxes):
            self.assertTrue(box.left >= 0 and box.right <= width, text)
            self.assertTrue(box.top >= 0 and box.bottom <= height, text)
            for other_text, other in boxes[:number]:
                self.assertFalse(box.covers(other), f"{text} covers {other_text}")
        return [text for text, _box in boxes]

    def test_texts_never_cover_each_other(self):
        dice = random.Random(7)
        for _round in range(120):
            count = dice.randint(0, 26)
            labels = [dice.choice(WORDS) for _ in range(count)]
            bars = [dice.choice((0, 1, 7, 99, 12345)) for _ in range(count)]
            names = [dice.choice(WORDS) for _ in range(3)]
            self.assert_readable(
                chart.pareto(list(zip(labels, sorted(bars, reverse=True), strict=True)), names[:2])
            )
            rates = [[dice.choice((None, 0, 50.5, 100)) for _ in range(count)] for _ in range(2)]
            self.assert_readable(chart.trend(labels, bars, rates, names))

    def test_what_is_drawn_is_what_was_counted(self):
        svg = chart.pareto([("包装", 3), ("质量", 1)], ["投诉", "累计"], "原因")
        texts = self.assert_readable(svg)
        for text in ("包装", "质量", "投诉", "累计", "0", "3", "100%"):
            self.assertIn(text, texts)
        root = lxml.etree.fromstring(svg)
        bars = [node for node in root.iter("{*}rect") if float(node.get("y")) > 20]
        heights = [float(node.get("height")) for node in bars]
        self.assertAlmostEqual(heights[0], 3 * heights[1], delta=0.2)
        (line,) = root.iter("{*}polyline")
        points = [float(y) for y in re.findall(r",([\d.]+)", line.get("points"))]
        bottom, top = chart.HEIGHT - chart.BOTTOM, chart.TOP
        shares = [round((bottom - y) / (bottom - top), 2) for y in points]
        self.assertEqual(shares, [0.75, 1.0])

    def test_a_rate_of_nothing_interrupts_the_line(self):
        svg = chart.trend(["1", "2", "3", "4"], [1, 0, 2, 2], [[10, None, 30, 20]], ["n", "r"])
        root = lxml.etree.fromstring(svg)
        (line,) = root.iter("{*}polyline")
        self.assertEqual(len(line.get("points").split()), 2)
        self.assertEqual(len(list(root.iter("{*}circle"))), 3)
