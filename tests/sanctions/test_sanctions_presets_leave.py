from odoo.tests import tagged

from ..common.proves import proves
from ..presets.test_presets_approvals import ApprovalPresetCase


@tagged("post_install", "-at_install", "csm", "csm_sanctions")
class TestSanctionsPresetsLeave(ApprovalPresetCase):
    """Leaving the post is asked for before."""

    @proves("S1-06-24")
    def test_the_sales_manager_lets_somebody_leave(self):
        self.adopt_only("S1-06-24")
        self.assert_granted_by(24, self.holders["sales_manager"], code="leave_post")
