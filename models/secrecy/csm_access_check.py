from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .csm_access_seal import SEALED, digest

# An entry is sealed within a minute or two; one that is older than this waits in vain.
MINUTES_TO_SEAL = 10
# How many findings are written out; all are counted.
FINDINGS_SHOWN = 50


class CsmAccessCheck(models.Model):
    """One verification of the access log of a company: what was counted, and what is wrong."""

    _name = "csm.access.check"
    _description = "Verification of the Access Log"
    _order = "id desc"
    _rec_name = "checked_at"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    checked_at = fields.Datetime("Verified", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Asked by", readonly=True, ondelete="set null")
    seal_count = fields.Integer("Seals", readonly=True)
    row_count = fields.Integer("Entries", readonly=True)
    unsealed_count = fields.Integer(
        "Unsealed", readonly=True, help="Entries that should have been sealed by now."
    )
    changed_count = fields.Integer("Changed", readonly=True)
    missing_count = fields.Integer("Missing", readonly=True)
    broken_count = fields.Integer(
        "Broken Seals", readonly=True, help="Seals that are missing, or do not fit their entries."
    )
    head = fields.Char("Last Head", readonly=True)
    result = fields.Selection(
        [("intact", "Intact"), ("faulty", "Faulty")], required=True, readonly=True
    )
    findings = fields.Text(readonly=True)

    def action_verify(self):
        """Verify the log of the companies at hand and show what was found."""
        self.check_access("read")
        # An auditor writes nothing; the verification is the system's.
        checks = self.sudo()._verify(self.env.companies)
        action = self.env["ir.actions.actions"]._for_xml_id("csm.csm_access_check_action")
        if len(checks) == 1:
            return {**action, "views": [(False, "form")], "res_id": checks.id}
        return {**action, "domain": [("id", "in", checks.ids)]}

    @api.model
    def _cron_verify(self):
        """Verify every log once a day; tell the auditors of what is wrong."""
        companies = self.env["res.company"].sudo().search(Domain.TRUE)
        for check in self._verify(companies).filtered(lambda check: check.result == "faulty"):
            self.env["csm.rights.watch"]._tell(check.company_id, check._compose)

    def _compose(self, env):
        """Return the subject and the text of the message about what was found, in a language."""
        return (
            env._("The access log of %(company)s is faulty", company=self.company_id.name),
            env._(
                "The verification found %(changed)s changed, %(missing)s missing and %(unsealed)s "
                "unsealed entries and %(broken)s broken seals. See Customer Service / Client "
                "Files / Verifications.",
                changed=self.changed_count,
                missing=self.missing_count,
                unsealed=self.unsealed_count,
                broken=self.broken_count,
            ),
        )

    @api.model
    def _verify(self, companies):
        return self.create([self._verify_one(company) for company in companies])

    @api.model
    def _verify_one(self, company):
        found = {"changed": [], "missing": [], "broken": []}
        head, rows, expected = "", 0, 1
        seals = self._seals(company)
        for seal in seals:
            if seal["sequence"] != expected or seal["previous"] != head:
                found["broken"].append(seal["sequence"])
            rows += self._verify_seal(seal, found)
            head, expected = seal["head"], seal["sequence"] + 1
        unsealed = self._unsealed(company)
        return {
            "company_id": company.id,
            "checked_at": self.env.cr.now().replace(microsecond=0),
            "user_id": self.env.uid,
            "seal_count": len(seals),
            "row_count": rows + len(unsealed),
            "unsealed_count": len(unsealed),
            "head": head,
            "result": "faulty" if unsealed or any(found.values()) else "intact",
            "findings": self._sentences({**found, "unsealed": unsealed}),
            **{f"{name}_count": len(set(ids)) for name, ids in found.items()},
        }

    @api.model
    def _seals(self, company):
        # The chain of a company is read whole, and in the order it was made.
        return self.env.execute_query_dict(
            SQL(
                "SELECT id, company_ref, sequence, sealed_at, day, row_count, row_refs,"
                " previous, head FROM csm_access_seal WHERE company_ref = %s ORDER BY sequence",
                company.id,
            )
        )

    @api.model
    def _verify_seal(self, seal, found):
        """Note what is changed, missing or broken under a seal; return how many entries it has."""
        rows = self._rows(seal)
        sealed = [int(row_id) for row_id in seal["row_refs"].split(",")]
        present = {row[0] for row, _digest in rows}
        found["missing"] += [row_id for row_id in sealed if row_id not in present]
        link = self.env["csm.access.seal"]._first_link(seal["previous"], seal)
        follows = dict(zip(sealed[1:], sealed, strict=False))
        for row, kept in rows:
            link = digest(link, row)
            # Behind a missing entry the chain goes on from the digest that was kept.
            if link != kept and follows.get(row[0], row[0]) in present:
                found["changed"].append(row[0])
            link = kept
        if link != seal["head"] and sealed[-1] in present:
            found["broken"].append(seal["sequence"])
        return len(rows)

    @api.model
    def _rows(self, seal):
        columns = SQL(", ").join(map(SQL.identifier, SEALED))
        query = "SELECT digest, %s FROM csm_access_log WHERE seal_id = %s ORDER BY id"
        rows = self.env.execute_query(SQL(query, columns, seal["id"]))
        return [(row[1:], row[0]) for row in rows]

    @api.model
    def _unsealed(self, company):
        query = """SELECT id FROM csm_access_log
                    WHERE seal_id IS NULL AND company_ref = %s
                      AND at < (clock_timestamp() AT TIME ZONE 'UTC') - %s * interval '1 minute'
                 ORDER BY id"""
        rows = self.env.execute_query(SQL(query, company.id, MINUTES_TO_SEAL))
        return [row_id for (row_id,) in rows]

    @api.model
    def _sentences(self, found):
        said = {
            "changed": self.env._("Entries changed since they were sealed: %(ids)s"),
            "missing": self.env._("Sealed entries that are missing: %(ids)s"),
            "broken": self.env._("Seals that are missing before, or do not fit: %(ids)s"),
            "unsealed": self.env._("Entries that nobody sealed: %(ids)s"),
        }
        lines = []
        for name, ids in found.items():
            shown = ", ".join(str(row_id) for row_id in sorted(set(ids))[:FINDINGS_SHOWN])
            more = " …" if len(set(ids)) > FINDINGS_SHOWN else ""
            if ids:
                lines.append(said[name] % {"ids": shown + more})
        return "\n".join(lines)
