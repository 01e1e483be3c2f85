from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.base.models.ir_cron import IrCron

from ..common.csm_http_base import CsmHttpBase
from .test_intake_import import EXCERPT

BAD = (
    "31/31/2016,Mortgage,,Cork,,Somebody,VA,1,N/A,Web,2/1/2016,Closed,Yes,No\n"
    "1/31/2016,Mortgage,,Cork,,Somebody,VA,1,N/A,Pigeon,2/1/2016,Closed,Yes,No\n"
)


@tagged("post_install", "-at_install", "csm", "csm_intake_tour")
class TestIntakeTour(CsmHttpBase):
    """A Supervisor brings a register in, in the browser."""

    def test_a_register_comes_in_and_its_bad_rows_are_named(self):
        # The browser fetches the file from here, as a person takes it from a disk.
        self.env["ir.attachment"].create(
            {
                "name": "register.csv",
                "url": "/csm-test/register.csv",
                "public": True,
                "mimetype": "text/csv",
                "raw": EXCERPT.read_bytes() + BAD.encode(),
            }
        )
        self.start_tour("/odoo/csm-imports", "csm_case_import", login=self.leader.login)
        record = self.env["csm.case.import"].search([("file_name", "=", "register.csv")])
        self.assertEqual((record.state, record.team_id), ("running", self.team))
        with patch.object(IrCron, "_commit_progress", lambda *a, **k: float("inf")):
            self.env["csm.case.import.run"]._cron_run()
        self.assertEqual((record.created_count, record.bad_count), (40, 2))
        self.start_tour("/odoo/csm-imports", "csm_case_import_done", login=self.leader.login)
