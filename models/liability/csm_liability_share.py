from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.apportion import apportion

WHOLE = 100_00
# Which field names the party of each kind.
PARTY_OF = {
    "department": "department_id",
    "employee": "employee_id",
    "supplier": "partner_id",
    "customer": "partner_id",
    "company": "partner_id",
}


class CsmLiabilityShare(models.Model):
    """The part of the liability for a case that one party bears."""

    _name = "csm.liability.share"
    _description = "Share of Liability"
    _inherit = ["csm.liability.line.mixin"]
    _order = "liability_id desc, sequence, id"
    _rec_names_search = ["case_number"]
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    team_id = fields.Many2one(related="liability_id.team_id", store=True)
    case_number = fields.Char(
        related="liability_id.case_id.number", store=True, string="Number of the Case"
    )
    state = fields.Selection(related="liability_id.state", store=True)
    decided_at = fields.Datetime(related="liability_id.decided_at", store=True, string="Decided")
    cause_class = fields.Selection(related="liability_id.cause_class", store=True)
    kind = fields.Selection(
        [
            ("department", "Department"),
            ("employee", "Employee"),
            ("supplier", "Supplier"),
            ("customer", "Customer"),
            ("company", "Other Company"),
            ("nobody", "Nobody"),
        ],
        "Borne by",
        required=True,
        default="department",
    )
    department_id = fields.Many2one(
        "hr.department", check_company=True, ondelete="restrict", index="btree_not_null"
    )
    employee_id = fields.Many2one(
        "hr.employee", check_company=True, ondelete="restrict", index="btree_not_null"
    )
    user_id = fields.Many2one(
        related="employee_id.user_id", store=True, index="btree_not_null", string="User"
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Company or Person",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    party_name = fields.Char("Party", compute="_compute_party_name", store=True, compute_sudo=True)
    percent = fields.Float("Share (%)", digits=(5, 2), required=True, aggregator="avg")
    is_leadership = fields.Boolean(
        "Leadership", help="Borne by the direct superior of an employee who is liable."
    )
    amount = fields.Monetary(
        "Part of the Loss", compute="_compute_amount", store=True, compute_sudo=True
    )
    remark = fields.Char()

    _kept_fields = ("user_id", "amount", "party_name", "state", "decided_at", "case_number")

    _percent_is_possible = models.Constraint(
        "CHECK(percent > 0 AND percent <= 100)",
        "A share is more than 0 and at most 100 percent. Leave out who bears nothing.",
    )

    @api.depends("kind", "department_id", "employee_id", "partner_id")
    def _compute_party_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for share in self:
            party = share._party()
            share.party_name = party.display_name if party else labels.get(share.kind, "")

    @api.depends("case_number", "party_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for share in self:
            share.display_name = f"{share.case_number or ''} · {share.party_name or ''}"

    @api.depends("percent", "liability_id.loss_amount", "liability_id.share_ids.percent")
    def _compute_amount(self):
        for liability in self.liability_id:
            shares = liability.share_ids
            weights = [share._hundredths() for share in shares]
            # What nobody bears yet is kept back until the shares add up.
            rest = max(WHOLE - sum(weights), 0)
            coin = liability.currency_id.rounding or 0.01
            parts = apportion(round(liability.loss_amount / coin), [*weights, rest])
            for share, part in zip(shares, parts, strict=False):
                share.amount = part * coin
        for share in self.filtered(lambda share: not share.liability_id):
            share.amount = 0

    def _hundredths(self):
        return round((self.percent or 0) * 100)

    def _party(self):
        """Return the record of whoever bears this share; nothing for nobody."""
        name = PARTY_OF.get(self.kind)
        return self[name] if name else self.env["res.partner"]

    @api.onchange("kind")
    def _onchange_kind(self):
        for name in set(PARTY_OF.values()) - {PARTY_OF.get(self.kind)}:
            self[name] = False
        self.is_leadership = self.is_leadership and self.kind == "employee"

    @api.constrains("kind", "department_id", "employee_id", "partner_id", "is_leadership")
    def _check_party(self):
        for share in self.sudo():
            if reason := share._why_not_party():
                raise ValidationError(reason)

    def _why_not_party(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        values = {"verdict": self.liability_id.display_name, "kind": labels[self.kind]}
        name = PARTY_OF.get(self.kind)
        if name and not self[name]:
            return self.env._(
                "%(verdict)s: a share of “%(kind)s” names nobody. Choose who bears it.", **values
            )
        if any(self[other] for other in set(PARTY_OF.values()) - {name}):
            return self.env._(
                "%(verdict)s: a share of “%(kind)s” names somebody else too. Make a share of its "
                "own for each.",
                **values,
            )
        if self.is_leadership and self.kind != "employee":
            return self.env._(
                "%(verdict)s: only an employee can bear a share of leadership.", **values
            )
        return ""

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_nobody_judges_themselves(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_nobody_judges_themselves(vals)
        return super().write(vals)

    @api.model
    def _check_nobody_judges_themselves(self, vals):
        # Asked before anything is written: whoever is named may not read the verdict any more.
        employee = self.env["hr.employee"].sudo().browse(vals.get("employee_id") or ())
        if employee.user_id == self.env.user and employee and not self.env.su:
            raise UserError(
                self.env._(
                    "%(person)s: nobody judges themselves. Let your superior enter it.",
                    person=employee.name,
                )
            )
