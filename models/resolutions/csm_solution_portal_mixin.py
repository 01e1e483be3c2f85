from base64 import b64decode, b64encode
from binascii import Error as NotBase64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount
from odoo.tools.mimetypes import guess_mimetype

# What a customer's signature leaves on record. Nobody writes it, not even whoever is in charge.
SIGNED_FIELDS = ("signature", "signed_by", "signed_at", "signed_ip", "signed_how")
# What the customer reads; proposals not yet made and those taken back are ours.
SHOWN = ("offered", "accepted", "executed", "declined")
# Of these an amount is what the customer gets; of the others it is what it costs us.
PAID = ("allowance", "compensation")
LONGEST_NAME, LONGEST_REASON, LARGEST_SIGNATURE = 100, 2000, 1024 * 1024


class CsmSolutionPortalMixin(models.AbstractModel):
    """Lets the customer answer a proposal on their own page: with a signature, or a reason."""

    _name = "csm.solution.portal.mixin"
    _description = "Proposal Answered by the Customer"

    signature = fields.Binary("Customer's Signature", readonly=True, copy=False)
    signed_by = fields.Char("Answered by", readonly=True, copy=False)
    signed_at = fields.Datetime("Answered on Their Page", readonly=True, copy=False)
    signed_ip = fields.Char(
        "Answered from", readonly=True, copy=False, groups="csm.group_supervisor"
    )
    signed_how = fields.Selection(
        [("account", "Logged in"), ("link", "By the link in a mail")],
        "Answered Through",
        readonly=True,
        copy=False,
    )

    def _portal_values(self):
        """Return what the customer's page shows of this proposal: an allow-list."""
        solution = self.sudo()
        kinds = dict(solution._fields["kind"]._description_selection(self.env))
        moment = solution["accepted_at"] or solution["declined_at"]
        case = solution["case_id"]
        zone = case._portal_zone()
        # What a repair costs us is not theirs to know.
        amount = solution["amount"] if solution["kind"] in PAID else 0
        return {
            "id": solution.id,
            "kind": kinds[solution["kind"]],
            "name": solution["name"],
            "amount": format_amount(self.env, amount, solution["currency_id"]) if amount else "",
            "state": solution["state"],
            "answer": solution["customer_answer"] if solution["state"] == "declined" else "",
            "answered": case._portal_moment(moment, zone),
            "signed_by": solution["signed_by"] or "",
            "may_answer": not solution._why_not_answer_portal(),
        }

    def _why_not_answer_portal(self):
        """Return the sentence that refuses the customer's answer, or an empty string."""
        solution = self.sudo()
        case = solution["case_id"]
        if solution["state"] in ("accepted", "executed", "declined"):
            return self.env._("This proposal has been answered already.")
        if solution["state"] != "offered" or solution["round"] != case.solution_round:
            return self.env._("This proposal no longer stands. Please look at your case again.")
        if case.state in ("closed", "void"):
            return self.env._("This case is over. Please write to us if something is amiss.")
        return ""

    def _portal_accept(self, name, signature, ip, how):
        """Take the customer's drawn signature for this proposal.

        :raise UserError: when the proposal is not to be answered now, or nothing was signed
        """
        name, picture = (name or "").strip()[:LONGEST_NAME], self._read_signature(signature)
        if not name:
            raise UserError(self.env._("Please enter your name."))
        if not picture:
            raise UserError(self.env._("Please draw your signature."))
        signed = {"signature": picture, "signed_by": name, "signed_ip": ip, "signed_how": how}
        self._portal_answer("accept", signed)

    def _portal_decline(self, reason, ip, how):
        """Take the customer's objection; what follows is what the rule of rounds says.

        :raise UserError: when the proposal is not to be answered now, or no reason was given
        """
        reason = (reason or "").strip()[:LONGEST_REASON]
        if not reason:
            raise UserError(self.env._("Please tell us what you do not agree with."))
        signed = {"customer_answer": reason, "signed_ip": ip, "signed_how": how}
        self._portal_answer("decline", signed)

    def _portal_answer(self, step, values):
        solution = self.sudo().with_context(lang=self["case_id"]._house_lang())
        # Two clicks at once are one answer.
        solution["case_id"]._portal_lock()
        solution.invalidate_recordset()
        refusal = self._why_not_answer_portal()
        if refusal:
            raise UserError(refusal)
        now = self.env.cr.now().replace(microsecond=0)
        solution.write({**values, "signed_at": now})
        solution._act(step)
        solution["case_id"]._proposal_answered(solution, step)

    def _read_signature(self, signature):
        """Return a drawn signature as it is kept; empty when it is no picture or endless."""
        try:
            picture = b64decode(signature or "", validate=True)
        except (NotBase64, ValueError, TypeError):
            return b""
        drawn = guess_mimetype(picture) in ("image/png", "image/jpeg")
        return b64encode(picture) if drawn and len(picture) <= LARGEST_SIGNATURE else b""
