from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmLead(models.Model):
    """A demand a customer told the service department of, and whether they heard of the goods."""

    _inherit = "crm.lead"

    csm_case_id = fields.Many2one(
        "csm.case",
        "Came out of Case",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="csm.group_agent",
    )
    csm_contact_id = fields.Many2one(
        "csm.contact",
        "Came out of Contact",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="csm.group_agent",
    )
    csm_source_number = fields.Char("Number at Customer Service", readonly=True, copy=False)
    csm_arrived_at = fields.Datetime("Goods Arrived", readonly=True, copy=False)
    csm_told_at = fields.Datetime("Customer Told of Arrival", readonly=True, copy=False)
    csm_is_to_tell = fields.Boolean(
        "Customer to Be Told", compute="_compute_csm_is_to_tell", store=True, index=True
    )

    @api.depends("csm_arrived_at", "csm_told_at")
    def _compute_csm_is_to_tell(self):
        for lead in self:
            lead.csm_is_to_tell = bool(lead.csm_arrived_at and not lead.csm_told_at)

    def action_csm_arrived(self):
        """The goods are there: whoever deals with the customer is to tell them."""
        self.check_access("write")
        for lead in self:
            if lead.csm_arrived_at:
                raise UserError(
                    self.env._("%(lead)s: the goods have arrived already.", lead=lead.display_name)
                )
        self.csm_arrived_at = self.env.cr.now().replace(microsecond=0)
        for lead in self:
            lead._csm_ask_to_tell()
        return True

    def _csm_ask_to_tell(self):
        """Put it on the list of who deals with the customer, else of the salesperson."""
        # Who sells the goods need not see the case out of which the demand came.
        lead = self.sudo()
        source = lead._csm_source()
        open_source = source and source.state not in ("closed", "void") and source.user_id.active
        record = source if open_source else lead
        user = record.user_id or lead.team_id.user_id or self.env.user
        told = record.with_context(lang=user.lang)
        record.activity_schedule(
            "mail.mail_activity_data_call",
            user_id=user.id,
            summary=told.env._(
                "The goods have arrived, tell the customer: %(what)s", what=lead.name
            ),
        )

    def _csm_source(self):
        """Return the case or the contact out of which the demand came."""
        return self.csm_case_id or self.csm_contact_id

    def action_csm_told(self):
        """The customer knows that the goods are there."""
        self.check_access("write")
        self._csm_note_told()
        return True

    def _csm_note_told(self):
        for lead in self.sudo():
            if not lead.csm_is_to_tell:
                raise UserError(
                    self.env._(
                        "%(lead)s: there is no arrival to tell the customer of.",
                        lead=lead.display_name,
                    )
                )
            lead.csm_told_at = self.env.cr.now().replace(microsecond=0)
            for record in (lead, lead._csm_source()):
                if record:
                    record.activity_unlink(["mail.mail_activity_data_call"])
