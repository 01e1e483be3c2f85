from odoo import api, models


class ReportCsmCsmClientFileCard(models.AbstractModel):
    """Prints the card of a customer: what the sections of the file hold, for whom they are open."""

    _name = "report.csm.csm_client_file_card"
    _description = "Customer Card"
    _inherit = ["csm.client.paper.mixin"]

    _form_report = "csm.ir_actions_report_csm_client_file_card"

    @api.model
    def _form_sheets(self, docs):
        return list(docs.sorted(lambda file: file._filed_at()))

    @api.model
    def _form_values(self, doc):
        sections = [
            self._grid(self.env._("File"), doc, self._head_fields()),
            *self._sections(doc),
            *self._lists(doc),
        ]
        return {**super()._form_values(doc), "sections": [each for each in sections if each]}

    @api.model
    def _head_fields(self):
        return (
            "partner_id",
            "relation",
            "team_id",
            "custodian_id",
            "kept_at",
            "classified_on",
            "declassify_on",
            "completeness",
        )

    @api.model
    def _sections(self, doc):
        labels = doc._section_labels()
        return [
            self._grid(
                labels[section],
                doc,
                [name for name in names if doc._fields[name].type != "boolean"],
            )
            for section, names in doc._section_fields().items()
        ]

    @api.model
    def _lists(self, doc):
        persons = doc.person_ids
        tables = [
            self._listed(
                self.env._("Persons"),
                persons,
                ("name", "job_title", "is_owner", "is_manager", "is_decision_maker", "phone"),
            ),
            self._listed(
                self.env._("Credit Problems"),
                doc.credit_problem_ids,
                ("happened_on", "kind", "amount", "description", "resolved_on"),
            ),
            self._listed(self.env._("Documents"), doc.document_ids, ("dated_on", "kind", "name")),
            self._listed(
                self.env._("Copies of the File"),
                doc.paper_copy_ids,
                ("copy_number", "medium", "holder", "place"),
            ),
        ]
        Private = self.env["csm.client.person.private"]
        if Private.has_access("read"):
            # Only what is open to whoever prints; the rules of these data decide.
            private = Private.search([("file_id", "=", doc.id)])
            names = ("person_id", "sex", "birthday", "hobby", "relation_level")
            labelled = self._listed(self.env._("Personal Data of Decision-makers"), private, names)
            if labelled:
                for line, sheet in zip(labelled["lines"], private, strict=True):
                    line[0] = sheet.person_id.name
            tables.insert(1, labelled)
        return tables
