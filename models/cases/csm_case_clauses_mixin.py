from odoo import api, fields, models

# The clauses of ISO 10002:2018 (GB/T 19012-2019) and the facts that show them.
CLAUSES = {
    "7.2": ("received_at",),
    "7.3": ("registered_at", "forwarded_at", "informed_at"),
    "7.4": ("acknowledged_at", "replied_at"),
    "7.5": ("judged_at",),
    "7.6": ("planned_at", "investigated_at", "measures_at", "reported_at"),
    "7.7": ("apologised_at", "negotiation_read_at", "opinion_at", "decided_at"),
    "7.8": ("told_at",),
    "7.9": ("executed_at", "followed_up_at", "closed_at", "reopened_at", "archived_at"),
}
CLAUSE_OF = {fact: clause for clause, facts in CLAUSES.items() for fact in facts}


class CsmCaseClausesMixin(models.AbstractModel):
    """Shows a case by the clauses of ISO 10002: each a dated fact, with who made it."""

    _name = "csm.case.clauses.mixin"
    _description = "Case by the Clauses of ISO 10002"
    _inherit = ["csm.case.timeline.mixin"]

    iso_clauses = fields.Json("ISO 10002", compute="_compute_iso_clauses")

    @api.depends_context("lang")
    @api.depends(lambda self: self._facts)
    def _compute_iso_clauses(self):
        for case in self:
            case.iso_clauses = case._iso_clauses() if case.id else False

    def _iso_clauses(self):
        """Return the clauses in their order, ready for a page or a print.

        :return: ``[{clause, title, facts: [{fact, label, at, who}]}]``; moments are UTC texts
        """
        titles = self._clause_titles()
        return [
            {
                "clause": clause,
                "title": titles[clause],
                "facts": [
                    {
                        "fact": name,
                        "label": self._fact_label(name),
                        "at": fields.Datetime.to_string(self[name]),
                        "who": self._who_made(name),
                    }
                    for name in facts
                    if self[name]
                ],
            }
            for clause, facts in CLAUSES.items()
        ]

    @api.model
    def _clause_titles(self):
        return {
            "7.2": self.env._("Receipt of the complaint"),
            "7.3": self.env._("Tracking of the complaint"),
            "7.4": self.env._("Acknowledgement of the complaint"),
            "7.5": self.env._("Initial assessment of the complaint"),
            "7.6": self.env._("Investigation of the complaint"),
            "7.7": self.env._("Response to the complaint"),
            "7.8": self.env._("Communicating the decision"),
            "7.9": self.env._("Closing the complaint"),
        }

    def _entry(self, name, pins, step=None):
        entry = super()._entry(name, pins, step)
        return {**entry, "clause": CLAUSE_OF.get(name, "")}
