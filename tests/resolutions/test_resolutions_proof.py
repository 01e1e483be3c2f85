from odoo.exceptions import UserError
from odoo.tests import tagged

from .resolution_case import ResolutionCase


@tagged("post_install", "-at_install", "csm", "csm_resolutions")
class TestResolutionsProof(ResolutionCase):
    """What a booked return and a certificate carried out rest on stays as it was."""

    def file(self, name):
        return self.env["ir.attachment"].with_user(self.agent).create({"name": name, "raw": b"A"})

    def assert_kept(self, paper, file, name, **values):
        """Neither the fields nor the file change any more, by whatever road."""
        for field, value in values.items():
            with self.assertRaisesRegex(UserError, "stands as it is"), self.env.cr.savepoint():
                paper.write({field: value})
        for spoil in (
            lambda: paper.write({name: [(3, file.id)]}),
            lambda: file.unlink(),
            lambda: file.write({"raw": b"B"}),
            lambda: file.write({"res_model": "csm.case", "res_id": self.case.id}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                spoil()
            self.env.invalidate_all()
        self.assertEqual(file.raw, b"A")

    def test_the_proof_of_a_booked_return_stays(self):
        note, file = self.note(quantity=10), self.file("certificate.pdf")
        note.action_approve()
        note.line_ids.received_quantity = 10
        note.action_receive()
        other = self.file("wrong.pdf")
        note.write({"proof": "copy", "proof_attachment_ids": [(6, 0, other.ids)]})
        # Until it is booked, a wrong file is changed for the right one.
        note.write({"proof": "certificate", "proof_attachment_ids": [(6, 0, file.ids)]})
        other.unlink()
        note.action_book()
        self.assertEqual(str(note.booked_on), "2026-03-02")
        values = {"proof": "copy", "booked_on": "2026-02-27", "customer_signature": False}
        self.assert_kept(note, file, "proof_attachment_ids", **values)
        note.action_settle()
        self.assert_kept(note, file, "proof_attachment_ids", **values)

    def test_the_seal_of_a_certificate_carried_out_stays(self):
        paper, file = self.allowance(), self.file("seal.png")
        paper.action_approve()
        paper.write({"sealed_on": "2026-03-01", "seal_attachment_ids": [(6, 0, file.ids)]})
        paper.sealed_on = "2026-03-02"
        paper.action_execute()
        self.assert_kept(paper, file, "seal_attachment_ids", sealed_on="2026-03-01")
