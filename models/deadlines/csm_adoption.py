from odoo import api, fields, models
from odoo.fields import Domain


class CsmAdoption(models.Model):
    _inherit = "csm.adoption"

    deadline_rule_ids = fields.One2many(
        "csm.deadline.rule",
        "adoption_id",
        "Time Limits",
        help="The company's own copies of the regulation's time limits.",
    )
    covers_open = fields.Boolean(
        "Also for Open Records",
        tracking=True,
        copy=False,
        help="Records whose clocks started before the first day get the time limits as well, "
        "counted from their own start: what is overdue by then is reported at once.",
    )

    @api.model
    def _act_fields(self):
        return {*super()._act_fields(), "covers_open"}

    def _why_not_adopt(self):
        if self.covers_open and self.adopted_on > self._today():
            return self.env._(
                "%(adoption)s begins in the future and cannot be applied to open records yet. "
                "Adopt it on its first day, or leave open records alone.",
                adoption=self.display_name,
            )
        return super()._why_not_adopt()

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "adopt":
            for adoption in self:
                adoption._reach_open_records()
        return result

    def _reach_open_records(self):
        """Let the time limits reach the open records they bind, in the background.

        A record is bound from its start on: without being told otherwise, the limits reach those
        whose clock has started since the first moment of the adoption.
        """
        Job, rules = self.env["csm.deadline.recompute"], self.deadline_rule_ids
        reason = self.env._(
            "Adoption of %(regulation)s", regulation=self.regulation_id.display_name
        )
        if self.covers_open:
            return Job._take_up_open_records(reason, rules)
        jobs = Job.browse()
        for model, mine in rules.grouped("model").items():
            domain = self._bound_domain(model, mine)
            if self.env[model].sudo().search_count(domain, limit=1):
                jobs |= Job._recompute_records(reason, model, domain, self.company_id)
        return jobs

    def _bound_domain(self, model, rules):
        """Return the open records of a model whose clock has started under these rules."""
        Model = self.env[model]
        facts = {"create_date", *rules.sudo().start_field_id.mapped("name")}
        since = fields.Datetime.to_string(self._first_moment(self.adopted_on))
        started = Domain.OR(Domain(fact, ">=", since) for fact in sorted(facts))
        own = Domain("company_id", "=", self.company_id.id)
        return own & Model._deadline_open_domain() & started

    def action_adopt(self):
        """Adopt, and say when open records are being looked after in the background."""
        result = super().action_adopt()
        if any(adoption.covers_open for adoption in self):
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "success",
                    "message": self.env._(
                        "The time limits are being applied to the open records in the background."
                    ),
                    "next": {"type": "ir.actions.client", "tag": "soft_reload"},
                },
            }
        return result

    def action_look_ahead(self):
        """Show how the open records would stand under these time limits."""
        self.ensure_one()
        return self.env["csm.deadline.outlook.wizard"].create({"adoption_id": self.id})._show()
