from functools import partial

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.carries import carries
from ..common.csm_state_mixin import own_defaults


class CsmSecretReachMixin(models.AbstractModel):
    """Opens a record to those who are cleared for its level and need to know it, to nobody else.

    Clearance and need are looked up in the database at each query; nothing is kept in a rule. What
    is closed to the reader and what does not exist get the same answer. The record has ``level``,
    ``company_id`` and ``team_id``.
    """

    _name = "csm.secret.reach.mixin"
    _description = "Who May Read What Is Classified"
    _inherit = ["csm.access.logged.mixin"]

    is_open_to_me = fields.Boolean(
        compute="_compute_is_open_to_me",
        search="_search_is_open_to_me",
        compute_sudo=True,
        export_string_translation=False,
    )

    level_mark = fields.Char("Mark", compute="_compute_level_mark", compute_sudo=True)

    # The column that holds the classified record, and the field through which needs hang on it.
    _secret_column = "id"
    # What follows from the record or from who enters it; nobody states it, and no default does.
    _following_fields = ("level",)

    @api.model
    def default_get(self, fields):
        names = set(self._following_fields) & set(fields)
        return own_defaults(self, names, super().default_get(fields))

    @api.model
    def _check_following(self, vals):
        """Refuse values for what follows from something else."""
        if not self.env.su and not vals.keys().isdisjoint(self._following_fields):
            raise UserError(
                self.env._(
                    "Level, custody and period of what is classified, and who entered it, follow "
                    "from the record; they are not stated beside it."
                )
            )

    @api.depends(lambda self: self._open_depends())
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_open_to_me(self):
        """Ask the database the same question as a search does, so the two never differ."""
        # It is computed for the system, and asked for whoever reads.
        found = set(self.browse(self.ids).sudo(False)._open_for("read").ids)
        for record in self:
            record.is_open_to_me = record.id in found

    @api.depends("level")
    @api.depends_context("lang")
    def _compute_level_mark(self):
        """Return the mark of the level, in Chinese and English, for screens and prints."""
        marks = {level.ordinal: level.mark for level in self.env["csm.secrecy.level"].search([])}
        for record in self:
            record.level_mark = marks.get(record["level"], self.env._("非密 UNCLASSIFIED"))

    def _search_is_open_to_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.custom(
            to_sql=lambda model, alias, _query: model._open_condition(SQL.identifier(alias))
        )

    @api.model
    def _open_depends(self):
        """Return what the answer hangs on within one transaction."""
        return ("level", "team_id.member_ids", "company_id")

    @api.model
    def _forget_open(self):
        """Ask anew who may read what: a need has come or gone in this transaction."""
        for name in self.env.registry.descendants(["csm.secret.reach.mixin"], "_inherit"):
            if not self.env[name]._abstract:
                self.env[name].invalidate_model(["is_open_to_me"], flush=False)

    @api.model
    def _open_condition(self, alias):
        """Return the SQL condition under which a row of ``alias`` is open to the reader."""
        self._flush_reach()
        return SQL("(%s AND %s)", self._cleared_condition(alias), self._needed_condition(alias))

    @api.model
    def _flush_reach(self):
        self.env["csm.team"].flush_model(["member_ids"])
        self.flush_model(["level", "company_id", "team_id"])
        needs, _inverse = self._needs()
        needs.flush_model()

    @api.model
    @carries("S0-10-25", neutral=SQL("TRUE"))
    def _cleared_condition(self, alias):
        """A level up to the reader's own in the company of the record; level 0 asks for none."""
        levels = self._my_levels()
        cleared = SQL("0")
        for level in sorted(set(levels.values())):
            companies = [company for company, own in levels.items() if own == level]
            cleared = SQL(
                "CASE WHEN %s.company_id = ANY(%s) THEN %s ELSE %s END",
                alias,
                companies,
                level,
                cleared,
            )
        return SQL("COALESCE(%s.level, 3) <= %s", alias, cleared)

    @api.model
    def _my_levels(self):
        """Return ``{company id: level}`` the reader is cleared for today."""
        return self.env["csm.clearance"]._levels()

    @api.model
    @carries("S0-10-16", neutral=SQL("TRUE"))
    def _needed_condition(self, alias):
        """A need to know: a seat in the team that keeps the record, or a need of one's own."""
        needs, inverse = self._needs()
        return SQL(
            "(%(row)s.team_id = ANY (%(teams)s)"
            " OR %(row)s.%(file)s = ANY (ARRAY("
            "SELECT %(inverse)s FROM %(needs)s WHERE user_id = %(me)s AND ended_at IS NULL"
            " AND opens_at <= %(now)s AND closes_at > %(now)s)))",
            row=alias,
            file=SQL.identifier(self._secret_column),
            inverse=SQL.identifier(inverse),
            needs=SQL.identifier(needs._table),
            teams=self.env["csm.team"]._my_seats(),
            me=self.env.uid,
            now=self.env.cr.now(),
        )

    @api.model
    def _needs(self):
        """Return the model of needs and its field that names the classified record."""
        secret = self
        if self._secret_column != "id":
            secret = self.env[self._fields[self._secret_column].comodel_name]
        field = secret._fields["need_ids"]
        return self.env[field.comodel_name], field.inverse_name

    # One answer for what is closed and for what does not exist

    def _check_access(self, operation):
        if refused := super(CsmSecretReachMixin, self.browse())._check_access(operation):
            return self, refused[1]
        real = self.browse(self.ids)
        reads = operation == "read"
        closed = real - (real.filtered("is_open_to_me") if reads else real._open_for(operation))
        return (closed, partial(self._closed_error, operation)) if closed else None

    def _open_for(self, operation):
        """Return which of these exist and are open, asked in one query as a search would.

        What does not exist is as closed as the rest; only the system can tell them apart.
        """
        if not self:
            return self
        domain = self.env["ir.rule"]._compute_domain(self._name, operation)
        rows = self.sudo().with_context(active_test=False)
        asked = Domain("id", "in", self.ids) & Domain(domain or [])
        return rows.search(asked, order="id").with_env(self.env)

    @api.model
    def _closed_error(self, operation="read"):
        if operation == "create":
            return AccessError(
                self.env._(
                    "You may not enter this: it would not be open to yourself. Choose a team you "
                    "are a member of, and a level you are cleared for."
                )
            )
        return AccessError(
            self.env._("There is no such record, or it is not open to you. “Request Access” asks.")
        )

    def fetch(self, field_names=None):
        # The key only makes the reading stricter; forging it gains nothing.
        exact = self if self.env.su else self.with_context(csm_exact_fetch=True)
        return super(CsmSecretReachMixin, exact).fetch(field_names)

    def _determine_fields_to_fetch(self, field_names=None, ignore_when_in_cache=False):
        fields = super()._determine_fields_to_fetch(field_names, ignore_when_in_cache)
        if not fields:
            return fields
        # The access log will want to know what they are called; here it costs nothing.
        named = [self._fields[name] for name in ("company_id", "number") if name in self._fields]
        return [*fields, *(field for field in named if field.store and field not in fields)]

    def _fetch_query(self, query, fields):
        fetched = super()._fetch_query(query, fields)
        if self.env.context.get("csm_exact_fetch") and not self.env.su and self - fetched:
            raise self._closed_error()
        if not self.env.su:
            # They were read under the rules: within this transaction nobody asks that again.
            self._fields["is_open_to_me"]._update_cache(fetched, True)
        return fetched

    def _read_format(self, fnames, load="_classic_read"):
        rows = super()._read_format(fnames, load=load)
        if not self.env.su and len(rows) < len(self._origin):
            raise self._closed_error()
        return rows
