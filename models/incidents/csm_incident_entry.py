from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..common.csm_append_only_mixin import SWEPT

# What somebody writes with their own hand; everything else follows from a step.
OWN_KINDS = ("note", "handling", "correction")


class CsmIncidentEntry(models.Model):
    """One line in the log of an incident: written once; what corrects it is another line."""

    _name = "csm.incident.entry"
    _inherit = ["csm.append.only.mixin"]
    _description = "Entry in the Log of an Incident"
    _order = "id"
    _kept_words = "The log of an incident is written once and never changed."

    incident_id = fields.Many2one("csm.incident", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="incident_id.company_id")
    kind = fields.Selection(
        [
            ("note", "Note"),
            ("step", "Step"),
            ("handling", "Handling"),
            ("watch", "Watch"),
            ("report", "Reported Upward"),
            ("instruction", "Instruction"),
            ("objection", "Disagreement"),
            ("execution", "Carried Out"),
            ("correction", "Correction"),
        ],
        required=True,
        default="handling",
    )
    text = fields.Text(required=True)
    user_id = fields.Many2one(
        "res.users",
        "Who",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    recorded_at = fields.Datetime(
        "Recorded",
        required=True,
        readonly=True,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
    )
    corrects_id = fields.Many2one(
        "csm.incident.entry",
        ondelete="restrict",
        domain="[('incident_id', '=', incident_id)]",
    )

    @api.model
    def _delete_admitted(self):
        return SQL(SWEPT)

    @api.depends("kind", "recorded_at")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for entry in self:
            entry.display_name = f"{labels.get(entry.kind, '')} {entry.recorded_at or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self._check_own_words(vals)
        return super().create(vals_list)

    @api.model
    def _check_own_words(self, vals):
        """What a user enters is the user's own and of now."""
        written_by_the_system = {"user_id", "recorded_at"} & vals.keys()
        if written_by_the_system or vals.get("kind", "handling") not in OWN_KINDS:
            raise UserError(
                self.env._("Who writes an entry, and when, is recorded by the system itself.")
            )

    @api.constrains("corrects_id", "incident_id")
    def _check_corrects_its_own_log(self):
        for entry in self.filtered("corrects_id"):
            if entry.corrects_id.incident_id != entry.incident_id:
                raise UserError(
                    self.env._("An entry corrects another entry of the same incident only.")
                )

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(
            self.env._("The log cannot be altered. Write a new entry that corrects the old one.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The log of an incident stays on file."))
