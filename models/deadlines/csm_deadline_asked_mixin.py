from odoo import api, fields, models


class CsmDeadlineAskedMixin(models.AbstractModel):
    """Lets whoever heard of a breach say on the record itself that they take care of it."""

    _name = "csm.deadline.asked.mixin"
    _description = "Record Whose Breaches Ask to Be Taken Care of"

    is_asked = fields.Boolean("Asks Me to Take Care", compute="_compute_asked")
    asking_text = fields.Char("What I Am Asked", compute="_compute_asked")
    next_standstill = fields.Char(
        "Why the Next Clock Stands Still", compute="_compute_next_standstill"
    )
    deadlines_to_come = fields.Text("Not Yet Begun", compute="_compute_deadlines_to_come")

    @api.depends_context("uid", "lang", "tz")
    @api.depends("deadline_ids.event_ids", "deadline_ids.state")
    def _compute_asked(self):
        for record in self:
            rows = record._asking_rows()
            record.is_asked = bool(rows)
            record.asking_text = rows and self.env._(
                "You have been told of a missed deadline (%(obligations)s). Say by %(moment)s that "
                "you take care of it; else your superior hears as well.",
                obligations=", ".join(dict.fromkeys(rows.mapped("obligation_id.name"))),
                moment=self.env["csm.deadline.wording"]._moment(min(rows.mapped("asked_until"))),
            )

    @api.depends_context("lang", "tz")
    @api.depends("next_due_at", "is_on_hold")
    def _compute_next_standstill(self):
        for record in self:
            # Whoever may read the record may read why its clock stands still.
            record.next_standstill = record.sudo()["next_deadline_id"].standstill

    @api.depends_context("lang")
    @api.depends("deadline_ids.state")
    def _compute_deadlines_to_come(self):
        """Say which rules will speak to the record once their first fact is there."""
        Rule = self.env["csm.deadline.rule"].sudo()
        texts = {record.id: {} for record in self}
        for record, plan in self.env["csm.deadline.keeper"]._matches(self):
            if not record[plan.start]:
                rule = Rule.browse(plan.rule_id)
                begin = record._fields[plan.start]._description_string(self.env)
                texts[record.id][plan.rule_id] = self.env._(
                    "%(obligation)s, %(limit)s: not yet begun, begins with “%(fact)s”.",
                    obligation=rule.obligation_id.name,
                    limit=rule.limit_text,
                    fact=begin,
                )
        for record in self:
            record.deadlines_to_come = "\n".join(texts[record.id].values())

    def _asking_rows(self):
        # Superiors hear of records they need not be able to read the rows of.
        rows = self.sudo().deadline_ids.filtered(lambda row: row.state == "running")
        return rows.filtered("is_asked")

    def action_take_care(self):
        self.check_access("read")
        rows = self._asking_rows() or self.sudo().deadline_ids
        return rows.action_take_care()

    def _deadline_is_urgent(self):
        """Hook: what is said of this record's deadlines is said at once, at any hour."""
        return "is_urgent" in self._fields and bool(self["is_urgent"])
