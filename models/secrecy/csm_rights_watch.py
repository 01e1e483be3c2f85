from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .csm_clearance_reach_mixin import LEVEL_GROUPS, PERSONAL_GROUP, ClearancePass

GRANTER_GROUP = "csm.group_clearance_granter"
GUARDED = (*LEVEL_GROUPS.values(), PERSONAL_GROUP, "csm.group_file_clerk", GRANTER_GROUP)


class CsmRightsWatch(models.AbstractModel):
    """Sees to it that nobody gives the rights to client files to themselves.

    It compares who holds a group before and after a change, so it does not matter by which field,
    group or import the change is made. Only a clearance gives its groups without being noticed.
    """

    _name = "csm.rights.watch"
    _description = "Watch Over the Rights to Client Files"

    @contextmanager
    def _watching(self):
        """Refuse what the block gives to the user themselves; log and report the rest.

        :raise AccessError: when the users give a guarded group to themselves
        """
        before, own = self._holders(), set()
        try:
            with self.env.cr.savepoint():
                yield
                self.env["csm.clearance"]._forget_levels()
                after = self._holders()
                own = self._own(after - before)
                self._refuse_own(own)
        except AccessError:
            # What the ORM remembers of the groups is what has just been taken back.
            self.env.registry.clear_cache()
            self.env["csm.clearance"]._forget_levels()
            if own:
                self._log(own, "tried", outcome="refused")
            raise
        if given := after - before:
            self._report(given)
        if taken := before - after:
            self._log(taken, "taken")

    @api.model
    def _guarded(self):
        """Return ``{group id: external id}`` of the groups that open client files."""
        find = self.env["ir.model.data"]._xmlid_to_res_id
        ids = {find(name, raise_if_not_found=False): name for name in GUARDED}
        return {group_id: name for group_id, name in ids.items() if group_id}

    @api.model
    def _holders(self):
        """Return ``{(group id, user id)}``: who holds which guarded group, implied ones too."""
        rows = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE giving(root, gid) AS (
                    SELECT id, id FROM res_groups WHERE id = ANY(%s)
                    UNION SELECT giving.root, implied.gid
                      FROM res_groups_implied_rel implied JOIN giving ON implied.hid = giving.gid
                )
                SELECT DISTINCT giving.root, held.uid
                  FROM giving JOIN res_groups_users_rel held ON held.gid = giving.gid""",
                list(self._guarded()),
            )
        )
        return set(rows)

    @api.model
    def _is_clearance(self, user_ids):
        """Tell whether a clearance, confirmed by a second person, gives these users a group."""
        given = self.env.context.get("csm_clearance_pass")
        return isinstance(given, ClearancePass) and given.user_ids.issuperset(user_ids)

    @api.model
    def _own(self, given):
        """Return what users give to themselves; a clearance is given by two others."""
        mine = {(group, user) for group, user in given if user == self.env.uid}
        return set() if self._is_clearance({self.env.uid}) else mine

    @api.model
    def _refuse_own(self, own):
        if own:
            raise AccessError(
                self.env._(
                    "You cannot give yourself “%(groups)s”. Two granters of clearances give it, "
                    "or another administrator, who is on record with it.",
                    groups=self._names({group for group, _user in own}),
                )
            )

    @api.model
    def _report(self, given):
        if self._is_clearance({user for _group, user in given}):
            return
        self._log(given, "given")
        users = self.env["res.users"].sudo().browse({user for _group, user in given})
        groups = {group for group, _user in given}

        def compose(env):
            return (
                env._("Rights to client files given without a clearance"),
                env._(
                    "%(who)s gave “%(groups)s” to %(users)s. Without a clearance they open no "
                    "file; see to it that one follows, or have the group taken away.",
                    who=self.env.user.name,
                    groups=self.with_env(env)._names(groups),
                    users=", ".join(users.mapped("name")),
                ),
            )

        self._tell(users.company_id, compose)

    @api.model
    def _log(self, pairs, operation, outcome="granted"):
        users = self.env["res.users"].browse({user for _group, user in pairs})
        detail = "; ".join(
            f"{self._guarded()[group]}: {self.env['res.users'].sudo().browse(user).login}"
            for group, user in sorted(pairs)
        )
        self.env["csm.access.log"]._note("rights", operation, users, outcome, detail)

    @api.model
    def _note_lock_change(self, lines, operation):
        """Log and report who touches the access lists or rules that close client files."""
        reach = self.env.registry["csm.secret.reach.mixin"]
        # Which model a line is about, is asked of the system.
        models = lines.sudo().model_id.mapped("model")
        closing = [name for name in models if name in self.env and self._is_part(name, reach)]
        if not closing or not self.env.registry.ready:
            return
        detail = ", ".join([*closing, *lines.sudo().mapped("name")])
        self.env["csm.access.log"]._note("rights", operation, lines, detail=detail)

        def compose(env):
            return (
                env._("The locks of client files were changed"),
                env._(
                    "%(who)s changed the access rights or rules of: %(names)s. See to it that "
                    "this was agreed on.",
                    who=self.env.user.name,
                    names=", ".join(closing),
                ),
            )

        self._tell(self.env.user.company_ids, compose)

    @api.model
    def _is_part(self, name, mixin):
        return issubclass(self.env.registry[name], mixin)

    @api.model
    def _names(self, group_ids):
        # What the groups are called is no secret.
        groups = self.env["res.groups"].sudo().browse(sorted(group_ids))
        return ", ".join(groups.mapped("full_name"))

    @api.model
    def _tell(self, companies, compose):
        """Tell the granters and auditors of these companies; the message names no file.

        :param compose: a callable that returns subject and text in the language of an environment
        """
        told = self._watchers(companies)
        for lang, users in told.grouped("lang").items():
            subject, body = compose(self.with_context(lang=lang).env)
            # A user without any right to write messages may still be the cause of one.
            self.env["mail.thread"].sudo().message_notify(
                partner_ids=users.partner_id.ids, subject=subject, body=body
            )

    @api.model
    def _watchers(self, companies):
        groups = self.env.ref(GRANTER_GROUP) | self.env.ref("csm.group_auditor")
        # Who watches over the rights is asked of the system.
        return (
            self.env["res.users"]
            .sudo()
            .search([("all_group_ids", "in", groups.ids), ("company_ids", "in", companies.ids)])
        )
