import doctest

from odoo.tests import BaseCase, tagged

from ...models.intake import csm_case_import_column
from ...tools import charset, mailtext, table, telephone


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeTools(BaseCase):
    """What reads mails and tables does what its examples say."""

    def test_examples(self):
        for module in (charset, mailtext, table, telephone, csm_case_import_column):
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module)
                self.assertGreater(result.attempted, 0)
                self.assertEqual(result.failed, 0)

    def test_a_delimiter_inside_a_quoted_header_is_none(self):
        content = table.read(b'"a,b,c";d\n1;2\n')
        self.assertEqual(content.header, ["a,b,c", "d"])

    def test_utf_16_and_the_mark_before_utf_8(self):
        for codec in ("utf-16", "utf-8-sig"):
            with self.subTest(codec=codec):
                content = table.read("日期,内容\n2026-01-01,瓶塞\n".encode(codec))
                self.assertEqual(content.header, ["日期", "内容"])
