from odoo import api, fields, models

SHARED = ("percent", "amount", "same")


class CsmSanctionShareMixin(models.AbstractModel):
    """What the direct superior bears of a sanction: a sanction of its own.

    Where the first one rests on a wage, the share is the same part of the superior's own wage, so
    that nobody reads the wage of another in it.
    """

    _name = "csm.sanction.share.mixin"
    _description = "Superior's Share"

    parent_id = fields.Many2one(
        "csm.sanction", "Share of", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    share_ids = fields.One2many("csm.sanction", "parent_id", "Superior's Share")

    def _share_with_superiors(self):
        """Propose the shares of superiors, or bring those still proposed up to date."""
        Rule = self.env["csm.sanction.rule"]
        sharing = self.filtered(
            lambda sanction: (
                sanction["rule_id"]
                and sanction["manager_id"]
                and Rule._ladder_of(sanction["rule_id"].id).share in SHARED
            )
        )
        if not sharing:
            return self.browse()
        pairs = [(one["manager_id"].id, one["offence_on"]) for one in sharing]
        standings = self.env["csm.sanction.person"]._persons(pairs)
        fresh, paid = [], []
        for sanction, pair in zip(sharing, pairs, strict=True):
            figures, wage = sanction._share_figures(standings[pair])
            share = sanction.share_ids[:1]
            if not share:
                fresh.append((sanction._share_row(figures, standings[pair]), wage))
            elif share["state"] == "proposed":
                share.write(figures)
                paid.append((share.id, wage, standings[pair]))
        ids = self._insert_rows([row for row, _wage in fresh])
        paid += [
            (share_id, wage, standings[row["employee_id"], row["offence_on"]])
            for share_id, (row, wage) in zip(ids, fresh, strict=True)
        ]
        self._write_share_wages([entry for entry in paid if entry[1]])
        return self.browse(ids)

    def _share_figures(self, superior):
        """Return the figures of a share, and ``(base, amount)`` where it rests on a wage."""
        ladder = self.env["csm.sanction.rule"]._ladder_of(self["rule_id"].id)
        part = {"percent": ladder.share_percent / 100, "same": 1}.get(ladder.share, 0)
        figures = {
            "points": round(self["points"] * part, 2),
            "percent": self["percent"] * part,
            "amount": self["currency_id"].round(self["amount"] * part),
            "is_wage_based": self["is_wage_based"],
            "measure": self["measure"] if ladder.share == "same" else "none",
            "suspension_days": self["suspension_days"] if ladder.share == "same" else 0,
        }
        if ladder.share == "amount":
            return {**figures, "amount": ladder.share_amount, "is_wage_based": False}, None
        pay = self["pay_ids"]
        if not self["is_wage_based"] or not pay.wage_base:
            return figures, None
        own = (superior.wage or 0) * pay.wage_amount / pay.wage_base * part
        return figures, (superior.wage, self["currency_id"].round(own))

    def _share_row(self, figures, superior):
        copied = ("offence_id", "rule_id", "root_id", "article_id", "step_id")
        kept = ("kind", "offence_on", "offence_at", "month_on", "destination", "description")
        return {
            **{name: self[name].id for name in copied},
            **{name: self[name] for name in kept},
            **figures,
            "state": "proposed",
            "proposed_at": self["proposed_at"],
            "proposer_id": self["proposer_id"].id,
            "parent_id": self.id,
            "source_text": self["number"],
            "company_id": self["company_id"].id,
            "employee_id": superior.employee_id,
            "user_id": superior.user_id,
            "department_id": superior.department_id,
            "manager_id": superior.manager_id,
        }

    @api.model
    def _write_share_wages(self, entries):
        if not entries:
            return
        columns = [
            [share_id for share_id, _wage, _superior in entries],
            [superior.company_id for _id, _wage, superior in entries],
            [superior.employee_id for _id, _wage, superior in entries],
            [superior.user_id for _id, _wage, superior in entries],
            [wage[0] for _id, wage, _superior in entries],
            [wage[1] for _id, wage, _superior in entries],
        ]
        kinds = ("int", "int", "int", "int", "numeric", "numeric")
        self.env["csm.sanction.pay"]._keep_wages(self._arrays(columns, kinds))
        self.env["csm.sanction.pay"].invalidate_model(flush=False)

    def _open_shares(self):
        """Return the shares that may still be waived with what they are shares of."""
        open_states = ("proposed", "confirmed", "appealed")
        return self.share_ids.filtered(lambda share: share["state"] in open_states)
