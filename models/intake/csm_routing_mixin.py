from odoo import models


class CsmRoutingMixin(models.AbstractModel):
    """Gives a model rules that say who handles its records.

    The model needs ``company_id``, ``team_id`` and ``user_id`` (the handler).
    """

    _name = "csm.routing.mixin"
    _description = "Record Handed Out by Rule"

    def action_route(self):
        """Hand these records out by the rules: the good ones, and say why not the others."""
        self.check_access("write")
        memo, refusals = {}, {}
        for record in self:
            refusals[record] = record._why_not_route() or record._route(memo)
        good = self.filtered(lambda record: not refusals[record])
        return self._tell_moved(good, [reason for reason in refusals.values() if reason])

    def _why_not_route(self):
        route = self.env["csm.routing.rule"]._route_of(self, "skill")
        if not route:
            return self.env._(
                "%(record)s: no rule in force says who handles it. Choose somebody.",
                record=self.display_name,
            )
        if self["user_id"] in self._routing_skill(route)._doers():
            return self.env._(
                "%(record)s is with %(person)s, who does this class of work.",
                record=self.display_name,
                person=self["user_id"].name,
            )
        return ""

    def _routing_skill(self, route):
        return self.env["csm.skill"].browse(route.skill_id)

    def _route(self, memo):
        """Hand one record out by its rule; return the sentence why not, or an empty string."""
        Rule = self.env["csm.routing.rule"]
        route = Rule._route_of(self, "skill")
        if not route:
            return ""
        skill = self._routing_skill(route)
        choice = self.env["csm.routing.desk"]._choose(self.sudo(), skill, memo)
        values = {
            "record": self.display_name,
            "skill": skill.name,
            "article": Rule._article_of(route),
            "reasons": " ".join(choice.reasons),
        }
        if not choice.user:
            reason = self.env._(
                "%(record)s needs somebody of the class “%(skill)s” (%(article)s), and nobody is "
                "there. %(reasons)s Choose somebody.",
                **values,
            )
            self._routing_log(reason)
            return reason
        self._routing_log(
            self.env._("By rule to the class “%(skill)s” (%(article)s). %(reasons)s", **values)
        )
        self._routing_assign(choice)
        return ""

    def _why_not_of_class(self, user):
        """Refuse somebody who does another class of work than this record needs."""
        Rule = self.env["csm.routing.rule"]
        route = Rule._route_of(self, "skill")
        if not route or not route.is_exclusive or not user:
            return ""
        skill = self._routing_skill(route)
        doers = skill._doers().filtered(lambda doer: self.company_id in doer.company_ids)
        # A class nobody has been put into yet keeps nobody from working.
        if not doers or user in doers:
            return ""
        return self.env._(
            "%(record)s is work of the class “%(skill)s”, which %(person)s does not do "
            "(%(article)s). Press “Assign by Rule”, or choose somebody of that class.",
            record=self.display_name,
            skill=skill.name,
            person=user.name,
            article=Rule._article_of(route),
        )

    # Hooks

    def _routing_moment(self):
        """Hook: the moment whose rules count for this record."""
        return self.create_date or self.env.cr.now()

    def _routing_barred(self):
        """Hook: who never gets this record."""
        return self.env["res.users"]

    def _routing_assign(self, choice):
        """Hook: give the record to whom the desk chose."""
        # The rule assigns, whoever asked for it.
        self.sudo().write({"user_id": choice.user.id, "team_id": choice.team.id})

    def _routing_log(self, text):
        """Hook: write into the record's history why it went to somebody."""
        self._message_log(body=text)
