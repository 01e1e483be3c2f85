from odoo import models
from odoo.exceptions import AccessError

# So many running deadlines follow a new version while the user waits; more do in the background.
AT_ONCE = 500


class CsmDeadlineVersionMixin(models.AbstractModel):
    """Keeps the versions of a time limit together, and lets open records follow the newest."""

    _name = "csm.deadline.version.mixin"
    _description = "Versions of a Time Limit"
    _inherit = ["csm.rule.mixin"]

    def _new_version(self, valid_from, changes):
        version = super()._new_version(valid_from, changes)
        version.root_id = self.root_id or self
        return version

    def action_look_ahead(self):
        """Show how the records running under earlier versions would stand under this one."""
        self.ensure_one()
        return self.env["csm.deadline.outlook.wizard"].create({"rule_id": self.id})._show()

    def action_apply_to_open_records(self):
        """Let the deadlines running under earlier versions follow this one, from the same start."""
        if not self.env.user.has_group("csm.group_manager"):
            raise AccessError(self.env._("Only a manager applies a new version to open records."))
        # The rows are kept by the engine alone.
        Row, Job = self.env["csm.deadline"].sudo(), self.env["csm.deadline.recompute"]
        jobs = Job.browse()
        for rule in self:
            rule.check_access("write")
            following = [("rule_id", "in", rule._older_versions().ids), ("state", "=", "running")]
            rows = Row.search(following, limit=AT_ONCE + 1)
            if len(rows) > AT_ONCE:
                reason = self.env._("Apply “%(rule)s” to open records", rule=rule.name)
                jobs |= Job._follow_versions(reason, rule)
            else:
                self.env["csm.deadline.keeper"]._follow_version(rows, self._plan_of(rule.id))
        return jobs._tell_ordered() if jobs else True

    def _older_versions(self):
        """Return the versions before these, also those of an adoption that has ended."""
        older = self.browse()
        for rule in self:
            root = rule.root_id or rule
            older |= self.with_context(active_test=False).search(
                [("version", "<", rule.version), ("id", "!=", rule.id)]
                + ["|", ("root_id", "=", root.id), ("id", "=", root.id)]
            )
        return older
