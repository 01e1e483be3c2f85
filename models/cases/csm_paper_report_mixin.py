from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import format_date, format_datetime, formatLang, html2plaintext

from ...tools import paper

# A paper in one of these states is not good, and says so.
WITHOUT_FORCE = ("draft", "void", "refused", "withdrawn")
REASONS = ("void_reason", "refuse_reason")
# The same in every language, and never mistaken for another day.
MOMENT, DAY = "yyyy-MM-dd HH:mm", "yyyy-MM-dd"
WIDTH = 3
# A section with more text, or a table with as many rows, may be broken between two pages.
LONG, FEW = 1200, 12


class CsmPaperReportMixin(models.AbstractModel):
    """Sets a form about a case out in sections: labelled values, tables, signatures.

    A report model says in ``_sections`` what stands on it. Names are read on behalf of the reader
    of the record: whoever may read the record reads what its form shows.
    """

    _name = "csm.paper.report.mixin"
    _description = "Paper About a Case"
    _inherit = ["csm.form.report.mixin"]

    @api.model
    def _form_check(self, docs):
        result = super()._form_check(docs)
        if not self.env.su and self.env.user in self._cases_of(docs).accused_user_ids:
            raise AccessError(
                self.env._(
                    "You cannot print this form: the case is about you. Ask a manager for what "
                    "you may read of it."
                )
            )
        return result

    @api.model
    def _form_values(self, doc):
        sections = [section for section in self._sections(doc) if section]
        withheld = self._withheld(doc)
        if withheld:
            # Paper goes from hand to hand; who complains stays with those who open the case.
            sections = paper.without(withheld, sections, self.env._("(withheld)"))
        return {
            **super()._form_values(doc),
            "sections": sections,
            "stamp": self._stamp(doc),
            "is_withheld": bool(withheld),
        }

    # Hooks

    @api.model
    def _sections(self, doc):
        """Hook: what stands on the sheet, from top to bottom."""
        return []

    @api.model
    def _cases_of(self, docs):
        """Hook: the cases these papers are about; none when a paper tells of no single case."""
        # The system looks whom a case complains about; the reader may not.
        docs = docs.sudo()
        if docs._name == "csm.case":
            return docs
        return docs["case_id"] if "case_id" in docs._fields else self.env["csm.case"]

    # Who complains

    @api.model
    def _withheld(self, doc):
        """Return the texts that would tell who complains, where nobody is to learn it."""
        secrets = set()
        for case in self._cases_of(doc).filtered("is_identity_withheld"):
            customer = case.partner_id
            secrets |= {
                case.partner_name,
                case.partner_phone,
                case.partner_email,
                case.partner_address,
                case.order_number,
                customer.name,
                customer.display_name,
                customer.phone,
                customer.email,
            }
        return {secret for secret in secrets if len(secret or "") > 1}

    # State

    @api.model
    def _stamp(self, doc):
        """Return what is stamped on a paper that has no force, and why."""
        if "state" not in doc._fields or doc["state"] not in WITHOUT_FORCE:
            return {}
        reasons = [doc[name] for name in REASONS if name in doc._fields and doc[name]]
        is_draft = doc["state"] == "draft"
        return {
            "text": doc._state_labels()[doc["state"]],
            "reason": self.env._("Not valid before it is approved.") if is_draft else "",
            "note": "; ".join(reasons),
        }

    # What a section is made of

    @api.model
    def _grid(self, key, title, cells):
        """Return a section of labelled values; nothing when none has a value or is kept."""
        rows = paper.pack([cell for cell in cells if cell], WIDTH)
        if not rows:
            return None
        size = sum(len(text or "") for row in rows for _label, text, _span in row)
        is_short = size < LONG
        return {"key": key, "kind": "grid", "title": title, "rows": rows, "is_short": is_short}

    @api.model
    def _list(self, key, title, heads, rows):
        """Return a section that lists rows under ``(label, width in percent, alignment)``."""
        if not rows:
            return None
        whole = sum(width for _label, width, _align in heads)
        heads = [(label, round(100 * width / whole, 2), align) for label, width, align in heads]
        return {
            "key": key,
            "kind": "table",
            "title": title,
            "heads": heads,
            # On long lists each word in the source counts: most cells need no mark.
            "marks": [align != "left" and f"csm_{align}" for _label, _width, align in heads],
            "rows": rows,
            "is_short": len(rows) < FEW,
        }

    @api.model
    def _words(self, text):
        """Return a section of running text."""
        return {"key": "words", "kind": "words", "title": "", "text": text}

    @api.model
    def _signs(self, key, boxes):
        """Return boxes for ``(label, name, moment)``; an empty name is signed by hand.

        A fourth value is the picture of a drawn signature, in base64.
        """
        boxes = [(*box, False)[:4] for box in boxes]
        return {"key": key, "kind": "signs", "title": "", "boxes": boxes}

    @api.model
    def _cell(self, doc, name, span=1, is_kept=False):
        """Return a labelled value of a record, or nothing where an empty one is not kept."""
        text = self._text(doc, name)
        if not text and not is_kept:
            return None
        return (doc._fields[name]._description_string(self.env), text, min(span, WIDTH))

    @api.model
    def _cells(self, doc, names):
        """Return cells of fields; ``name:2`` spans two, ``name!`` is kept when it is empty."""
        cells = []
        for spec in names.split():
            name, _sep, span = spec.rstrip("!").partition(":")
            cells.append(self._cell(doc, name, int(span or 1), spec.endswith("!")))
        return cells

    @api.model
    def _text(self, doc, name):
        """Return a value in words, as it stands on paper."""
        # Names of units and persons are read for whoever may read the record.
        value, field = doc.sudo()[name], doc._fields[name]
        if isinstance(value, models.BaseModel):
            return ", ".join(record.display_name or "" for record in value)
        readers = {
            "selection": self._selection_text,
            "boolean": lambda *_args: self.env._("Yes") if value else "",
            "monetary": self._monetary_text,
            "float": self._number_text,
            "integer": self._number_text,
            "html": lambda *_args: html2plaintext(value or "").strip(),
            "datetime": lambda *_args: self._moment(doc, value),
            "date": lambda *_args: format_date(self.env, value, date_format=DAY) if value else "",
        }
        reader = readers.get(field.type)
        return reader(doc, field, value) if reader else value or ""

    @api.model
    def _selection_text(self, _doc, field, value):
        return dict(field._description_selection(self.env)).get(value, "")

    @api.model
    def _monetary_text(self, doc, field, value):
        return self._money(value, doc.sudo()[field.get_currency_field(doc)]) if value else ""

    @api.model
    def _number_text(self, _doc, _field, value):
        return f"{value:,.3f}".rstrip("0").rstrip(".") if value else ""

    @api.model
    def _moment(self, doc, value):
        """Return a moment where the company works."""
        company = self._form_company(doc).sudo()
        zone = company.resource_calendar_id.tz or "UTC"
        return format_datetime(self.env, value, tz=zone, dt_format=MOMENT) if value else ""

    @api.model
    def _money(self, amount, currency):
        return formatLang(self.env, amount, currency_obj=currency) if currency else f"{amount:,.2f}"

    @api.model
    def _signed(self, doc, label, fact):
        """Return a box for whoever brought a fact about, signed by that step."""
        moment = doc[fact]
        name = doc._maker(fact).name or "" if moment else ""
        return (label, name, self._moment(doc, moment) if name else "")

    @api.model
    def _insert(self, sections, after, *new):
        """Return sections with new ones behind the one of a key."""
        keys = [section["key"] if section else "" for section in sections]
        at = keys.index(after) + 1 if after in keys else len(sections)
        return [*sections[:at], *new, *sections[at:]]

    # Approvals

    @api.model
    def _approvals(self, doc):
        """Return who decided what about a record, on which article."""
        # Whoever may read the record reads who decided about it, as in its history.
        approvals = doc.sudo().approval_ids.filtered(
            lambda approval: approval.state not in ("superseded", "withdrawn")
        )
        return self._list(
            "approvals",
            self.env._("Approvals"),
            [
                (self.env._("Step"), 12, "left"),
                (self.env._("Amount"), 12, "right"),
                (self.env._("Signature"), 18, "left"),
                (self.env._("Decision"), 24, "left"),
                (self.env._("On"), 16, "left"),
                (self.env._("Rests on"), 20, "left"),
            ],
            [
                self._vote_row(doc, approval, vote)
                for approval in approvals.sorted("id")
                for vote in approval.vote_ids
                if vote.state != "skipped"
            ],
        )

    @api.model
    def _vote_row(self, doc, approval, vote):
        who = vote.decided_by_id.name or vote.user_id.name or vote.display_name
        if vote.decided_by_id and vote.stead_of_id:
            who = self.env._(
                "%(who)s in the stead of %(other)s", who=who, other=vote.stead_of_id.name
            )
        states = dict(vote._fields["state"]._description_selection(self.env))
        said = f"{states[vote.state]}: {vote.comment}" if vote.comment else states[vote.state]
        return [
            approval.move_text,
            self._money(approval.amount, approval.currency_id) if approval.amount else "",
            who,
            said,
            self._moment(doc, vote.decided_at),
            approval.article_text,
        ]
