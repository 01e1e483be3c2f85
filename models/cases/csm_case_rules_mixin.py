from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.listed import listed


class CsmCaseRulesMixin(models.AbstractModel):
    """Lets the adopted regulations say how a case is classed and whose case it is."""

    _name = "csm.case.rules.mixin"
    _description = "Case Classed and Handled as Regulations Say"
    _inherit = ["csm.case.chain.mixin"]

    offered_category_ids = fields.Many2many(
        "csm.case.category", compute="_compute_offered_category_ids", string="Categories Offered"
    )
    appointed_by_id = fields.Many2one(
        "res.users",
        "Handler Chosen by",
        compute="_compute_appointed_by_id",
        store=True,
        precompute=True,
        help="Who last said who handles the case.",
    )

    @api.depends("user_id")
    def _compute_appointed_by_id(self):
        for case in self:
            case.appointed_by_id = self.env.uid if case["user_id"] else False

    @api.depends("kind", "team_id", "company_id", "received_at")
    def _compute_offered_category_ids(self):
        for case in self:
            offers = case._offers()
            ids = {category_id for offer in offers for category_id in offer.category_ids}
            case.offered_category_ids = self.env["csm.case.category"].browse(sorted(ids))

    def write(self, vals):
        result = super().write(vals)
        if "user_id" in vals:
            # Whoever writes the handler is the one who chose them, not whoever flushes.
            self.mapped("appointed_by_id")
        return result

    # How a case is classed

    def _offers(self):
        """Return which categories the regulations in force offer for this case."""
        Rule = self.env["csm.category.rule"]
        start = self._entry_start()
        return [
            offer
            for offer in Rule._offers(self["company_id"].id)
            if offer.kind == self["kind"]
            and offer.covers(start)
            and (not offer.team_ids or self["team_id"].id in offer.team_ids)
        ]

    def _why_not_category(self):
        """Refuse a category that no regulation in force offers."""
        # The tree of categories is no secret; the agent may not read the rules of other teams.
        case = self.sudo()
        category, offers = case["category_id"], case._offers()
        offered = {category_id for offer in offers for category_id in offer.category_ids}
        path = {int(part) for part in (category.parent_path or "").split("/") if part}
        if not category or not offers or path & offered:
            return ""
        rules = case.env["csm.category.rule"].browse([offer.rule_id for offer in offers])
        return self.env._(
            "%(case)s: “%(category)s” is no class of %(articles)s. Choose one of: %(names)s.",
            case=self.display_name,
            category=category.display_name,
            articles=listed(self.env, rules.article_id.mapped("display_name")),
            names=listed(self.env, rules.category_ids.mapped("display_name")),
        )

    @api.constrains("category_id", "kind")
    def _check_category_is_offered(self):
        for case in self:
            if case["state"] == "new" or case._is_taken_over():
                continue
            reason = case._why_not_category()
            if reason:
                raise ValidationError(reason)

    def _is_taken_over(self):
        """Whether the case comes out of an older register, which had classes of its own."""
        return self["is_historic"] or self._has_pass([])

    # Whose case it is

    def _charges(self):
        """Return the rules in force that say who handles this case."""
        case = self.sudo()
        start = case._entry_start()
        return [
            charge
            for charge in case.env["csm.handler.rule"]._charges(case["company_id"].id)
            if charge.speaks_to(case, case["team_id"], start)
        ]

    def _holders_of(self, charge):
        """Return the employees who hold a role today, stand-ins last."""
        zone = self["company_id"].resource_calendar_id.tz or "UTC"
        day = fields.Date.context_today(self.with_context(tz=zone), self.env.cr.now())
        role = self.env["csm.role"].sudo().browse(charge.role_id)
        return role._employees_on(self["company_id"].sudo(), day)

    def _why_not_handler(self, step):
        """Refuse a step to a handler whom the regulations do not name."""
        for charge in self._charges():
            if charge.move != step:
                continue
            able = self._holders_of(charge).user_id - self.sudo()["accused_user_ids"]
            if not able or self._is_in_hands_of(able, charge):
                continue
            rule = self.env["csm.handler.rule"].sudo().browse(charge.rule_id)
            advice = self.env._("Enter one of them as the handler: %(names)s.")
            if charge.may_appoint:
                advice = self.env._("Let one of them handle it or choose the handler: %(names)s.")
            return self.env._(
                "%(case)s: “%(rule)s” (%(article)s) puts it into the hands of: %(role)s. "
                "%(advice)s",
                case=self.display_name,
                rule=rule.name,
                article=rule.article_id.display_name,
                role=rule.role_id.name,
                advice=advice % {"names": listed(self.env, able.mapped("name"))},
            )
        return ""

    def _is_in_hands_of(self, able, charge):
        return self["user_id"] in able or (charge.may_appoint and self.appointed_by_id in able)

    def _give_to_holder(self):
        """Give a case nobody handles to whoever the regulations name, if one can be reached."""
        for charge in self._charges():
            employees = self._holders_of(charge)
            finder = self.env["csm.addressee"]
            user, _notes = finder._reach(finder._persons_of_employees(employees), self.env.cr.now())
            if user and user not in self.sudo()["accused_user_ids"]:
                # The agent who registers need not be able to choose among all users.
                self.sudo().write({"user_id": user.id})
                return

    # In the gate

    def _why_not_move(self, move):
        reason = super()._why_not_move(move)
        if not reason and move.name == "register":
            reason = self._why_not_category()
        return reason or self._why_not_handler(move.name)

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "register":
            for case in self.filtered(lambda case: not case["user_id"]):
                case._give_to_holder()
        return result
