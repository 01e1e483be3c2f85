from markupsafe import Markup

from odoo import api, fields, models


class CsmAccessReason(models.TransientModel):
    """Says why a user may read a classified record or not, condition by condition.

    It answers about the user. About a record it answers only to those who may read it themselves;
    to all others it says the same whatever they type in.
    """

    _name = "csm.access.reason"
    _description = "Why Access Is Given or Refused"

    user_id = fields.Many2one("res.users", required=True, domain="[('share', '=', False)]")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    number = fields.Char("Number of the File", help="Empty: whatever file.")
    answer = fields.Html(compute="_compute_answer", sanitize=False)

    @api.depends("user_id", "company_id", "number")
    @api.depends_context("lang")
    def _compute_answer(self):
        for wizard in self:
            lines = wizard._lines() if wizard.user_id else []
            wizard.answer = Markup("<ul class='list-unstyled'>%s</ul>") % Markup().join(
                Markup("<li><span class='fa %s me-2' aria-hidden='true'></span>%s</li>")
                % ("fa-check text-success" if holds else "fa-times text-danger", text)
                for holds, text in lines
            )

    def _lines(self):
        """Return ``[(whether the condition holds, sentence)]``."""
        record = self._record()
        return [*self._lines_about_user(), *self._lines_about_record(record)]

    def _record(self):
        """Return the record of this number if whoever asks may read it themselves."""
        names = self.env.registry.descendants(["csm.secret.mixin"], "_inherit")
        mine = [("number", "=", (self.number or "").strip())]
        mine += [("company_id", "=", self.company_id.id)]
        for name in sorted(names):
            model = self.env[name]
            may_ask = self.number and not model._abstract and model.has_access("read")
            if may_ask and (record := model.search(mine, limit=1)):
                return record
        return None

    def _lines_about_user(self):
        # Whether the asked user is of the company, and of which teams, is asked for a stranger.
        user, company = self.user_id.sudo(), self.company_id
        level = self._level()
        teams = self.env["csm.team"].sudo()
        teams = teams.search([("member_ids", "in", user.ids), ("company_id", "=", company.id)])
        name = {"user": user.name, "company": company.name}
        return [
            (
                user.active and company in user.company_ids,
                self.env._("%(user)s is an active user of %(company)s.", **name),
            ),
            (
                self._group_level() > 0,
                self.env._(
                    "%(user)s is in the group of clearance for level %(level)s.",
                    level=self._group_level(),
                    **name,
                ),
            ),
            (
                level > 0,
                self.env._(
                    "%(user)s is cleared up to level %(level)s in %(company)s today.",
                    level=level,
                    **name,
                ),
            ),
            (
                bool(teams),
                self.env._(
                    "%(user)s is a member of these teams of %(company)s: %(teams)s.",
                    teams=", ".join(teams.mapped("name")) or self.env._("none"),
                    **name,
                ),
            ),
        ]

    def _level(self):
        levels = self.env["csm.clearance"].with_user(self.user_id)._levels()
        return levels.get(self.company_id.id, 0)

    def _group_level(self):
        # Which groups somebody is in is what this page is for.
        user = self.user_id.sudo()
        names = ("secret", "confidential", "top_secret")
        held = [user.has_group(f"csm.group_clearance_{name}") for name in names]
        return max((rank for rank, holds in enumerate(held, start=1) if holds), default=0)

    def _lines_about_record(self, record):
        if not record:
            return [
                (
                    False,
                    self.env._(
                        "About a single file only those are told who may read it. Whatever file it "
                        "is: its level must not be above the clearance, and the user must be a "
                        "member of the team that keeps it or have a need to know in force."
                    ),
                )
            ]
        return self._lines_about_open(record)

    def _lines_about_open(self, record):
        user = self.user_id
        needs = record.need_ids.filtered(lambda need: need.user_id == user)
        verdict = record.with_user(user).with_context(allowed_company_ids=self.company_id.ids)
        return [
            (
                record.level <= self._level(),
                self.env._(
                    "%(record)s is of level %(level)s.",
                    record=record.display_name,
                    level=record.level,
                ),
            ),
            (
                user in record.team_id.member_ids,
                self.env._(
                    "It is kept by “%(team)s”; its members have a need to know.",
                    team=record.team_id.name,
                ),
            ),
            (
                any(needs.mapped("is_active")),
                self.env._(
                    "A need to know of one's own is in force (on file: %(count)s).",
                    count=len(needs),
                ),
            ),
            (
                verdict.has_access("read"),
                self.env._(
                    "Taken together: %(user)s may read %(record)s.",
                    user=user.sudo().name,
                    record=record.display_name,
                )
                if verdict.has_access("read")
                else self.env._(
                    "Taken together: %(user)s may not read %(record)s.",
                    user=user.sudo().name,
                    record=record.display_name,
                ),
            ),
        ]
