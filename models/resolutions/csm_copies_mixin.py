from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsmCopiesMixin(models.AbstractModel):
    """A numbered paper of a case whose copies lie with different holders."""

    _name = "csm.copies.mixin"
    _description = "Paper With Copies"
    _inherit = ["csm.state.mixin"]

    copy_ids = fields.One2many(
        "csm.copy", "res_id", "Copies", domain=lambda self: [("res_model", "=", self._name)]
    )
    copies_text = fields.Char("Where the Copies Are", compute="_compute_copies_text")

    @api.depends("copy_ids.holder")
    @api.depends_context("lang")
    def _compute_copies_text(self):
        for paper in self:
            holders = dict(self.env["csm.copy"]._fields["holder"]._description_selection(self.env))
            paper.copies_text = ", ".join(
                self.env._("%(number)s: %(holder)s", number=number, holder=holders[holder])
                for number, holder in paper._copies()
            )

    def _copies(self):
        """Return ``[(number, holder)]``: where each copy lies now."""
        self.ensure_one()
        return sorted({row.number: row.holder for row in self.copy_ids.sorted("id")}.items())

    def _moved(self, move):
        result = super()._moved(move)
        for paper in self:
            paper._hand_copies(move.name)
        return result

    def _hand_copies(self, step):
        """Put on record to whom which copy goes with a step."""
        held = dict(self._copies())
        for number, holder in self.env["csm.copy.rule"]._handed(self, step):
            if held.get(number) != holder:
                # The register of copies is the system's; nobody writes in it.
                self.env["csm.copy"].sudo().create(
                    {
                        "res_model": self._name,
                        "res_id": self.id,
                        "case_id": self["case_id"].id,
                        "number": number,
                        "holder": holder,
                        "user_id": self.env.uid,
                        "handed_at": self.env.cr.now().replace(microsecond=0),
                    }
                )
        self.invalidate_recordset(["copy_ids"], flush=False)

    # What papers share

    @api.model
    def _paper_of_case(self, case, vals):
        """Return what a new paper takes from its case."""
        values = {}
        if "partner_id" not in vals:
            values["partner_id"] = case.partner_id.id
        if "order_number" in self._fields and "order_number" not in vals:
            values["order_number"] = case.order_number
        return values

    @api.model
    def _monthly_prefix(self, mark, vals):
        """Return a mark and YYMM of the month in the company's zone."""
        company = self.env["res.company"].browse(vals["company_id"]).sudo()
        zone = company.resource_calendar_id.tz or "UTC"
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), self.env.cr.now())
        return f"{mark}{local:%y%m}"

    def _check_same_case(self):
        for paper in self.sudo():
            if paper["solution_id"] and paper["solution_id"].case_id != paper["case_id"]:
                raise ValidationError(
                    self.env._(
                        "%(paper)s: the solution belongs to %(case)s. Choose one of the same case.",
                        paper=paper.display_name,
                        case=paper["solution_id"].case_id.display_name,
                    )
                )
