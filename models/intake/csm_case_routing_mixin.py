from odoo import api, models
from odoo.exceptions import UserError

# The steps with which a case is taken in hand by its handler.
OWN_WORK = ("judge", "decide")


class CsmCaseRoutingMixin(models.AbstractModel):
    """Hands cases out at registration, and keeps each in the hands the rules mean."""

    _name = "csm.case.routing.mixin"
    _description = "Handing Out of Cases"
    _inherit = ["csm.routing.mixin", "csm.case.transfer.mixin", "csm.case.chain.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        for case in cases.filtered(lambda case: case._first_asked()):
            first = case._first_asked()
            if case.user_id not in (first, self.env["res.users"]):
                self._raise_if(case._why_not_reassign(case.user_id, first))
            elif not case.user_id and first not in case.sudo().accused_user_ids:
                # Whoever takes a case down is its handler from the first moment.
                case.sudo().user_id = first
        return cases

    def write(self, vals):
        if "user_id" in vals and not self.env.su:
            new = self.env["res.users"].browse(vals["user_id"])
            for case in self:
                self._raise_if(case._why_not_reassign(new, case.responsible_id))
        return super().write(vals)

    def _first_asked(self):
        """Return who keeps the case until somebody has taken it over; empty without such a rule.

        Somebody of another department who only took a complaint down does not handle it.
        """
        first = self.first_responder_id
        if not first or self.is_historic or not first.sudo().has_group("csm.group_agent"):
            return first.browse()
        return first if self.env["csm.routing.rule"]._route_of(self, "first") else first.browse()

    @api.model
    def _raise_if(self, refusal):
        if refusal:
            raise UserError(refusal)

    def _why_not_reassign(self, new, now):
        """Refuse that a case leaves the hands of whoever was asked first before it is accepted."""
        Rule = self.env["csm.routing.rule"]
        if not now or new == now or self.env.user.has_group("csm.group_supervisor"):
            return ""
        route = Rule._route_of(self, "first")
        if not route:
            return ""
        return self.env._(
            "%(case)s is in the hands of %(person)s until somebody has taken it over "
            "(%(article)s). Press “Hand Over” and wait until it is accepted.",
            case=self.display_name,
            person=now.name,
            article=Rule._article_of(route),
        )

    def _why_not_move(self, move):
        refusal = super()._why_not_move(move)
        if refusal or move.name not in OWN_WORK:
            return refusal
        return self._why_not_of_class(self.user_id)

    def _why_not_receiver(self, user):
        return super()._why_not_receiver(user) or self._why_not_of_class(user)

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "register":
            self._route_registered()
        return result

    def _route_registered(self):
        """Hand out what nobody handles yet, and what is in the hands of another class."""
        memo = {}
        for case in self.filtered(lambda case: not case.is_historic):
            if not case.user_id or case._why_not_of_class(case.user_id):
                case._route(memo)

    # Hooks

    def _deadline_rights(self):
        rights = super()._deadline_rights()
        # Whoever was asked first answers for the time limits until there is a handler.
        return {**rights, "user_id": rights.get("user_id") or self._first_asked().id}

    def _routing_moment(self):
        return self.received_at

    def _routing_barred(self):
        return self.sudo().accused_user_ids

    def _routing_assign(self, choice):
        kept = self.user_id and self.env["csm.routing.rule"]._route_of(self, "first")
        if not kept or self.open_transfer_id:
            return super()._routing_assign(choice)
        # Whoever was asked first answers for it until the chosen one has accepted.
        reason = self.env._("It is work of the receiver's class.")
        self.sudo()._offer(reason, choice.user, choice.team)
        return None
