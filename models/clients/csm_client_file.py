from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.carries import carries
from ..common.csm_state_mixin import Move
from ..secrecy.csm_secrecy_rule import RELATIONS


class CsmClientFile(models.Model):
    """The file of one institutional customer: what we know, how secret it is, who keeps it."""

    _name = "csm.client.file"
    _description = "Client File"
    _inherit = [
        "csm.client.file.duty.mixin",
        "csm.client.intake.mixin",
        "csm.client.card.mixin",
        "csm.client.copies.mixin",
        "csm.client.care.mixin",
        "csm.client.business.mixin",
        "csm.client.basic.mixin",
        "csm.client.section.mixin",
        "csm.secret.mixin",
    ]
    _order = "id desc"

    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
    )
    relation = fields.Selection(RELATIONS, required=True, default="ordinary")
    content_ids = fields.Many2many(
        "csm.secrecy.class",
        "csm_client_file_class_rel",
        "file_id",
        "class_id",
        "What It Holds",
        help="Classes of content that ask for a level of their own.",
    )
    state = fields.Selection(
        [("new", "Being Opened"), ("kept", "In Use"), ("closed", "Closed"), ("void", "Void")],
        required=True,
        default="new",
        readonly=True,
        copy=False,
        index=True,
    )
    kept_at = fields.Datetime("In Use since", readonly=True, copy=False)
    closed_at = fields.Datetime("Closed", readonly=True, copy=False)
    voided_at = fields.Datetime("Voided", readonly=True, copy=False)
    void_reason = fields.Text(copy=False)
    need_ids = fields.One2many("csm.client.need", "file_id", "Needs to Know")
    classification_ids = fields.One2many(
        "csm.client.classification", "file_id", "Changes of Classification", readonly=True
    )

    _one_per_customer = models.UniqueIndex(
        "(company_id, partner_id) WHERE state != 'void'",
        "This customer has a file in this company already.",
    )

    _kept_fields = (
        "kept_at",
        "closed_at",
        "voided_at",
        "credit_class_id",
        "completeness",
        "has_personal_data",
    )
    _moves = (
        Move("keep", ("new", "closed"), "kept", fact="kept_at", why_not="_why_not_kept"),
        Move("close", ("kept",), "closed", fact="closed_at"),
        Move("void", ("new", "kept"), "void", fact="voided_at", why_not="_why_not_void"),
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self._check_may_open(vals_list)
        return super().create(vals_list)

    @api.model
    def _check_may_open(self, vals_list):
        """Whoever opens files learns who has one, so opening asks for the highest clearance."""
        levels = self._my_levels()
        own = self.env.company.id
        if any(levels.get(vals.get("company_id") or own, 0) < 3 for vals in vals_list):
            raise UserError(
                self.env._(
                    "Files are opened by clerks cleared for level 3, because the register itself "
                    "shows who has one. Hand in what you know; a clerk enters it."
                )
            )

    @api.model
    def _number_prefix(self, vals):
        return "K"

    @carries("S0-10-03", neutral="")
    def _why_not_kept(self):
        """Files are kept by whom customer service has named for it, where that is in force."""
        company = self.company_id
        if not self.env["csm.adoption"]._wants(company, "S0-10-03"):
            return ""
        # Who holds a role is asked of the system.
        role = self.env.ref("csm.csm_role_client_file_keeper").sudo()
        keepers = role._employees_on(company, self._today(company)).user_id
        if self.custodian_id in keepers:
            return ""
        return self.env._(
            "%(file)s is kept by a holder of the role “%(role)s”: %(names)s. Propose a change of "
            "its custody, or have the role given.",
            file=self.display_name,
            role=role.name,
            names=", ".join(keepers.mapped("name")) or self.env._("nobody yet"),
        )

    def _why_not_void(self):
        if self.void_reason:
            return ""
        return self.env._(
            "%(file)s: write why the file is void; its number stays.", file=self.display_name
        )

    def action_keep(self):
        return self._act("keep")

    def action_close(self):
        return self._act("close")

    def action_void(self):
        return self._act("void")
