from odoo import api, fields, models


class CsmSanctionWordingMixin(models.AbstractModel):
    """Says why a sanction is what it is: which time, by which rule and article, which step."""

    _name = "csm.sanction.wording.mixin"
    _description = "Sanction in Words"

    why_text = fields.Text("Why", compute="_compute_why_text")
    outcome_text = fields.Char("Brings", compute="_compute_outcome_text")

    @api.depends("occurrence", "rule_id", "step_id", "corrects_id", "parent_id")
    @api.depends_context("lang")
    def _compute_why_text(self):
        for sanction in self:
            sanction.why_text = sanction._why()

    def _why(self):
        # Whoever may read a sanction may read the rule it rests on.
        rule, number = self.sudo()["rule_id"], self["source_text"]
        if self["corrects_id"]:
            return self.env._("Corrects %(number)s, which was handed over.", number=number)
        if self["parent_id"]:
            return self.env._(
                "Share of the direct superior in %(number)s. %(sentence)s",
                number=number,
                sentence=rule._superior_sentence(),
            )
        if not rule:
            return ""
        window = dict(rule._fields["window"]._description_selection(self.env))[rule.window]
        step = self.sudo()["step_id"]
        return self.env._(
            "Time %(time)s %(window)s. “%(rule)s” (%(article)s): %(step)s",
            time=self["occurrence"],
            window=window,
            rule=rule.name,
            article=rule.article_id.display_name,
            step=step._demand_sentence() if step else self.env._("nothing yet."),
        )

    @api.depends("amount", "points", "percent", "measure", "is_wage_based", "suspension_days")
    @api.depends_context("lang")
    def _compute_outcome_text(self):
        measures = dict(self._fields["measure"]._description_selection(self.env))
        for sanction in self:
            parts = [sanction._money_in_words()]
            if sanction["points"]:
                points = f"{sanction['points']:+g}"
                parts.append(self.env._("%(points)s points", points=points))
            if sanction["measure"] not in (False, "none"):
                parts.append(measures[sanction["measure"]])
            if sanction["suspension_days"]:
                parts.append(self.env._("%(days)s day(s)", days=sanction["suspension_days"]))
            if sanction["withholds_bonus"]:
                parts.append(self.env._("bonus withheld"))
            if sanction["legal_action"]:
                parts.append(self.env._("legal action"))
            sanction.outcome_text = " · ".join(filter(None, parts))

    def _money_in_words(self):
        """Say the money, or the percentage where the money is a secret of the wage."""
        if self["is_wage_based"]:
            if not self["percent"]:
                return self.env._("a part of the wage")
            return self.env._("%(percent)s %% of the base wage", percent=f"{self['percent']:g}")
        if not self["amount"] and not self["amount_max"]:
            return ""
        least = self["currency_id"].format(self["amount"])
        if self["state"] == "proposed" and self["amount_max"] > self["amount"]:
            most = self["currency_id"].format(self["amount_max"])
            return self.env._("%(amount)s to %(most)s", amount=least, most=most)
        return least
