from ast import literal_eval

from odoo.tests import tagged

from ..common.csm_case_base import CsmBase


@tagged("post_install", "-at_install", "csm", "csm_cases")
class TestCasesHome(CsmBase):
    """The screens work begins with show work that is open."""

    def test_closed_cases_are_asked_for(self):
        for name in ("csm_case_action", "csm_case_action_all"):
            action = self.env.ref(f"csm.{name}")
            self.assertIn("search_default_open", literal_eval(action.context), name)
            self.assertIn("closed", action.help, name)
