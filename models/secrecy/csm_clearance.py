from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.csm_state_mixin import Move
from .csm_clearance_gate_mixin import ARTICLE

LEVELS = [("1", "Secret"), ("2", "Confidential"), ("3", "Top Secret")]


class CsmClearance(models.Model):
    """One person's leave to read files up to a level, from one day to another.

    One granter gives it, the person signs the undertaking, and another granter confirms it. What
    was granted is never changed: another clearance takes its place.
    """

    _name = "csm.clearance"
    _description = "Clearance"
    _inherit = ["csm.clearance.gate.mixin", "csm.clearance.reach.mixin", "csm.state.mixin"]
    _order = "id desc"
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('share', '=', False), ('id', '!=', uid)]",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    level = fields.Selection(
        LEVELS,
        "Level of Secrecy",
        required=True,
        help="The highest level of file this person may read.",
    )
    personal_data = fields.Boolean(help="Reads what is private of decision-makers too.")
    purpose = fields.Char(required=True, help="What this person needs the files for.")
    valid_from = fields.Date(required=True, default=lambda self: fields.Date.context_today(self))
    valid_to = fields.Date("Valid until", required=True, help="The last day it counts.")
    state = fields.Selection(
        [
            ("granted", "To Confirm"),
            ("valid", "In Force"),
            ("ended", "Ended"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="granted",
        copy=False,
    )
    granted_by_id = fields.Many2one(
        "res.users",
        "Granted by",
        required=True,
        readonly=True,
        copy=False,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    granted_at = fields.Datetime(
        "Granted at",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
    )
    undertaken_at = fields.Datetime("Undertaking Signed", readonly=True, copy=False)
    undertaking = fields.Text(readonly=True, copy=False, help="The words the person signed.")
    words = fields.Text("Words to Sign", compute="_compute_words", compute_sudo=True)
    confirmed_by_id = fields.Many2one(
        "res.users", "Confirmed by", readonly=True, copy=False, ondelete="restrict"
    )
    confirmed_at = fields.Datetime("Confirmed", readonly=True, copy=False)
    ended_at = fields.Datetime("Ended", readonly=True, copy=False)
    withdrawn_by_id = fields.Many2one(
        "res.users", "Withdrawn by", readonly=True, copy=False, ondelete="restrict"
    )
    withdrawn_at = fields.Datetime("Withdrawn", readonly=True, copy=False)
    withdraw_reason = fields.Char("Reason of Withdrawal", copy=False)
    is_mine = fields.Boolean(compute="_compute_is_mine", export_string_translation=False)

    _in_force = models.Index("(user_id, company_id) WHERE state = 'valid'")
    _ends_after_it_begins = models.Constraint(
        "CHECK(valid_to >= valid_from)",
        "A clearance ends on or after the day it begins. Correct the days.",
    )
    _is_granted_by_another = models.Constraint(
        "CHECK(user_id <> granted_by_id)",
        "Nobody grants a clearance to themselves. Ask another granter.",
    )
    _is_confirmed_by_another = models.Constraint(
        "CHECK(confirmed_by_id <> granted_by_id AND confirmed_by_id <> user_id)",
        "A clearance is confirmed by somebody other than who granted it and who receives it.",
    )

    _kept_fields = (
        "granted_by_id",
        "granted_at",
        "undertaken_at",
        "undertaking",
        "confirmed_by_id",
        "confirmed_at",
        "ended_at",
        "withdrawn_by_id",
        "withdrawn_at",
    )
    _moves = (
        Move("undertake", ("granted",), "", "undertaken_at", "_why_not_undertake"),
        Move("confirm", ("granted",), "valid", "confirmed_at", "_why_not_confirm"),
        Move("withdraw", ("granted", "valid"), "withdrawn", "withdrawn_at", "_why_not_withdraw"),
        Move("end", ("granted", "valid"), "ended", "ended_at", "_why_not_end"),
    )
    # What a clearance says; it stays as it was granted.
    _granted_fields = ("user_id", "company_id", "level", "personal_data", "valid_from", "valid_to")

    @api.depends("user_id", "level")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["level"]._description_selection(self.env))
        for clearance in self:
            # Who a clearance is about is in it; a name is no secret.
            name = clearance.user_id.sudo().name or ""
            clearance.display_name = f"{name}: {labels.get(clearance.level, '')}"

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for clearance in self:
            clearance.is_mine = clearance.user_id == self.env.user

    @api.depends("undertaking")
    @api.depends_context("lang")
    def _compute_words(self):
        article = self.env.ref(ARTICLE)
        for clearance in self:
            clearance.words = clearance.undertaking or article.text

    @api.model_create_multi
    def create(self, vals_list):
        self._check_grants(vals_list)
        clearances = super().create(vals_list)
        self._forget_levels()
        clearances._log_step("granted")
        return clearances

    def write(self, vals):
        stays = [name for name in self._granted_fields if name in vals]
        if stays:
            raise UserError(
                self.env._(
                    "%(clearance)s: “%(field)s” stays as it was granted. Withdraw this clearance "
                    "and grant another.",
                    clearance=self[:1].display_name,
                    field=self._fields[stays[0]]._description_string(self.env),
                )
            )
        result = super().write(vals)
        self._forget_levels()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A clearance stays on file. Withdraw it, with the reason, instead.")
        )

    def action_undertake(self):
        # The person may only read the own clearance; signing it is the one step that is theirs,
        # and the gate asks who signs.
        return self.sudo()._act("undertake")

    def action_confirm(self):
        return self._act("confirm")

    def action_withdraw(self):
        return self._act("withdraw")
