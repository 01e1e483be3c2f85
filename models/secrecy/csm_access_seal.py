import hashlib
import json

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# The first of the two keys of the lock on the chain of a company; the second is the company.
LOCK_SPACE = 0x43534E
BATCH = 2000
# What of an entry is sealed, in this order.
SEALED = (
    "id",
    "at",
    "user_ref",
    "login",
    "road",
    "operation",
    "res_model",
    "record_refs",
    "numbers",
    "count",
    "company_ref",
    "outcome",
    "remote",
    "detail",
)


def digest(previous, values):
    """Return the digest of a link of the chain: of the one before it and of its own values."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


class CsmAccessSeal(models.Model):
    """One link of the chain that seals the access log of a company: entries, and the head so far.

    Each digest is made of the one before it, so whoever changes or removes a sealed entry has to
    make all later heads anew, and the heads on paper show it.
    """

    _name = "csm.access.seal"
    _inherit = ["csm.append.only.mixin"]
    _description = "Seal of the Access Log"
    _order = "company_ref, sequence desc"
    _rec_name = "sequence"
    _kept_words = "The seals of the access log are made once and never changed."
    _log_access = False

    company_ref = fields.Integer("Company ID", required=True, readonly=True, aggregator=None)
    company_id = fields.Many2one("res.company", compute="_compute_company_id", compute_sudo=True)
    sequence = fields.Integer("Seal No.", required=True, readonly=True, aggregator=None)
    sealed_at = fields.Datetime("Sealed", required=True, readonly=True)
    day = fields.Date(required=True, readonly=True, index=True, help="In the company's zone.")
    row_count = fields.Integer("Entries", required=True, readonly=True)
    row_refs = fields.Text("Entry IDs", required=True, readonly=True)
    previous = fields.Char("Head before", readonly=True)
    head = fields.Char(required=True, readonly=True)
    is_daily_head = fields.Boolean(
        "Last of the Day", compute="_compute_is_daily_head", search="_search_is_daily_head"
    )
    log_ids = fields.One2many("csm.access.log", "seal_id", "Entries of the Log")

    # Two runs can never make the same link.
    _one_chain = models.UniqueIndex(
        "(company_ref, sequence)", "The chain of a company has one seal of each number."
    )

    @api.depends("company_ref")
    def _compute_company_id(self):
        companies = self.env["res.company"].browse(set(self.mapped("company_ref"))).exists()
        known = {company.id: company for company in companies}
        for seal in self:
            seal.company_id = known.get(seal.company_ref, False)

    @api.depends("sequence", "day")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for seal in self:
            seal.display_name = self.env._(
                "Seal %(number)s of %(day)s", number=seal.sequence, day=seal.day
            )

    def _compute_is_daily_head(self):
        heads = self.search([("id", "in", self.ids), ("is_daily_head", "=", True)])
        for seal in self:
            seal.is_daily_head = seal in heads

    def _search_is_daily_head(self, operator, value):
        if operator != "in":
            return NotImplemented
        last = SQL(
            "(SELECT DISTINCT ON (company_ref, day) id FROM csm_access_seal"
            " ORDER BY company_ref, day, sequence DESC)"
        )
        return [("id", "in", last)]

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self.env._("The seals of the access log are made by the system alone."))

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("The seals of the access log are made once and never changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The seals of the access log stay on file."))

    # Sealing

    @api.model
    def _cron_seal(self):
        """Seal what has been committed to the log since the last run, company by company."""
        query = "SELECT DISTINCT company_ref FROM csm_access_log WHERE seal_id IS NULL"
        for (company_ref,) in self.env.execute_query(SQL(query)):
            while self._seal(company_ref) == BATCH:
                pass

    @api.model
    def _seal(self, company_ref):
        """Put the next seal on the log of a company; return how many entries it covers.

        It runs in a transaction of its own that sees what others have committed. Whoever finds
        another run at work on the chain leaves it to that run.
        """
        with self.env["csm.number.counter"]._own_transaction() as cr:
            cr.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_SPACE, company_ref])
            if not cr.fetchone()[0]:
                return 0
            rows = self._unsealed(cr, company_ref)
            if rows:
                self._put_seal(cr, company_ref, rows)
            return len(rows)

    @api.model
    def _unsealed(self, cr, company_ref):
        columns = SQL(", ").join(map(SQL.identifier, SEALED))
        cr.execute(
            SQL(
                "SELECT %s FROM csm_access_log WHERE seal_id IS NULL AND company_ref = %s"
                " ORDER BY id LIMIT %s",
                columns,
                company_ref,
                BATCH,
            )
        )
        return cr.fetchall()

    @api.model
    def _put_seal(self, cr, company_ref, rows):
        cr.execute(
            "SELECT sequence, head FROM csm_access_seal WHERE company_ref = %s"
            " ORDER BY sequence DESC LIMIT 1",
            [company_ref],
        )
        sequence, previous = cr.fetchone() or (0, "")
        seal = {
            "company_ref": company_ref,
            "sequence": sequence + 1,
            "sealed_at": self.env.cr.now().replace(microsecond=0),
            "day": self._local_day(company_ref),
            "row_count": len(rows),
            "row_refs": ",".join(str(row[0]) for row in rows),
        }
        links, link = [], self._first_link(previous, seal)
        for row in rows:
            link = digest(link, row)
            links.append((row[0], link))
        seal |= {"previous": previous, "head": link}
        cr.execute(
            SQL(
                "INSERT INTO csm_access_seal (%s) VALUES (%s) RETURNING id",
                SQL(", ").join(map(SQL.identifier, seal)),
                SQL(", ").join(SQL("%s", value) for value in seal.values()),
            )
        )
        cr.execute(
            SQL(
                "UPDATE csm_access_log AS log SET seal_id = %s, digest = link.digest"
                " FROM (VALUES %s) AS link (id, digest) WHERE log.id = link.id",
                cr.fetchone()[0],
                SQL(", ").join(SQL("(%s, %s)", row_id, link) for row_id, link in links),
            )
        )

    @api.model
    def _first_link(self, previous, seal):
        """Return the digest of what a seal says of itself."""
        names = ("company_ref", "sequence", "sealed_at", "day", "row_count", "row_refs")
        return digest(previous, [seal[name] for name in names])

    @api.model
    def _local_day(self, company_ref):
        company = self.env["res.company"].sudo().browse(company_ref).exists()
        zone = pytz.timezone(company.resource_calendar_id.tz or "UTC")
        return pytz.utc.localize(self.env.cr.now()).astimezone(zone).date()
