from odoo import api, fields, models
from odoo.fields import Command


class CsmContactDetailMixin(models.AbstractModel):
    """What regulations of one trade want to know besides: an age, a history, a disease …"""

    _name = "csm.contact.detail.mixin"
    _description = "Further Particulars of a Contact"

    detail_ids = fields.One2many(
        "csm.contact.detail",
        "contact_id",
        "Further Particulars",
        compute="_compute_detail_ids",
        store=True,
        readonly=False,
        copy=True,
    )

    @api.depends("kind_id", "channel", "team_id", "company_id")
    def _compute_detail_ids(self):
        """Offer a line for each particular the regulations in force ask for."""
        Rule = self.env["csm.detail.rule"]
        for contact in self:
            known = contact.detail_ids.type_id.ids
            wanted = [type_id for plan in Rule._plans_for(contact) for type_id in plan.type_ids]
            contact.detail_ids = [
                Command.create({"type_id": type_id})
                for type_id in dict.fromkeys(wanted)
                if type_id not in known
            ]

    def _why_not_settle(self, move):
        reasons = (super()._why_not_settle(move), self._why_not_detailed(move))
        return "\n".join(filter(None, reasons))

    def _why_not_detailed(self, move):
        """Refuse to let go of a contact whose particulars are missing, and say which."""
        if move.name not in ("answer", "promise", "pass_on", "close") or self._is_abandoned():
            return ""
        given = set(self.detail_ids.filtered(lambda line: (line.value or "").strip()).type_id.ids)
        for plan in self.env["csm.detail.rule"]._plans_for(self):
            missing = [type_id for type_id in plan.type_ids if type_id not in given]
            if missing:
                # The refusal names the rule; whoever takes calls need not be able to read rules.
                rule = self.env["csm.detail.rule"].sudo().browse(plan.rule_id)
                types = self.env["csm.contact.detail.type"].browse(missing)
                return self.env._(
                    "%(contact)s: “%(rule)s” (%(article)s) asks for: %(details)s. Enter them among "
                    "the further particulars, then go on.",
                    contact=self.display_name,
                    rule=rule.name,
                    article=rule.article_id.display_name,
                    details=", ".join(types.mapped("name")),
                )
        return ""
