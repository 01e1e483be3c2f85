from odoo import fields, models
from odoo.exceptions import UserError

# Of five stars: so many or fewer are a complaint about the complaint, so many or more content.
DISSATISFIED, CONTENT = 2, 4
LONGEST_NOTE = 2000


class CsmCasePortalRatingMixin(models.AbstractModel):
    """Asks the customer of a closed case whether they are content, and acts on the answer."""

    _name = "csm.case.portal.rating.mixin"
    _description = "Satisfaction of the Customer"
    _inherit = ["csm.case.portal.mixin"]

    # Not Odoo's ratings: those are read by every internal user, whatever the case.
    satisfaction = fields.Integer(
        readonly=True,
        copy=False,
        aggregator="avg",
        help="One to five stars, given by the customer on the page of the closed case.",
    )
    satisfaction_note = fields.Text("Customer's Words", readonly=True, copy=False)
    rated_at = fields.Datetime("Rated", readonly=True, copy=False)

    _satisfaction_is_one_to_five = models.Constraint(
        "CHECK(satisfaction IS NULL OR satisfaction BETWEEN 0 AND 5)",
        "Satisfaction is one to five stars.",
    )

    def _portal_rating_values(self):
        asked = self._why_not_rate_portal() == ""
        return {
            "may_rate": asked,
            "satisfaction": self.satisfaction if self._is_rated() else 0,
            "satisfaction_note": self.satisfaction_note if self._is_rated() else "",
        }

    def _is_rated(self):
        """Tell whether the customer has rated this closing, not an earlier one."""
        closed = self["closed_at"]
        return bool(self.rated_at and closed and self.rated_at >= closed)

    def _why_not_rate_portal(self):
        """Return the sentence that refuses a rating, or an empty string."""
        if self._is_rated():
            return self.env._("We have your answer already. Thank you.")
        if self["state"] != "closed":
            return self.env._("You can tell us how content you are once we are done.")
        return ""

    def _portal_rate(self, stars, note):
        """Keep the customer's answer; whoever is not content gets what the rules say.

        :raise UserError: when the case is not to be rated now, or the stars are none
        """
        self.ensure_one()
        case = self.sudo().with_context(lang=self._house_lang())
        # Two clicks at once are one answer.
        case._portal_lock()
        refusal = self.sudo()._why_not_rate_portal()
        if refusal:
            raise UserError(refusal)
        if stars not in range(1, 6):
            raise UserError(self.env._("Please choose one to five stars."))
        now = self.env.cr.now().replace(microsecond=0)
        values = {
            "satisfaction": stars,
            "satisfaction_note": (note or "").strip()[:LONGEST_NOTE] or False,
            "rated_at": max(now, case["closed_at"]),
        }
        if stars >= CONTENT:
            values["is_satisfied"] = True
        elif stars <= DISSATISFIED:
            values["is_satisfied"] = False
        case.write(values)
        case._message_log(body=case._rating_sentence())
        if stars <= DISSATISFIED:
            case._customer_dissatisfied()

    def _rating_sentence(self):
        return self.env._(
            "The customer gave %(stars)s of 5 stars. %(note)s",
            stars=self.satisfaction,
            note=self.satisfaction_note or "",
        )

    def _customer_dissatisfied(self):
        """Take the case up again where a rule wants a content customer; else tell somebody."""
        if not (self._wants_content_customer() and self._reopen_for_customer()):
            self._tell_discontent()

    def _wants_content_customer(self):
        """Hook: whether a rule in force wants the customer content before the case is closed."""
        return any("is_satisfied" in names for _rule, names in self._entry_lacks("close"))

    def _reopen_for_customer(self):
        """Take the case up again through the gate; return whether it let us."""
        words = self.satisfaction_note or self.env._("The customer is not content.")
        try:
            with self.env.cr.savepoint():
                self.write({"reopen_reason": words})
                self.action_reopen()
        except UserError as refusal:
            self._message_log(body=str(refusal))
            return False
        return True

    def _tell_discontent(self):
        self._remind_of_customer(
            self.env._("The customer is not content"),
            self.env._("Read what the customer says; open the case again if need be."),
        )

    def _remind_of_customer(self, summary, note):
        """Give whoever answers for the case something to do."""
        choice = [self["user_id"], self["leader_id"], *self["team_id"].overseer_ids]
        choice.append(self["company_id"].csm_fallback_user_id)
        barred = self._barred_users()
        user = next((u for u in choice if u and u.active and u not in barred), None)
        if user:
            todo = self.env.ref("mail.mail_activity_data_todo")
            self.activity_schedule(
                activity_type_id=todo.id, user_id=user.id, summary=summary, note=note
            )

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "close":
            for case in self.filtered(lambda case: case._is_asked_how_content()):
                case._ask_how_content()
        return result

    def _is_asked_how_content(self):
        case = self.sudo()
        asked = case["company_id"].csm_portal_ask and not case["is_historic"]
        return bool(asked and case._may_have_portal_link())

    def _ask_how_content(self):
        case = self.with_context(lang=self._customer_lang())
        case._write_to_customer(
            subject=case.env._("Are you content? Your case %(number)s", number=case.number),
            body=case.env._(
                "We have closed your case %(number)s. Please open it and tell us with one to "
                "five stars whether you are content with what we did.",
                number=case.number,
            ),
        )
