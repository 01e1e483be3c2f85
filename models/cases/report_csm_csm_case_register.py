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
        title = self.env._(
            "%(count)s cases, received from %(first)s to %(last)s",
            count=len(doc),
            first=self._moment(doc, doc[0].received_at)[:10],
            last=self._moment(doc, doc[-1].received_at)[:10],
        )
        # Whoever may read the cases reads their line.
        rows = self._rows(doc.sudo(), [reader for _label, _width, _align, reader in columns])
        return [self._list("register", title, [column[:3] for column in columns], rows)]

    @api.model
    @carries("S2-09-12", neutral=[])
    def _rows(self, cases, readers):
        mask, rows = self.env._("(withheld)"), []
        for case in cases:
            row = [reader(case) or "" for reader in readers]
            secrets = self._withheld(case) if case.is_identity_withheld else ()
            rows.append(paper.without(secrets, row, mask) if secrets else row)
        return rows

    @api.model
    def _columns(self):
        """Hook: ``(label, width in percent, alignment, function that returns the text)``."""

        def field(name, label=None):
            label = label or self.env["csm.case"]._fields[name]._description_string(self.env)
            return label, lambda case: self._text(case, name)

        def day(name):
            label = self.env["csm.case"]._fields[name]._description_string(self.env)
            return label, lambda case: self._moment(case, case[name])[:10]

        columns = [
            (field("number", self.env._("No.")), 5, "left"),
            (day("received_at"), 6.5, "left"),
            (field("partner_name", self.env._("Customer")), 8, "left"),
            ((self.env._("Goods and Order"), self._goods), 9, "left"),
            (field("name", self.env._("Complaint")), 11, "left"),
            ((self.env._("Class"), self._class), 8, "left"),
            ((self.env._("Unit and Handler"), self._unit), 8, "left"),
            (field("judgement"), 6.5, "left"),
            (field("cause"), 9, "left"),
            (field("decision"), 10, "left"),
            (day("told_at"), 6.5, "left"),
            (day("closed_at"), 6.5, "left"),
            ((self.env._("Days"), self._days), 3.5, "right"),
            ((self.env._("State"), self._state), 7, "left"),
        ]
        return [(label, width, align, reader) for (label, reader), width, align in columns]

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
