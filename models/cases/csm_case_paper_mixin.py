from odoo import fields, models


class CsmCasePaperMixin(models.AbstractModel):
    """What of a case goes on paper: the reply the customer reads, and the form that is filed."""

    _name = "csm.case.paper.mixin"
    _description = "Case on Paper"

    reply_text = fields.Text(
        "Reply to the Customer",
        copy=False,
        help="What the customer reads in the letter and on the feedback slip. Nothing internal "
        "belongs here: no names of colleagues, no word on who is liable.",
    )
    form_number = fields.Char(
        "Number of the Completed Form",
        compute="_compute_form_number",
        compute_sudo=True,
        help="The handling form as it was printed after the case was closed.",
    )

    def _compute_form_number(self):
        kind = self.env.ref("csm.csm_form_kind_case_form")
        prints = self.env["csm.form.print"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("form_id.kind_id", "=", kind.id),
            ]
        )
        by_case = prints.grouped("res_id")
        for case in self:
            closed = case["closed_at"]
            mine = by_case.get(case.id, prints.browse())
            mine = mine.filtered(lambda row, at=closed: at and row.printed_at >= at)
            case.form_number = mine[:1].number

    def _why_not_to_customer(self):
        """Return why nothing can be sent to the customer yet, or an empty string."""
        text = (self.reply_text or "").strip()
        if not text:
            return self.env._(
                "%(case)s: there is nothing to tell the customer yet. Write the reply to the "
                "customer, then print it.",
                case=self.display_name,
            )
        # Whom a case complains about is looked up so that the customer is not told.
        accused = self.sudo()["accused_employee_ids"]
        named = [name for name in accused.mapped("name") if name.casefold() in text.casefold()]
        if named:
            return self.env._(
                "%(case)s: the reply names %(persons)s, about whom the case complains. Say it "
                "without the name.",
                case=self.display_name,
                persons=", ".join(named),
            )
        return ""
