import doctest
import gc
import resource
import sys
from datetime import timedelta
from io import BytesIO
from unittest import skipUnless
from unittest.mock import patch

from pypdf import PdfReader

from odoo.tests import tagged

from ...tools import capitals, pdf, window
from .form_case import FormCase

ROWS = 1000
CLAUSE = "客户投诉由受理人员登记，并在规定时限内答复。"
PAPER = {"size": "A4", "margins": "30mm 12mm 30mm 12mm", "inset": "0", "lang": "zh-CN"}


def nothing(address):
    raise ValueError(address)


def document(body):
    return f"<html><body><div class='article'>{body}</div></body></html>"


def pages_of(*bodies):
    """Return the texts of the printed pages."""
    head = "<div class='header'>卷首</div>" * len(bodies)
    foot = "<div class='footer'><span class='page'></span>/<span class='topage'></span></div>"
    foot *= len(bodies)
    documents = [document(body) for body in bodies]
    content = pdf.print_pages(documents, document(head), document(foot), PAPER, nothing)
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


@tagged("post_install", "-at_install", "csm", "csm_common")
class TestCommonFormPdf(FormCase):
    """Long papers keep their head, foot and page numbers, and their Chinese can be selected."""

    def test_the_examples_of_the_tools_hold(self):
        modules = [capitals, window]
        if pdf.is_here():
            modules.append(sys.modules[pdf.StyleSheet.__module__])
        for module in modules:
            with self.subTest(module=module.__name__):
                self.assertFalse(doctest.testmod(module).failed)

    @skipUnless(pdf.is_here(), "WeasyPrint is not installed")
    def test_a_document_of_sixty_pages(self):
        page = f"<h2>第一章</h2><p>{CLAUSE}</p>"
        wide = "<div style='break-after: page'>%s</div>"
        texts = pages_of("".join(wide % page for _n in range(60)) + page)
        self.assertEqual(len(texts), 61)
        for number, text in enumerate(texts, start=1):
            self.assertIn("卷首", text)
            self.assertIn(CLAUSE, text)
            self.assertTrue(text.endswith(f"{number}/61") or f"{number}/61" in text)

    @skipUnless(pdf.is_here(), "WeasyPrint is not installed")
    def test_a_register_of_a_thousand_rows_repeats_its_head(self):
        rows = "".join(
            f"<tr><td>2603{n:04d}</td><td>软木塞有异味</td><td>已结案</td></tr>"
            for n in range(ROWS)
        )
        head = "<thead><tr><th>编号</th><th>投诉内容</th><th>状态</th></tr></thead>"
        texts = pages_of(f"<table>{head}<tbody>{rows}</tbody></table>")
        self.assertGreater(len(texts), 10)
        for number, text in enumerate(texts, start=1):
            self.assertIn("投诉内容", text)
            self.assertIn(f"{number}/{len(texts)}", text)
        whole = "".join(texts)
        self.assertEqual(whole.count("软木塞有异味"), ROWS)
        self.assertIn(f"2603{ROWS - 1:04d}", texts[-1])

    @skipUnless(pdf.is_here(), "WeasyPrint is not installed")
    def test_style_sheets_say_nothing_of_a_part_of_every_element(self):
        content = "*::before, td::after { content: 'x' } ::note-call { color: red } * { margin: 0 }"
        matcher = pdf._lean(pdf.weasyprint.CSS(string=content)).matcher
        self.assertEqual([rule[pdf.PART] for rule in matcher.other_selectors], [None])
        cells = matcher.lower_local_name_selectors["td"]
        self.assertEqual([rule[pdf.PART] for rule in cells], ["after"])

    @skipUnless(pdf.is_here(), "WeasyPrint is not installed")
    def test_a_long_list_has_as_many_styles_as_a_short_one(self):
        """A style for each cell made a register of a thousand cases slow and large."""
        made, counts = [], []
        styles = pdf.weasyprint.css.StyleFor
        real = styles.set_computed_styles

        def counting(style_for, element, *args, **values):
            made.append(getattr(element, "tag", "page"))
            return real(style_for, element, *args, **values)

        with patch.object(styles, "set_computed_styles", counting):
            for rows in (3, 300):
                made.clear()
                cells = "<tr><td class='csm_text'>软木塞</td><td>已结案</td></tr>" * rows
                texts = pages_of(f"<table><tbody>{cells}</tbody></table><ul><li>一</li></ul>")
                counts.append(len([tag for tag in made if tag != "page"]))
                self.assertIn("•", texts[-1])
        self.assertEqual(counts[0], counts[1])

    @skipUnless(pdf.is_here(), "WeasyPrint is not installed")
    def test_after_a_print_that_fails_garbage_is_collected_again(self):
        failing = patch.object(pdf._Printer, "render", side_effect=ValueError)
        with failing, self.assertRaises(ValueError):
            pages_of("<p>一</p>")
        self.assertTrue(gc.isenabled())

    @skipUnless(pdf.is_here(), "WeasyPrint is not installed")
    def test_what_is_read_here_prints_as_what_is_read_to_the_letter(self):
        plain = "<!-- 注 --><p>客户&nbsp;投诉<br>甲 &lt;乙&gt; 丙</p><ul><li>丁</ul>"
        reading = patch.object(pdf, "_tree", return_value=None)
        here = pages_of(plain)
        with reading:
            self.assertEqual(pages_of(plain), here)
        self.assertIn("客户投诉甲<乙>丙丁", here[0])
        drawn = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 90 20'>"
        drawn += "<text y='9'>戊</text></svg>"
        for odd in (drawn, "<p x:y='z'>己</p>"):
            with self.subTest(odd=odd):
                self.assertIsNone(pdf._tree(pdf.lxml.html.document_fromstring(document(odd))))
        self.assertIn("戊", pages_of(drawn)[0])
        self.assertIn("己", pages_of("<p x:y='z'>己</p>")[0])

    @skipUnless(pdf.is_here(), "WeasyPrint is not installed")
    def test_frames_have_room_however_deep_a_print_begins(self):
        """At some depths a print took memory from the system for each call, and gave it back."""

        rows = "<table>" + "<tr><td>一</td></tr>" * 100 + "</table>"

        def taken_at(depth):
            if depth:
                return taken_at(depth - 1)
            before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
            pages_of(rows)
            return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

        pages_of(rows)
        taken = [taken_at(depth) for depth in range(0, 180, 6)]
        self.assertLess(sorted(taken)[len(taken) // 2], 100, taken)

    @skipUnless(pdf.is_here(), "WeasyPrint is not installed")
    def test_each_document_counts_its_own_pages(self):
        two = "<p style='break-after: page'>一</p><p>二</p>"
        texts = pages_of(two, "<p>三</p>", two)
        self.assertEqual([text[-3:] for text in texts], ["1/2", "2/2", "1/1", "1/2", "2/2"])

    def test_a_form_is_printed_in_the_reader_s_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.kind.update_field_translations("name", {"zh_CN": "封面"})
        text = self.html(lang="zh_CN")
        self.assertIn("封面", text)
        self.assertEqual(self.prints().lang, "zh_CN")

    def test_without_weasyprint_head_and_foot_stand_in_the_text(self):
        self.new_version("Archive", "Workshop")
        with patch.object(pdf, "is_here", return_value=False):
            printing = self.printing()
            html = printing._render_qweb_html(
                "csm.csm_form_cover", self.form.ids, data={"report_type": "pdf"}
            )[0]
            report = self.env.ref("csm.ir_actions_report_csm_form_cover")
            bodies, _ids, header, footer, _args = report._prepare_html(html, report.model)
        self.assertEqual(len(bodies), 1, "one document: the unpatched wkhtmltopdf takes no more")
        for part in (
            "Cover Sheet",
            "Copy",
            "Archive",
            "Workshop",
            "Printed by",
            "image/png;base64",
        ):
            self.assertIn(part, str(bodies[0]))
        for running in (header, footer):
            self.assertNotIn("Printed by", str(running))

    def test_on_a_screen_head_and_foot_stand_in_the_text(self):
        self.assertNotIn('class="header"', self.html())

    @skipUnless(pdf.is_here(), "WeasyPrint is not installed")
    def test_a_log_of_many_prints_stays_quick(self):
        forms = self.form + self.others(2)
        self.html(forms)
        self.at("2026-03-02 01:00:00")
        self.env.cr._now += timedelta(minutes=1)
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self.html(forms)
        self.assertLess(self.env.cr.sql_log_count - before, 120)
