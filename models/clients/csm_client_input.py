from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.carries import carries
from ..common.csm_state_mixin import Move

CLERK = "csm.group_file_clerk"
FIXED = {
    "kind",
    "partner_id",
    "customer_name",
    "contact_name",
    "phone",
    "email",
    "address",
    "service_demand",
    "text",
    "user_id",
    "company_id",
}


class CsmClientInput(models.Model):
    """What somebody who sells hands in about a customer, for the clerk to enter in the file.

    It says nothing of a file: whether there is one, and which, only the clerk learns.
    """

    _name = "csm.client.input"
    _description = "Handed In About a Client"
    _inherit = ["csm.client.handed.mixin", "csm.number.mixin", "csm.state.mixin"]
    _order = "id desc"
    _rec_name = "number"
    _rec_names_search = ["number", "partner_id.name", "customer_name"]
    _check_company_auto = True

    kind = fields.Selection(
        [
            ("change", "Something Has Changed"),
            ("monthly", "Monthly Update"),
            ("visit", "Customer Visit Tracking Form"),
            ("new", "New Customer"),
            ("enquiry", "Asked and Has Not Bought"),
            ("order", "After an Order"),
        ],
        required=True,
        default="change",
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", check_company=True, index="btree_not_null", ondelete="restrict"
    )
    customer_name = fields.Char("Name of the Customer", help="Of one who is not on record yet.")
    contact_name = fields.Char("Contact")
    phone = fields.Char("Telephone")
    email = fields.Char("Mail")
    address = fields.Char()
    service_demand = fields.Text(help="Which services the customer asks for.")
    text = fields.Text("What Is New")
    user_id = fields.Many2one(
        "res.users",
        "Handed In by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        [("handed_in", "Handed In"), ("entered", "Dealt With"), ("returned", "Sent Back")],
        required=True,
        readonly=True,
        default="handed_in",
        copy=False,
        index=True,
    )
    handed_in_at = fields.Datetime(
        "Handed In at",
        readonly=True,
        copy=False,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
    )
    entered_at = fields.Datetime("Dealt With at", readonly=True, copy=False)
    entered_by_id = fields.Many2one(
        "res.users", "Dealt With by", readonly=True, copy=False, ondelete="restrict"
    )
    returned_at = fields.Datetime("Sent Back at", readonly=True, copy=False)
    return_reason = fields.Text("Why It Is Sent Back", copy=False)
    is_clerk = fields.Boolean(compute="_compute_is_clerk", export_string_translation=False)
    source_text = fields.Char(compute="_compute_source_text", export_string_translation=False)

    _kept_fields = (
        "user_id",
        "handed_in_at",
        "handed_to_ids",
        "entered_at",
        "entered_by_id",
        "returned_at",
    )
    _moves = (
        Move("enter", ("handed_in",), "entered", "entered_at", "_why_not_enter"),
        Move("send_back", ("handed_in",), "returned", "returned_at", "_why_not_send_back"),
        Move("hand_in", ("returned",), "handed_in", "handed_in_at", "_why_not_hand_in"),
    )

    @api.depends("number", "kind", "partner_id", "customer_name")
    def _compute_display_name(self):
        for given in self:
            name = given.partner_id.name or given.customer_name or ""
            given.display_name = " ".join(filter(None, (given.number, name)))

    @api.depends_context("uid")
    def _compute_is_clerk(self):
        self.is_clerk = self.env.user.has_group(CLERK)

    @api.depends("number", "kind", "user_id")
    @api.depends_context("lang")
    def _compute_source_text(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for given in self:
            # Who handed something in stands on it.
            who = given.user_id.sudo().name
            given.source_text = f"{given.number}, {kinds.get(given.kind, '')}, {who}"

    @api.constrains("partner_id", "customer_name")
    def _check_names_a_customer(self):
        for given in self:
            if not given.partner_id and not (given.customer_name or "").strip():
                raise UserError(
                    self.env._(
                        "%(record)s names no customer. Choose one, or write the name.",
                        record=given.display_name,
                    )
                )

    @api.model
    def _number_prefix(self, vals):
        return "IN"

    def write(self, vals):
        if FIXED & vals.keys() and not self.env.su:
            for given in self:
                if refusal := given._why_not_rewrite():
                    raise UserError(refusal)
        return super().write(vals)

    def _why_not_rewrite(self):
        if self.state == "entered":
            return self.env._(
                "%(record)s is dealt with and stays as it was. Hand in what is new.",
                record=self.display_name,
            )
        if self.env.user != self.user_id:
            return self.env._(
                "%(record)s is what %(who)s handed in. Send it back with the reason instead of "
                "changing it.",
                record=self.display_name,
                who=self.user_id.sudo().name,
            )
        return ""

    # Steps

    def action_mark_entered(self):
        return self._act("enter")

    def action_send_back(self):
        return self._act("send_back")

    def action_hand_in(self):
        return self._act("hand_in")

    @carries("S0-10-13", "S0-10-04", neutral="")
    def _why_not_enter(self):
        """Only the clerk of information enters what was handed in."""
        if self.env.user.has_group(CLERK):
            return ""
        return self.env._(
            "%(record)s is entered by a clerk of the client files. It waits in their list.",
            record=self.display_name,
        )

    def _why_not_send_back(self):
        if refusal := self._why_not_enter():
            return refusal
        if (self.return_reason or "").strip():
            return ""
        return self.env._(
            "%(record)s: write what is missing or wrong, then send it back.",
            record=self.display_name,
        )

    def _why_not_hand_in(self):
        if self.env.user == self.user_id:
            return ""
        return self.env._(
            "%(record)s is handed in again by %(who)s.",
            record=self.display_name,
            who=self.user_id.sudo().name,
        )

    def _prepare_move_vals(self, move):
        values = super()._prepare_move_vals(move)
        if move.name == "enter":
            values["entered_by_id"] = self.env.uid
        return values

    # Entering it

    def action_enter(self):
        """Enter what was handed in: into the file of the customer, or into a new one."""
        self.ensure_one()
        self._refuse((self, self._move_named("enter")))
        customer = self._customer()
        # What was handed in belongs to its company, whichever the clerk looks at just now.
        file = self.env["csm.client.file"].with_company(self.company_id)._file_of(customer)
        if not file:
            return self._open_new_file(customer)
        file._take_in(self)
        self._go(self._move_named("enter"))
        return file._form_action()

    def _customer(self):
        """Return the customer it is about; one nobody knew yet is put on record."""
        if not self.partner_id:
            # The clerk keeps the files; the customer's name alone goes to the address book.
            partner = self.env["res.partner"].sudo().create(self._prepare_partner_vals())
            self._with_pass(["partner_id"]).sudo().write({"partner_id": partner.id})
        return self.partner_id.commercial_partner_id

    def _prepare_partner_vals(self):
        return {
            "name": self.customer_name,
            "is_company": True,
            "phone": self.phone,
            "email": self.email,
            "street": self.address,
            "company_id": self.company_id.id,
        }

    @carries("S1-02-07", neutral={})
    def _open_new_file(self, customer):
        """Return the form of a new file that begins with what was handed in."""
        if self.env["csm.client.file"]._my_levels().get(self.company_id.id, 0) < 3:
            raise AccessError(
                self.env._(
                    "%(record)s: no file of this customer is open to you. A clerk cleared for "
                    "level 3 goes on from here.",
                    record=self.display_name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.client.file",
            "views": [(False, "form")],
            "name": self.env._("New File"),
            "context": {
                **self.env["csm.client.file"]._context_of(customer),
                "default_source_input_id": self.id,
                "default_service_demand": self.service_demand,
                "default_analysis": self.text,
                "default_is_enquirer": self.kind == "enquiry",
            },
        }
