from odoo import api, models
from odoo.exceptions import UserError

from ...tools import paper
from ...tools.carries import carries

MOST = 1000


class ReportCsmCsmCaseRegister(models.AbstractModel):
    """Prints the register in which the general manager's office enters and tracks complaints."""

    _name = "report.csm.csm_case_register"
    _description = "Registration and Tracking Register"
    _inherit = ["csm.paper.report.mixin"]

    _form_report = "csm.ir_actions_report_csm_case_register"
    _form_model = "csm.case"

    @api.model
    def _form_docs(self, docids, data):
        docs = super()._form_docs(docids, data)
        if len(docs) > MOST:
            raise UserError(
                self.env._(
                    "%(count)s cases are more than one register holds (%(most)s). Print it in "
                    "parts, for example month by month.",
                    count=len(docs),
                    most=MOST,
                )
            )
        return docs.sorted(lambda case: (case.received_at, case.id))

    @api.model
    def _form_sheets(self, docs):
        """Return one sheet for each company: the register is the company's."""
        return list(docs.grouped("company_id").values())

    @api.model
    def _withheld(self, doc):
        """Each line is masked by itself."""
        return super()._withheld(doc) if len(doc) == 1 else set()

    @api.model
    def _stamp(self, doc):
        return {}

    @api.model
    def _form_link(self, doc):
        return f"{doc.browse().get_base_url()}/odoo/register"

    @api.model
    def _form_values(self, doc):
        return {**super()._form_values(doc), "is_withheld": False}

    @api.model
    def _sections(self, doc):
        columns = self._columns()
        heads = [
            ("\n".join(label for label, _read in facts), width, align)
            for _key, width, align, facts in columns
        ]
        title = self.env._(
            "%(count)s cases, received from %(first)s to %(last)s",
            count=len(doc),
            first=self._moment(doc, doc[0].received_at)[:10],
            last=self._moment(doc, doc[-1].received_at)[:10],
        )
        # Whoever may read the cases reads their line.
        rows = self._rows(doc.sudo(), [facts for *_head, facts in columns])
        return [self._list("register", title, heads, rows)]

    @api.model
    @carries("S2-09-12", neutral=[])
    def _rows(self, cases, columns):
        mask, rows = self.env._("(withheld)"), []
        for case in cases:
            # Each fact keeps its line, so that a missing one does not pass for the other.
            row = ["\n".join(read(case) or "" for _label, read in facts) for facts in columns]
            secrets = self._withheld(case) if case.is_identity_withheld else ()
            rows.append(paper.without(secrets, row, mask) if secrets else row)
        return rows

    @api.model
    def _columns(self):
        """Hook: ``(key, width, alignment, [(label, function that returns the text), ...])``.

        The facts of a column stand one above the other: few wide columns read more easily than
        many narrow ones, and are laid out in less time.
        """
        number, name = (
            self._fact("number", self.env._("No.")),
            self._fact("name", self.env._("Complaint")),
        )
        customer = self._fact("partner_name", self.env._("Customer"))
        received, told, closed = map(self._day, ("received_at", "told_at", "closed_at"))
        return [
            ("number", 7, "left", [number, received]),
            ("customer", 10, "left", [customer]),
            ("goods", 11, "left", [(self.env._("Goods and Order"), self._goods)]),
            ("complaint", 14, "left", [name]),
            ("class", 12, "left", [(self.env._("Class"), self._class)]),
            ("cause", 12, "left", [self._fact("cause")]),
            ("decision", 13, "left", [self._fact("decision")]),
            ("unit", 10, "left", [(self.env._("Unit and Handler"), self._unit)]),
            ("ends", 8, "left", [told, closed]),
            ("days", 7, "right", [(self.env._("Days Taken"), self._days)]),
            ("state", 8, "left", [self._fact("judgement"), (self.env._("State"), self._state)]),
        ]

    @api.model
    def _fact(self, name, label=None):
        label = label or self.env["csm.case"]._fields[name]._description_string(self.env)
        return label, lambda case: self._text(case, name)

    @api.model
    def _day(self, name):
        label = self.env["csm.case"]._fields[name]._description_string(self.env)
        return label, lambda case: self._moment(case, case[name])[:10]

    @api.model
    def _goods(self, case):
        quantities = ""
        if case.quantity or case.defective_quantity:
            quantities = self.env._(
                "%(bad)s of %(all)s",
                bad=self._text(case, "defective_quantity") or "0",
                all=self._text(case, "quantity") or "?",
            )
        return ", ".join(filter(None, (case.product, case.order_number, quantities)))

    @api.model
    def _class(self, case):
        names = ("category_id", "severity")
        return ", ".join(filter(None, (self._text(case, name) for name in names)))

    @api.model
    def _unit(self, case):
        unit = case.department_id or case.team_id
        return ", ".join(filter(None, (unit.name, case.user_id.name)))

    @api.model
    def _days(self, case):
        end = case.closed_at or case.voided_at or self.env.cr.now()
        return str((end - case.received_at).days)

    @api.model
    def _state(self, case):
        state = self._text(case, "state")
        if case.is_overdue:
            return self.env._("%(state)s, overdue", state=state)
        due = self._moment(case, case.next_due_at)[:10]
        return self.env._("%(state)s, due %(day)s", state=state, day=due) if due else state
