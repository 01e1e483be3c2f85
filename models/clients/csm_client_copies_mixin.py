from odoo import api, fields, models

from ...tools.carries import carries


class CsmClientCopiesMixin(models.AbstractModel):
    """Gives a client file its documents and its two copies, and shows what CRM knows of it."""

    _name = "csm.client.copies.mixin"
    _description = "Copies and Documents of a Client File"
    _inherit = ["csm.client.basic.mixin"]

    document_ids = fields.One2many("csm.client.document", "file_id", "Documents")
    document_count = fields.Integer(compute="_compute_document_count")
    paper_copy_ids = fields.One2many("csm.client.copy", "file_id", "Copies")
    lead_count = fields.Integer("Leads", compute="_compute_leads")
    won_revenue = fields.Monetary(
        "Won So Far", compute="_compute_leads", help="Of the leads you may read in CRM."
    )

    @api.depends("document_ids")
    def _compute_document_count(self):
        for file in self:
            file.document_count = len(file["document_ids"])

    @api.depends("partner_id")
    @api.depends_context("uid")
    def _compute_leads(self):
        """Count what the reader may see in CRM; nothing is copied into the file."""
        Lead = self.env["crm.lead"]
        self.lead_count, self.won_revenue = 0, 0
        if not Lead.has_access("read"):
            return
        for file in self:
            theirs = [("partner_id", "child_of", file["partner_id"].id)]
            file.lead_count = Lead.search_count(theirs)
            won = Lead._read_group(
                [*theirs, ("won_status", "=", "won")], [], ["expected_revenue:sum"]
            )
            file.won_revenue = won[0][0] or 0

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        self.env["csm.client.copy"].create(
            [
                {**copy, "file_id": file.id}
                for file in files
                if not file["paper_copy_ids"]
                for copy in self._two_copies()
            ]
        )
        return files

    @api.model
    @carries("S0-10-12", neutral=())
    def _two_copies(self):
        """Return the values of the two copies every file has."""
        return (
            {"copy_number": 1, "medium": "paper", "holder": self.env._("Customer Service")},
            {
                "copy_number": 2,
                "medium": "electronic",
                "holder": self.env._("Database of the Information Department"),
            },
        )

    def _set_credit_class(self, rating):
        """Take over an approved class of credit, with a line in the history."""
        self.ensure_one()
        name = "credit_class_id"
        # The approval sets it; whoever decides need not be able to write the file.
        self._with_pass([name]).sudo().write({name: rating.credit_class_id.id})

    def action_leads(self):
        """Open the leads of this customer in CRM."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.lead",
            "views": [(False, "list"), (False, "form")],
            "domain": [("partner_id", "child_of", self["partner_id"].id)],
            "name": self.env._("Leads"),
        }

    def _what_has_left(self):
        """Name the copies that are out beside what was printed and exported."""
        handed = self["paper_copy_ids"].filtered("received_on")
        out = handed.filtered(lambda copy: not copy.returned_on)
        return [
            *super()._what_has_left(),
            *(
                self.env._(
                    "Copy %(number)s: %(holder)s %(place)s",
                    number=copy.copy_number,
                    holder=copy.holder,
                    place=copy.place or "",
                )
                for copy in out
            ),
        ]
