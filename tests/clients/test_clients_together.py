import threading
from functools import partial

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ValidationError
from odoo.service.model import retrying
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

# What the proposals are about.
KEYS = ("partner_id", "file_id")


@tagged("post_install", "-at_install", "csm", "csm_clients")
class TestClientsTogether(TransactionCase):
    """Two people propose the same at once, each in a transaction of their own."""

    def setUp(self):
        super().setUp()
        self.addCleanup(self.clean)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.partner = env["res.partner"].create({"name": "Harbour", "is_company": True}).id
            team = {
                "name": "Files",
                "company_id": env.company.id,
                "member_ids": [(4, SUPERUSER_ID)],
            }
            self.team = env["csm.team"].create(team).id
            cr.execute(
                """INSERT INTO csm_client_file (partner_id, company_id, team_id, custodian_id,
                          number, relation, state, level, secrecy_level_id)
                   SELECT %s, %s, %s, %s, 'K-TOGETHER', 'ordinary', 'kept', 1, id
                     FROM csm_secrecy_level WHERE ordinal = 1 RETURNING id""",
                (self.partner, env.company.id, self.team, SUPERUSER_ID),
            )
            self.file = cr.fetchone()[0]

    def clean(self):
        """Take out again what was committed, in one transaction and past what keeps it."""
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM csm_client_classification WHERE file_id = %s", [self.file])
            cr.execute("DELETE FROM csm_client_file WHERE id = %s", [self.file])
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["csm.client.grading"].search([("partner_id", "=", self.partner)]).unlink()
            env["csm.team"].browse(self.team).unlink()
            env["res.partner"].browse(self.partner).unlink()

    def assert_second_hears(self, model, values, sentence):
        """The second waits for the first, and hears in a sentence that somebody was first."""
        with self.registry.cursor() as first, self.registry.cursor() as second:
            # Neither sees what the other does.
            for cr in (first, second):
                cr.execute("SELECT count(*) FROM res_partner")
            env = api.Environment(first, SUPERUSER_ID, {})
            env[model].create(values)
            first.flush()
            # The second comes while the first is not done yet, and waits for it.
            done = threading.Timer(1, first.commit)
            done.start()
            other = api.Environment(second, SUPERUSER_ID, {})
            with self.assertRaises(ValidationError) as refused:
                retrying(partial(other[model].create, values), other)
            self.assertTrue(done.finished.is_set(), "it waited")
            done.join()
        self.assertIn(sentence, str(refused.exception))
        with self.registry.cursor() as cr:
            own = [
                (name, "=", values[name]) for name in ("partner_id", "file_id") if name in values
            ]
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.assertEqual(env[model].search_count(own), 1)

    @mute_logger("odoo.sql_db")
    def test_two_propose_a_grade(self):
        grade = self.env.ref("csm.csm_client_grade_vip").id
        values = {"partner_id": self.partner, "grade_id": grade, "reason": "Buys much"}
        sentence = "A grade is proposed for this customer already. Decide that proposal first."
        self.assert_second_hears("csm.client.grading", values, sentence)

    @mute_logger("odoo.sql_db")
    def test_two_propose_a_change_of_one_file(self):
        values = {"file_id": self.file, "new_years": 5, "reason": "A short deal"}
        sentence = "A change of this file is proposed already. Decide on it, or withdraw it first."
        self.assert_second_hears("csm.client.classification", values, sentence)
