from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import periods
from .csm_sanction_settle_mixin import SETTLING

SUMMED = ("amount", "points")
NIL = {"amount": 0, "points": 0, "wage_amount": 0}
OPEN = ("proposed", "confirmed", "appealed")


class CsmSanctionCorrectionMixin(models.AbstractModel):
    """What was handed over stays: it is corrected by a line of its own in a later month."""

    _name = "csm.sanction.correction.mixin"
    _description = "Correction of a Closed Month"

    corrects_id = fields.Many2one(
        "csm.sanction", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    correction_ids = fields.One2many("csm.sanction", "corrects_id", "Corrected by")

    def _reverse(self, reason):
        """Take sanctions back because they should never have been.

        Open ones are waived, closed ones are corrected in a later month; none blocks the same
        thing from being proposed anew.

        :return: the correcting lines
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Write why the sanction is taken back."))
        mine = (self | self.sudo().share_ids).sudo().with_context(csm_settling=SETTLING)
        for sanction in mine.filtered("batch_key"):
            sanction.batch_key = f"{sanction['batch_key']}#{sanction.id}"
        closed = mine.filtered(lambda one: one["state"] == "handed_over" and not one["reversed_at"])
        lines = closed._take_back(reason)
        open_ones = mine.filtered(
            lambda one: one["state"] in ("proposed", "confirmed", "appealed", "upheld")
        )
        open_ones.write({"waive_reason": reason})
        for state, members in open_ones.grouped("state").items():
            name = "withdraw" if state == "upheld" else "waive"
            members._go(members._move_named(name))
        return self.browse(lines.ids)

    def _take_back(self, reason):
        if not self:
            return self
        self._go(self._move_named("reverse"))
        rows = [self._figures_left(sanction, reason) for sanction in self]
        # What was still to be corrected is settled by taking the whole back.
        return self._propose_corrections([row for row in rows if row])

    @api.model
    def _figures_left(self, sanction, reason):
        """Return the correction that leaves nothing of a closed sanction."""
        zero = dict.fromkeys((*SUMMED, "wage_amount"), 0)
        zero.update(percent=0, measure="none", suspension_days=0)
        return self._correction_of(sanction, zero, reason)

    def _why_not_reverse(self):
        if self.env.context.get("csm_settling") is not SETTLING:
            return self.env._(
                "%(sanction)s was handed over. It is corrected by a line of its own in a later "
                "month.",
                sanction=self.display_name,
            )
        return ""

    # An earlier offence that arrives late

    @api.model
    def _correct_closed(self, late):
        """Propose a correcting line wherever counting found something else than handed over.

        :param late: ``[(row as counted, figures it should have)]``
        """
        known = [("corrects_id", "in", [row["id"] for row, _figures in late])]
        corrected = set(self.search(known).corrects_id.ids) if late else set()
        late = [
            (row, figures)
            for row, figures in late
            if row["id"] in corrected or self._differs(row, figures)
        ]
        closed = self.browse(row["id"] for row, _figures in late)
        rows = []
        for sanction, (row, figures) in zip(closed, late, strict=True):
            reason = self.env._(
                "%(sanction)s was handed over as time %(old)s and is time %(new)s.",
                sanction=sanction["number"],
                old=row["occurrence"],
                new=figures["occurrence"],
            )
            rows.append(self._correction_of(sanction, figures, reason))
        return self._propose_corrections([row for row in rows if row])

    @api.model
    def _differs(self, row, figures):
        names = ("occurrence", *SUMMED)
        if any(row[name] != figures[name] for name in names):
            return True
        return figures["is_wage_based"] and row["wage_amount"] != figures["wage_amount"]

    @api.model
    def _correction_of(self, sanction, figures, reason):
        """Return ``(row, wage)`` of the line that leads to these figures, None when none is needed.

        A line that is still open makes room for the new one.
        """
        open_lines = sanction.correction_ids.filtered(lambda line: line["state"] in OPEN)
        closed = sanction.correction_ids.filtered(
            lambda line: line["state"] not in (*OPEN, "waived")
        )
        left = self._left_of(sanction, sanction | closed, figures)
        if open_lines and self._left_of(sanction, sanction | closed | open_lines, figures) == NIL:
            return None
        if open_lines:
            open_lines.write({"waive_reason": reason})
            open_lines.with_context(csm_settling=SETTLING)._go(self._move_named("waive"))
        if left == NIL:
            return None
        wage = left.pop("wage_amount")
        return self._correction_row(sanction, left, reason), wage

    @api.model
    def _left_of(self, sanction, chain, figures):
        """Return what is still missing between what stands and what should."""
        left = {name: round(figures[name] - sum(chain.mapped(name)), 2) for name in SUMMED}
        due = (figures.get("wage_amount") or 0) if sanction["is_wage_based"] else 0
        left["wage_amount"] = round(due - sum(chain.pay_ids.mapped("wage_amount")), 2)
        return left

    @api.model
    def _correction_row(self, sanction, left, reason):
        copied = ("offence_id", "rule_id", "root_id", "article_id", "employee_id", "company_id")
        people = ("user_id", "department_id", "manager_id")
        same = ("kind", "offence_on", "offence_at", "destination", "is_wage_based")
        month = periods.month_later(sanction["settled_on"] or sanction["month_on"], 1)
        return {
            **{name: sanction[name].id for name in (*copied, *people)},
            **{name: sanction[name] for name in same},
            **left,
            "state": "proposed",
            "proposed_at": self.env.cr.now().replace(microsecond=0),
            "corrects_id": sanction.id,
            "source_text": sanction["number"],
            "month_on": month,
            "measure": "none",
            "description": reason,
        }

    @api.model
    def _propose_corrections(self, entries):
        ids = self._insert_rows([row for row, _wage in entries])
        paid = [
            (record_id, row, wage)
            for record_id, (row, wage) in zip(ids, entries, strict=True)
            if row["is_wage_based"]
        ]
        if paid:
            names = ("company_id", "employee_id", "user_id")
            columns = [
                [record_id for record_id, _row, _wage in paid],
                *([row[name] or None for _id, row, _wage in paid] for name in names),
                [None for _entry in paid],
                [wage for _id, _row, wage in paid],
            ]
            kinds = ("int", "int", "int", "int", "numeric", "numeric")
            self.env["csm.sanction.pay"]._keep_wages(self._arrays(columns, kinds))
            self.env["csm.sanction.pay"].invalidate_model(flush=False)
        return self.browse(ids)
