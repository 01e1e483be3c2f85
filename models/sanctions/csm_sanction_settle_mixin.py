from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import ladder

# Says that a month is being handed over. An object, so that no remote call can carry it.
SETTLING = object()


class CsmSanctionSettleMixin(models.AbstractModel):
    """The hand-over of a month, within the legal cap.

    Of all penalties of a month no more than a part of the wage is deducted, and never so much that
    less than the minimum wage is left. What lies beyond is *not deductible* and is not carried
    forward.
    """

    _name = "csm.sanction.settle.mixin"
    _description = "Hand-over of Sanctions"

    month_on = fields.Date("Month", readonly=True, index=True, help="First day of the month.")
    settled_on = fields.Date("Handed Over for", readonly=True, copy=False, index="btree_not_null")

    @api.model
    def _settle(self, month_on, company=None, problems=None):
        """Hand the sanctions of a month over, and of earlier months what was left.

        :param date month_on: any day of the month
        :param company: the user's own when none is given
        :param list problems: takes ``(employee or sanction, sentence)`` of what is left out, while
            the others are handed over; without it the sentences are raised
        :return: what was handed over
        """
        company, told = company or self.env.company, [] if problems is None else problems
        if not self.env.su and not self.env.user.has_group("hr.group_hr_manager"):
            raise AccessError(self.env._("Only a manager of human resources hands a month over."))
        first = fields.Date.to_date(month_on).replace(day=1)
        ready = [("company_id", "=", company.id), ("month_on", "<=", first)]
        ready += [("state", "in", ("confirmed", "appealed", "upheld"))]
        # Wages are read here to keep the cap; they are shown to HR managers and the employee.
        lines = self.sudo().search(ready, order="employee_id, offence_on, id")
        lines = lines._without(told, lambda line: line._why_not_settled())
        lines._recount_mine()
        floors = company.sudo()._wage_floors(lines.employee_id, first)
        wages = self.env["csm.wage.floor"]._month_wages(lines.employee_id.ids, first)
        lines = lines._without(told, lambda line: line._why_not_capped(wages, floors))
        if problems is None and told:
            raise UserError("\n".join(dict.fromkeys(sentence for _what, sentence in told)))
        lines._keep_cap(first, wages, floors)
        lines.with_context(csm_settling=SETTLING)._hand_over(first)
        return self.browse(lines.ids)

    def _without(self, told, why_not):
        """Return these sanctions without those for which there is a sentence, which is told."""
        reasons = {line: reason for line in self if (reason := why_not(line))}
        told += list(reasons.items())
        return self.filtered(lambda line: line not in reasons)

    def _why_not_settled(self):
        """Say why a sanction cannot be handed over yet."""
        if self["state"] == "appealed":
            return self.env._(
                "%(sanction)s is appealed. Decide on the appeal first.",
                sanction=self.display_name,
            )
        company = self["company_id"]
        waits = company.csm_waits_for_appeal and company.csm_appeal_days
        if self["state"] != "confirmed" or not waits:
            return ""
        if not self["notified_at"]:
            return self.env._(
                "%(sanction)s: the employee has not been told yet. Hand out the notice and press "
                "“Told”.",
                sanction=self.display_name,
            )
        if self["appeal_until"] and self["appeal_until"] >= self.env.cr.now():
            return self.env._(
                "%(sanction)s can be appealed until %(moment)s.",
                sanction=self.display_name,
                moment=self._local_text(self["appeal_until"]),
            )
        return ""

    def _why_not_capped(self, wages, floors):
        """Say what is missing to reckon the legal cap of a fine."""
        reckons_wage = self["is_wage_based"] and not self["corrects_id"]
        if reckons_wage and not self["pay_ids"].wage_base:
            return self._without_wage()
        if self["kind"] != "penalty" or self._money() <= 0:
            return ""
        employee = self["employee_id"]
        if not wages.get(employee.id):
            return self._without_wage()
        if not floors.get(employee.id):
            return self.env._(
                "%(employee)s: no minimum wage is entered for this month, so nobody can say how "
                "much may be deducted. Enter it under “Minimum Wages”.",
                employee=employee.name,
            )
        return ""

    def _without_wage(self):
        return self.env._(
            "%(employee)s: no wage is entered for this month, so nobody can say how much may be "
            "deducted. Enter it with the employee.",
            employee=self["employee_id"].name,
        )

    def _money(self):
        """Return the money of a sanction, whether it rests on a wage or not."""
        return self["pay_ids"].wage_amount if self["is_wage_based"] else self["amount"]

    # The cap

    def _keep_cap(self, first, wages, floors):
        """Write what of each penalty may be deducted from the wage of a month."""
        self.env["csm.sanction.pay"]._keep_parts(self._parts(first, wages, floors))

    def _parts(self, first, wages, floors):
        """Return what of each penalty may be deducted from the wage of a month, and what not.

        :return: ``[(sanction, deductible, not deductible, (wage, percent, floor))]``
        """
        fines = self.filtered(lambda line: line["kind"] == "penalty" and line._money())
        taken = fines._taken_before(first)
        rows = []
        for employee, lines in fines.grouped("employee_id").items():
            # What is given back comes first: it makes room for what is taken.
            lines = lines.sorted(lambda line: (line._money() > 0, line["offence_on"], line.id))
            asked = [line._money_to_take() for line in lines]
            percent = lines.company_id.csm_cap_percent
            wage, floor = wages.get(employee.id) or 0, floors.get(employee.id) or 0
            parts = ladder.cap(asked, wage, percent, floor, taken.get(employee.id, 0))
            cap = wage, percent, floor
            rows += [
                (line, part, round(line._money() - part, 2) if line._money() > 0 else 0, cap)
                for line, part in zip(lines, parts, strict=True)
            ]
        return rows

    def _money_to_take(self):
        """Return what is to be taken; no more is given back than was taken."""
        money = self._money()
        if money >= 0:
            return money
        closed = self["corrects_id"]
        chain = closed | closed.correction_ids.filtered("settled_on")
        return -min(-money, sum(chain.pay_ids.mapped("deductible")))

    def _taken_before(self, first):
        """Return ``{employee id: money}`` deducted from the wages of a month before."""
        pay = self.env["csm.sanction.pay"].sudo()
        before = [
            ("sanction_id.settled_on", "=", first),
            ("employee_id", "in", self["employee_id"].ids),
            ("company_id", "in", self["company_id"].ids),
        ]
        groups = pay._read_group(before, ["employee_id"], ["deductible:sum"])
        return {employee.id: total for employee, total in groups}

    def _hand_over(self, first):
        if not self:
            return
        self._go(self._move_named("hand_over"))
        self.write({"settled_on": first})
        self._handed_over()

    def _why_not_hand_over(self):
        if self.env.context.get("csm_settling") is not SETTLING:
            return self.env._(
                "%(sanction)s is handed over with its month, when the legal cap is kept.",
                sanction=self.display_name,
            )
        return ""

    # Hooks

    def _handed_over(self):
        """Hook: these sanctions have just been handed over, to payroll or to a fund."""
