from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...tools import pdf, qr
from ...tools.carries import carries


class PrintRun:
    """Gathers the rows of the log that one printing wrote. An object: no remote call makes one."""

    def __init__(self):
        self.print_ids = []


class CsmFormReportMixin(models.AbstractModel):
    """Gathers what a form prints, checks who may print it, and logs every copy.

    A report model inherits it, names its report (``_form_report``) and its records
    (``_form_model``), and has hooks for the rest.
    """

    _name = "csm.form.report.mixin"
    _description = "Printing of a Form"

    # The external id of the report, and the model of the records it is about.
    _form_report = ""
    _form_model = ""

    @api.model
    def _get_report_values(self, docids, data=None):
        docs = self._form_docs(docids, data)
        self._form_check(docs)
        papers = []
        for doc in self._form_sheets(docs):
            papers += self._papers_of(doc)
        prints = self.env["csm.form.print"]._log([self._print_vals(paper) for paper in papers])
        run = self.env.context.get("csm_print_run")
        if isinstance(run, PrintRun):
            run.print_ids += prints.ids
        for paper, row in zip(papers, prints, strict=True):
            paper["number"] = row.number
        return {
            "docs": docs,
            "sheets": papers,
            # Without WeasyPrint nothing runs at the head and foot of a page; nor on a screen.
            "is_plain": not pdf.is_here() or (data or {}).get("report_type") == "html",
        }

    @api.model
    def _papers_of(self, doc):
        """Return the sheets of one record, or of the records that share a sheet: one per copy."""
        report, lang = self._report(), self._form_lang(doc) or self.env.lang or "en_US"
        kind = self.env["csm.form.kind"]._of_report(report)
        form = self.env["csm.form"]._of_kind(kind, self._form_company(doc))
        # Whoever may print the record prints it with the form as it is.
        version = form.version_id.with_env(self.env).with_context(lang=lang).sudo()
        self._check_version(form, version)
        doc = doc.with_context(lang=lang)
        copies = self.with_context(lang=lang)._form_copies(doc, version) or [(1, "")]
        common = {
            "lang": lang,
            "form": version.form_id,
            "version": version,
            "company": version.company_id,
            "copies": len(copies),
            "printed_by": self.env.user.name,
            "printed_at": self.env.cr.now().replace(microsecond=0),
            "qr": self._qr(doc),
            "is_internal": kind.audience == "internal",
            "corrections": self.with_context(lang=lang)._form_corrections(doc),
            **self.with_context(lang=lang)._form_values(doc),
        }
        return [
            {**common, "doc": doc, "copy": number, "holder": holder} for number, holder in copies
        ]

    @api.model
    def _check_version(self, form, version):
        if not version:
            raise UserError(
                self.env._(
                    "%(form)s has no version in use. Put one into use, then print again.",
                    form=form.with_env(self.env).sudo().display_name,
                )
            )
        version._check_printable()

    @api.model
    def _print_vals(self, paper):
        doc, version = paper["doc"], paper["version"]
        return {
            "company_id": version.company_id.id,
            "form_id": version.form_id.id,
            "version_id": version.id,
            "is_internal": paper["is_internal"],
            "res_model": doc._name,
            "res_id": doc.id if len(doc) == 1 else False,
            "record_name": self._form_record_name(doc),
            "copy_number": paper["copy"],
            "copy_count": paper["copies"],
            "holder": paper["holder"],
            "user_id": self.env.uid,
            "printed_at": paper["printed_at"],
            "lang": paper["lang"],
        }

    @api.model
    def _report(self):
        # Which report it is, is no secret.
        return self.env.ref(self._form_report).sudo()

    @api.model
    def _qr(self, doc):
        """Return a picture, as an address that holds it, of the way back to the record."""
        link = self._form_link(doc)
        return qr.data_uri(link) if link else ""

    @api.model
    @carries("S2-11-05", neutral=())
    def _form_corrections(self, doc):
        """Return what was corrected in a record: the moment, before and after, who, when, why."""
        if len(doc) != 1:
            return []
        # Whoever may print the record reads on it what was corrected, as on a stamped paper.
        corrections = self.env["csm.fact.correction"].sudo()
        mine = [("res_model", "=", doc._name), ("res_id", "=", doc.id)]
        return [
            {
                "label": correction.fact_label,
                "old": correction.old_value,
                "new": correction.new_value,
                "user": correction.user_id.name,
                "at": correction.corrected_at,
                "reason": correction.reason,
            }
            for correction in corrections.search(mine, order="id")
        ]

    # Hooks

    @api.model
    def _form_docs(self, docids, data):
        """Hook: the records to print."""
        docs = self.env[self._form_model].browse(docids or ()).exists()
        if not docs:
            raise UserError(self.env._("There is nothing to print. Choose a record first."))
        return docs

    @api.model
    def _form_check(self, docs):
        """Hook: refuse whoever may not print these records. /report/... knows no groups."""
        docs.check_access("read")
        report, user = self._report(), self.env.user
        kind = self.env["csm.form.kind"]._of_report(report)
        is_outside = kind.audience == "internal" and user.share
        lacks_group = report.group_ids and not report.group_ids & user.sudo().all_group_ids
        if (is_outside or lacks_group) and not self.env.su:
            raise AccessError(
                self.env._(
                    "“%(form)s” is not yours to print. Ask your manager for a copy.", form=kind.name
                )
            )

    @api.model
    def _form_sheets(self, docs):
        """Hook: the records of each sheet; a register gives ``[docs]``: one sheet for all."""
        return list(docs)

    @api.model
    def _form_copies(self, doc, version):
        """Hook: ``[(number, holder)]``, the copies of one sheet, in the language of the sheet."""
        return version._copies()

    @api.model
    def _form_lang(self, doc):
        """Hook: the language of a sheet; nothing means the reader's."""
        return self.env.lang

    @api.model
    def _form_values(self, doc):
        """Hook: what else the template of the sheet needs."""
        return {}

    @api.model
    def _form_company(self, doc):
        """Hook: the company whose form it is."""
        company = doc["company_id"][:1] if "company_id" in doc._fields else None
        return company or self.env.company

    @api.model
    def _form_record_name(self, doc):
        """Hook: what the log calls the record: its number, for names are not everybody's."""
        name = "number" if "number" in doc._fields else "display_name"
        names = doc[:3].mapped(name)
        return ", ".join(map(str, filter(None, names))) + (" …" if len(doc) > 3 else "")

    @api.model
    def _form_link(self, doc):
        """Hook: where the QR code of a sheet leads."""
        return f"{doc.get_base_url()}/odoo/{doc._name}/{doc.id}" if len(doc) == 1 else ""
