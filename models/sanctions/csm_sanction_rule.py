from odoo import api, fields, models


class CsmSanctionRule(models.Model):
    """What one offence or merit brings: the ladder of a regulation."""

    _name = "csm.sanction.rule"
    _description = "Sanction Rule"
    _inherit = [
        "csm.sanction.rule.scope.mixin",
        "csm.sanction.rule.choice.mixin",
        "csm.rule.mixin",
    ]

    offence_id = fields.Many2one("csm.offence", required=True, ondelete="restrict", index=True)
    kind = fields.Selection(related="offence_id.kind", store=True)
    window = fields.Selection(
        [
            ("month", "in the calendar month"),
            ("quarter", "in the quarter"),
            ("year", "in the calendar year"),
            ("ever", "ever"),
        ],
        "Counted",
        required=True,
        default="month",
        help="The day of the offence decides, in the zone of the employee.",
    )
    applies_to = fields.Selection(
        [
            ("everybody", "Everybody"),
            ("department", "Departments"),
            ("job", "Jobs"),
            ("leader", "Whoever leads others"),
        ],
        required=True,
        default="everybody",
    )
    department_ids = fields.Many2many(
        "hr.department", "csm_sanction_rule_department_rel", "rule_id", "department_id"
    )
    job_ids = fields.Many2many("hr.job", "csm_sanction_rule_job_rel", "rule_id", "job_id", "Jobs")
    by_severity = fields.Boolean(
        "Light and Serious", help="The steps differ for light and for serious cases."
    )
    superior_share = fields.Selection(
        [
            ("none", "None"),
            ("percent", "A percentage"),
            ("amount", "An amount"),
            ("same", "The same"),
            ("corresponding", "Corresponding: the source states no figure"),
        ],
        "Direct Superior",
        required=True,
        default="none",
    )
    superior_percent = fields.Float("Superior's Percentage", digits=(5, 2))
    superior_amount = fields.Monetary("Superior's Amount")
    destination = fields.Selection(
        [("payroll", "Payroll"), ("fund", "Department Fund")],
        "Goes to",
        required=True,
        default="payroll",
    )
    step_ids = fields.One2many("csm.sanction.step", "rule_id", "Ladder", copy=True)
    ladder_text = fields.Text("Ladder in Words", compute="_compute_ladder_text")
    preset_id = fields.Many2one("csm.sanction.rule", readonly=True, ondelete="restrict")
    root_id = fields.Many2one(
        "csm.sanction.rule", "First Version", readonly=True, ondelete="restrict", index=True
    )

    _blank_fields = (
        "superior_percent",
        "superior_amount",
        "open_amount",
        "open_points",
        "allowed_cost",
    )

    @api.depends("step_ids", "window", "superior_share")
    @api.depends_context("lang")
    def _compute_ladder_text(self):
        for rule in self:
            rule.ladder_text = "\n".join(step._demand_sentence() for step in rule.step_ids)

    @api.model
    def _figure_fields(self):
        own = ("offence_id", "window", "applies_to", "department_ids", "job_ids", "by_severity")
        share = ("superior_share", "superior_percent", "superior_amount")
        return (*super()._figure_fields(), *own, *share, "destination", "step_ids")

    # Hooks of the rule head

    def _new_version(self, valid_from, changes):
        version = super()._new_version(valid_from, changes)
        version.root_id = self._root()
        return version

    def _is_used(self):
        used = [("rule_id", "in", self.ids)]
        return bool(self.env["csm.sanction"].sudo().search_count(used, limit=1))

    def _figures(self):
        found = [*super()._figures()]
        for rule in self:
            found += [figure for step in rule.step_ids for figure in step._figures()]
            if rule.superior_share in ("percent", "amount"):
                found.append((rule, f"superior_{rule.superior_share}", 10))
        return found

    @api.model
    def _demand_heading(self):
        return self.env._("Rewards and Penalties")

    def _demand_sentence(self):
        self.ensure_one()
        parts = [super()._demand_sentence(), self.ladder_text]
        window = dict(self._fields["window"]._description_selection(self.env))[self.window]
        if len(self.step_ids) > 1:
            parts.append(self.env._("Counted %(window)s.", window=window))
        parts.append(self._superior_sentence())
        return "\n".join(filter(None, parts))

    def _superior_sentence(self):
        return {
            "none": "",
            "percent": self.env._(
                "The direct superior bears %(percent)g %% of it as well.",
                percent=self.superior_percent,
            ),
            "amount": self.env._(
                "The direct superior bears %(amount)s as well.",
                amount=self.currency_id.format(self.superior_amount),
            ),
            "same": self.env._("The direct superior bears the same."),
            "corresponding": self.env._("The direct superior bears a corresponding part."),
        }[self.superior_share]
