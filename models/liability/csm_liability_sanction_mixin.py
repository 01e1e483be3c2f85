from odoo import fields, models

from ...tools.carries import carries


class CsmLiabilitySanctionMixin(models.AbstractModel):
    """What a verdict proposes to those who lay down sanctions."""

    _name = "csm.liability.sanction.mixin"
    _description = "Sanctions a Verdict Proposes"

    proposal_ids = fields.One2many("csm.liability.proposal", "liability_id", "Sanctions Proposed")

    notice_ids = fields.One2many(
        "csm.liability.notice",
        "liability_id",
        "Notices",
        groups="csm.group_manager,csm.group_auditor",
    )

    def _propose_sanctions(self):
        """Propose a sanction for each department and employee a verdict names.

        What a sanction amounts to is laid down elsewhere; here stands who, which kind and why.

        :return: the new rows of ``csm.liability.proposal``
        """
        vals_list = [
            vals
            for verdict in self.sudo()
            for share in verdict.share_ids
            if share.kind in ("department", "employee")
            for vals in verdict._sanctions_of(share)
        ]
        # Proposals follow from a verdict; nobody writes one by hand.
        return self.env["csm.liability.proposal"].sudo().create(vals_list)

    def _sanctions_of(self, share):
        article = self._discipline_article()
        return [
            {
                "liability_id": self.id,
                "kind": kind,
                "employee_id": share.employee_id.id,
                "department_id": share.department_id.id,
                "is_leadership": share.is_leadership,
                "amount": share.amount,
                "reason": share.remark or self.findings,
                "article_id": article.id,
            }
            for kind in self._sanction_kinds(share)
        ]

    @carries("S2-09-19", neutral=("money", "administrative"))
    def _sanction_kinds(self, share):
        """Return the kinds of sanctions for a share: administrative takes the place of money."""
        if self.discipline not in ("money", "administrative"):
            return ()
        # A department pays; only a person is disciplined.
        if self.discipline == "administrative" and share.kind != "employee":
            return ()
        return (self.discipline,)

    def _discipline_article(self):
        """Return the article that asks for the kind of discipline, if one in force does."""
        record, Rule = self.sudo(), self.env["csm.entry.rule"].sudo()
        for demand in Rule._demands(self._name, record["company_id"].id).get("propose", ()):
            if "discipline" in demand.names and demand.speaks_to(
                record, record._entry_team(), record._entry_start()
            ):
                return Rule.browse(demand.rule_id).article_id
        return self.env["csm.regulation.article"]
