from odoo import api, models
from odoo.exceptions import UserError


class ReportCsmCsmClientClassificationDecision(models.AbstractModel):
    """Prints the decision on the level, the period or the custody of a client file."""

    _name = "report.csm.csm_client_classification_decision"
    _description = "Decision on the Classification of a Client File"
    _inherit = ["csm.client.paper.mixin"]

    _form_report = "csm.ir_actions_report_csm_client_classification_decision"
    _form_model = "csm.client.classification"

    @api.model
    def _form_docs(self, docids, data):
        docs = super()._form_docs(docids, data)
        if docs.filtered(lambda change: change.state not in ("applied", "refused")):
            raise UserError(
                self.env._("There is no decision to print yet. Approve or refuse the change first.")
            )
        return docs

    @api.model
    def _form_values(self, doc):
        sections = [
            self._grid(self.env._("File"), doc, ("file_id", "kind", "state")),
            self._grid(
                self.env._("So Far"),
                doc,
                ("old_level_id", "old_years", "old_team_id", "old_custodian_id"),
            ),
            self._grid(
                self.env._("From Now On"),
                doc,
                ("new_level_id", "new_years", "new_team_id", "new_custodian_id"),
            ),
            self._grid(
                self.env._("Decision"),
                doc,
                ("reason", "decision", "decided_by_id", "decided_at", "what_left", "ended_needs"),
            ),
        ]
        return {**super()._form_values(doc), "sections": [each for each in sections if each]}
