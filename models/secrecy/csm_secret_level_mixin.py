from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_datetime

# The roads of the access log by which something stays outside for good.
LEAVING = ("print", "export", "download")


class CsmSecretLevelMixin(models.AbstractModel):
    """Proposes the level of a classified record: the highest of what speaks for one.

    What speaks is the relation to the customer, the classes of content it holds, and whatever
    level its author gives it. A level once given is never lowered or raised by itself: where the
    rules ask for more, a change is proposed, and another person decides.
    """

    _name = "csm.secret.level.mixin"
    _description = "Level of a Classified Record"

    proposed_level_id = fields.Many2one(
        "csm.secrecy.level",
        "Level by the Rules",
        compute="_compute_proposed_level_id",
        help="The highest level that a rule in force asks for.",
    )
    is_level_too_low = fields.Boolean(compute="_compute_proposed_level_id")

    @api.depends(lambda self: ("company_id", "team_id", "level", *self._level_sources()))
    def _compute_proposed_level_id(self):
        Level = self.env["csm.secrecy.level"]
        for record in self:
            rules = record._level_rules()
            record.proposed_level_id = Level._ranked(rules[:1].rank)
            is_lower = bool(rules) and record["level"] < rules[0].rank
            record.is_level_too_low = is_lower and not record["declassified_at"]

    def _level_rules(self):
        """Return the rules that speak of this record, the highest first."""
        self.ensure_one()
        relation, content = self._level_sources()
        classes = self[content].ids
        Rule = self.env["csm.secrecy.rule"]
        return Rule._speaking(self["company_id"], self["team_id"], self[relation], classes)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._classify_first()
        return records

    def _classify_first(self):
        """Give new records the highest level that anything speaks for."""
        for record in self:
            rules = record._level_rules()
            rank = max(rules[:1].rank, record["level"])
            if not rank:
                raise UserError(
                    self.env._(
                        "A new file needs a level, and no rule in force gives it one. Choose the "
                        "level, or let a manager adopt the regulation on client files."
                    )
                )
            if rank != record["level"]:
                level = record["secrecy_level_id"]._ranked(rank)
                # The author need not be cleared for what the rules make of it.
                record._with_pass({"secrecy_level_id"}).sudo().write({"secrecy_level_id": level.id})
        if not self.env.su:
            self.check_access("create")

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint(self._level_sources()):
            for record in self.filtered("is_level_too_low"):
                record._propose_by_rule()
        return result

    # Hooks

    @api.model
    def _level_sources(self):
        """Hook: return the names of the fields with the relation and with the classes."""
        return ("relation", "content_ids")

    # Changes

    def _changes(self):
        """Return the model of the changes of these records' classification."""
        # The books of changes are kept by the system; who may decide, the gate asks.
        return self.env[self._fields["classification_ids"].comodel_name].sudo()

    def _propose_by_rule(self):
        """Propose the level that the rules ask for, unless somebody proposed a change already."""
        self.ensure_one()
        Change = self._changes()
        if Change.search_count([("file_id", "=", self.id), ("state", "=", "proposed")], limit=1):
            return
        rule = self._level_rules()[:1]
        reason = self.env._("%(rule)s: %(article)s", rule=rule.name, article=rule.article_id.name)
        Change.create({"file_id": self.id, "new_level_id": rule.level_id.id, "reason": reason})

    def _declassify(self):
        """Set these records free: their period has ended. Each gets a decision to print."""
        Change = self._changes()
        for record in self:
            reason = self.env._(
                "The period of secrecy ended on %(day)s.", day=record["declassify_on"]
            )
            values = {"file_id": record.id, "kind": "declassification", "reason": reason}
            change = Change.create({**values, "new_level_id": False})
            change._go(change._move_named("apply"))

    def _what_has_left(self):
        """Say what of this record left by print, file or export: nobody can call it back."""
        self.ensure_one()
        rows = self.env.execute_query(
            SQL(
                """SELECT road, login, COUNT(*), MAX(at) FROM csm_access_log
                    WHERE res_model = %s AND outcome = 'granted' AND road = ANY(%s)
                      AND %s = ANY (string_to_array(record_refs, ','))
                 GROUP BY road, login ORDER BY road, login""",
                self._name,
                list(LEAVING),
                str(self.id),
            )
        )
        labels = dict(self.env["csm.access.log"]._fields["road"]._description_selection(self.env))
        return [
            self.env._(
                "%(road)s by %(login)s: %(count)s times, last on %(moment)s",
                road=labels[road],
                login=login,
                count=count,
                moment=format_datetime(self.env, moment),
            )
            for road, login, count, moment in rows
        ]
