from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.listed import listed
from ..common.csm_state_mixin import Move


class CsmAdoption(models.Model):
    """The dated act by which a company puts a regulation into force."""

    _name = "csm.adoption"
    _description = "Adoption of a Regulation"
    _inherit = ["mail.thread", "csm.fact.mixin", "csm.adoption.news.mixin"]
    _order = "company_id, regulation_id, id desc"
    _check_company_auto = True

    regulation_id = fields.Many2one(
        "csm.regulation", required=True, ondelete="restrict", index=True, tracking=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [
            ("draft", "In Preparation"),
            ("adopted", "In Force"),
            ("ended", "Ended"),
            ("undone", "Undone"),
        ],
        required=True,
        readonly=True,
        default="draft",
        tracking=True,
    )
    adopted_on = fields.Date(
        "In Force from", default=fields.Date.context_today, required=True, tracking=True
    )
    ends_on = fields.Date("Last Day", tracking=True)
    team_ids = fields.Many2many(
        "csm.team",
        string="For These Teams",
        check_company=True,
        help="Empty: for all teams of the company.",
    )
    reason = fields.Text(help="Why the company adopts the regulation; kept with the act.")
    adopted_at = fields.Datetime("Adoption Decided", readonly=True, copy=False)
    adopted_by_id = fields.Many2one("res.users", "Decided by", readonly=True, copy=False)
    ended_at = fields.Datetime(readonly=True, copy=False)
    undone_at = fields.Datetime(readonly=True, copy=False)
    entry_rule_ids = fields.One2many("csm.entry.rule", "adoption_id", "What Must Be on Record")
    missing = fields.Text("Figures to Fill in", compute="_compute_open_points")
    unheld_roles = fields.Char("Roles Nobody Holds", compute="_compute_open_points")

    _one_at_a_time = models.UniqueIndex(
        "(company_id, regulation_id) WHERE state IN ('draft', 'adopted')",
        "The company already prepares or follows this regulation.",
    )

    _facts = ("adopted_at", "ended_at", "undone_at")
    _moves = (
        Move("adopt", ("draft",), "adopted", "adopted_at", "_why_not_adopt"),
        Move("end", ("adopted",), "ended", "ended_at", "_why_not_end"),
        Move("undo", ("adopted",), "undone", "undone_at", "_why_not_undo"),
    )

    @api.depends("regulation_id", "adopted_on")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for adoption in self:
            adoption.display_name = self.env._(
                "%(regulation)s, from %(day)s",
                regulation=adoption.regulation_id.display_name,
                day=fields.Date.to_string(adoption.adopted_on),
            )

    @api.depends_context("lang")
    def _compute_open_points(self):
        for adoption in self:
            rules = adoption._rules()
            gaps = [rule._gap() for group in rules for rule in group if rule.is_incomplete]
            adoption.missing = "\n".join(gaps)
            adoption.unheld_roles = listed(self.env, adoption._unheld_roles().mapped("name"))

    def _unheld_roles(self):
        """Return the roles these regulations speak to and nobody holds."""
        roles = self.env["csm.role"].union(*(group._roles() for group in self._rules()))
        # Whoever may read the act may read what it lacks, also without seeing who holds what.
        return roles.sudo().filtered(lambda role: not role.is_held)

    @api.model_create_multi
    def create(self, vals_list):
        adoptions = super().create(vals_list)
        for adoption in adoptions:
            adoption._copy_presets()
        return adoptions

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for adoption in self:
            if adoption.state != "draft":
                raise UserError(
                    self.env._(
                        "%(adoption)s is an act of the company and stays on file. End it instead.",
                        adoption=adoption.display_name,
                    )
                )
            for rules in adoption._rules():
                # The copies of a draft belong to it alone.
                rules.sudo().unlink()

    def _rules(self):
        """Return this adoption's rules, one recordset per engine."""
        return [
            self.env[model]
            .with_context(active_test=False)
            .search([("adoption_id", "in", self.ids)])
            for model in self.env["csm.rule.mixin"]._rule_models()
        ]

    def _copy_presets(self):
        """Give the company its own copy of each preset, to be completed before adoption."""
        self.ensure_one()
        for preset in self.regulation_id._preset_rules():
            # Presets are copied by the system; who may adopt is decided at the adoption.
            preset.sudo().copy(
                {
                    "preset_id": preset.id,
                    "company_id": self.company_id.id,
                    "adoption_id": self.id,
                }
            )

    def write(self, vals):
        self._check_act_stands(vals)
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def _check_act_stands(self, vals):
        """Refuse to change what was decided; a decision is ended and made anew."""
        if not self._act_fields() & vals.keys():
            return
        for adoption in self:
            if adoption.state != "draft":
                raise UserError(
                    self.env._(
                        "%(adoption)s has been decided and stays as it is. End it, then adopt "
                        "the regulation anew.",
                        adoption=adoption.display_name,
                    )
                )

    @api.model
    def _act_fields(self):
        """Return what the act decides: it cannot be changed afterwards."""
        return {"regulation_id", "company_id", "adopted_on", "team_ids"}

    @api.model
    def action_print_handbook(self):
        """Print what is in force in the user's company."""
        in_force = [("company_id", "=", self.env.company.id), ("state", "=", "adopted")]
        adoptions = self.search(in_force, order="regulation_id")
        if not adoptions:
            raise UserError(
                self.env._(
                    "%(company)s has put no regulation into force yet. Adopt one first.",
                    company=self.env.company.name,
                )
            )
        return self.env.ref("csm.ir_actions_report_csm_adoption_handbook").report_action(adoptions)

    def action_adopt(self):
        return self._act("adopt")

    def action_end(self):
        return self._act("end")

    def action_undo(self):
        return self._act("undo")

    def _why_not_adopt(self):
        if self.missing:
            return self.env._(
                "%(adoption)s is incomplete:\n%(missing)s",
                adoption=self.display_name,
                missing=self.missing,
            )
        if not self.reason:
            return self.env._(
                "%(adoption)s has no reason yet. Write why the company adopts it.",
                adoption=self.display_name,
            )
        return ""

    def _why_not_end(self):
        if not self.ends_on or self.ends_on < self.adopted_on:
            return self.env._(
                "%(adoption)s needs a last day, not before its first. Enter it, then end it.",
                adoption=self.display_name,
            )
        return ""

    def _why_not_undo(self):
        if any(rules._is_used() for rules in self._rules()):
            return self.env._(
                "%(adoption)s is in use: records already follow its rules. "
                "Enter a last day and end it instead.",
                adoption=self.display_name,
            )
        return ""

    def _workers(self):
        return self.adopted_by_id

    def _moved(self, move):
        result = super()._moved(move)
        for adoption in self:
            # Rules in force are written by the act of adoption only.
            for rules in adoption.sudo()._rules():
                getattr(adoption.sudo(), f"_rules_{move.name}")(rules)
        return result

    def _rules_adopt(self, rules):
        self.adopted_by_id = self.env.user
        rules.write({"valid_from": self._first_moment(self.adopted_on)})

    def _rules_end(self, rules):
        last = self._first_moment(fields.Date.add(self.ends_on, days=1))
        rules.filtered(lambda rule: not rule.valid_to or rule.valid_to > last).valid_to = last

    def _rules_undo(self, rules):
        rules.write({"active": False})

    def _today(self):
        """Return the day it is in the company's zone."""
        return self.env["csm.company.clock.mixin"]._today_of(self.company_id)

    def _first_moment(self, day):
        """Return the first moment of a day in the company's zone, as naive UTC."""
        return self.env["csm.company.clock.mixin"]._midnight_of(self.company_id, day)
