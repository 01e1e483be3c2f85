from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# What belongs to a case and goes with it: model, the field that names the case, and whose.
MOVING = (
    ("mail.message", "res_id", "model"),
    ("ir.attachment", "res_id", "res_model"),
    ("mail.activity", "res_id", "res_model"),
    ("csm.contact", "case_id", ""),
    ("crm.lead", "csm_case_id", ""),
    ("csm.case", "parent_id", ""),
    ("csm.abnormality", "case_id", ""),
    ("csm.request", "case_id", ""),
    ("csm.case.hearing", "case_id", ""),
)


class CsmCaseMergeMixin(models.AbstractModel):
    """Merges cases that turn out to be one matter, in a way that can be undone."""

    _name = "csm.case.merge.mixin"
    _description = "Merging"

    merged_into_id = fields.Many2one(
        "csm.case",
        "Merged into",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    merge_ids = fields.One2many(
        "csm.case.merge", "target_id", "Mergings", groups="csm.group_supervisor"
    )

    def _merge(self, sources, reason):
        """Merge other cases into this one; returns the journal.

        :raise UserError: when one of them cannot be merged; then nothing is changed
        """
        self.ensure_one()
        refusals = [why for case in self | sources if (why := self._why_not_merge(case, sources))]
        if refusals:
            raise UserError("\n".join(refusals))
        # The journal, the followers and what others wrote are moved on the system's behalf; who
        # may merge was asked above.
        target, sources = self.sudo(), sources.sudo()
        merge = self.env["csm.case.merge"].sudo()
        merge = merge.create(
            {
                "target_id": target.id,
                "source_ids": [Command.set(sources.ids)],
                "reason": reason,
                "user_id": self.env.uid,
            }
        )
        target._take_accused(merge, sources)
        for source in sources:
            target._take_over(merge, source)
            source._end_as_merged(merge, target)
        target._take_receipt(merge, sources)
        target._message_log(
            body=self.env._(
                "Merged into this case: %(cases)s. %(reason)s",
                cases=", ".join(sources.mapped("display_name")),
                reason=reason,
            )
        )
        return merge.with_env(self.env)

    def _why_not_merge(self, case, sources):
        """Return the sentence that refuses to merge this case, or an empty string."""
        if not self.env.user.has_group("csm.group_supervisor"):
            return self.env._("Only a supervisor merges cases. Ask yours.")
        if not case.has_access("write"):
            return self.env._("%(case)s is not yours to merge.", case=case.display_name)
        if case == self and not sources - self:
            return self.env._("Choose at least two cases to merge.")
        return self._why_not_merge_state(case) or self._why_not_merge_people(case)

    def _why_not_merge_state(self, case):
        values = {"case": case.display_name, "target": self.display_name}
        if case.state in ("closed", "void"):
            return self.env._("%(case)s is done with and stays as it is.", **values)
        if case.company_id != self.company_id:
            return self.env._("%(case)s belongs to another company than %(target)s.", **values)
        if case != self and case.open_transfer_id:
            return self.env._("%(case)s is on offer. Take the offer back first.", **values)
        return ""

    def _why_not_merge_people(self, case):
        if not self.user_id & case.sudo().accused_user_ids:
            return ""
        return self.env._(
            "%(case)s complains about %(person)s, who handles %(target)s. Give that case another "
            "handler first.",
            case=case.display_name,
            target=self.display_name,
            person=self.user_id.name,
        )

    # What moves

    def _take_accused(self, merge, sources):
        """Whoever one of the cases complains about is kept away from all of it."""
        new = sources.accused_employee_ids - self.accused_employee_ids
        if new:
            merge._note("accused", self, before=new.ids)
            self.accused_employee_ids |= new

    def _take_over(self, merge, source):
        self._take_stations(merge, source)
        for model, name, mark in self._moving():
            domain = [(name, "=", source.id)] + ([(mark, "=", source._name)] if mark else [])
            Model = self.env[model].sudo().with_context(active_test=False)
            records = Model.search(self._moving_domain(model, domain))
            for record in records - self if model == self._name else records:
                merge._note("record", record, name, source.id, source)
                self._move_here(record, name)
        self._take_followers(merge, source)

    @api.model
    def _moving(self):
        """Hook: what belongs to a case and goes with it, as in :data:`MOVING`."""
        return MOVING

    def _take_stations(self, merge, source):
        """Let a unit that has the other case go on with this one, if nobody has this one.

        What units have signed stays with the case they signed for.
        """
        here = source.station_ids.filtered(lambda stay: stay.state == "here")
        taken = self.station_ids.filtered(lambda stay: stay.state == "here" and not stay.is_joint)
        for stay in here:
            if not stay.route_step_id and (stay.is_joint or not taken):
                merge._note("record", stay, "case_id", source.id, source)
                stay.case_id = self
                taken |= stay
            else:
                merge._note("value", stay, before={"state": "here", "withdrawn_at": False})
                now = self.env.cr.now().replace(microsecond=0)
                values = {"state": "withdrawn", "withdrawn_at": now}
                stay._with_pass(values).write(values)

    @api.model
    def _moving_domain(self, model, domain):
        if model == "ir.attachment":
            return [*domain, ("res_field", "=", False)]
        if model == "mail.activity":
            # What a time limit asks for belongs to the time limit, which ends with its case.
            return [*domain, ("csm_deadline_id", "=", False)]
        return domain

    def _move_here(self, record, name):
        if record._name == "csm.contact":
            record._with_pass([name]).write({name: self.id})
        else:
            record.write({name: self.id})

    def _take_followers(self, merge, source):
        accused = self.accused_user_ids.partner_id
        new = source.message_partner_ids - self.message_partner_ids - accused
        if new:
            self.message_subscribe(new.ids)
            merge._note("follower", self, before=new.ids, source=source)

    def _take_receipt(self, merge, sources):
        """The customer first turned to us when the earliest of the cases came in."""
        first = min((self | sources).mapped("received_at"))
        if first < self.received_at:
            before = fields.Datetime.to_string(self.received_at)
            merge._note("value", self, before={"received_at": before})
            self._with_pass(["received_at"]).write({"received_at": first})

    def _end_as_merged(self, merge, target):
        before = {
            "state": self.state,
            "void_reason": self.void_reason,
            "voided_at": fields.Datetime.to_string(self.voided_at),
            "merged_into_id": self.merged_into_id.id,
        }
        merge._note("value", self, before=before)
        text = self.env._("Merged into %(case)s", case=target.display_name)
        values = {
            "state": "void",
            "void_reason": text,
            "voided_at": self.env.cr.now().replace(microsecond=0),
            "merged_into_id": target.id,
        }
        self._with_pass(values).write(values)
        self._message_log(body=text)

    # Splitting

    def _split(self, values, messages):
        """Return a case of its own made of parts of this one; its clock starts where ours did."""
        self.ensure_one()
        self.check_access("write")
        part = self.copy(
            {
                "received_at": self.received_at,
                "first_responder_id": self.first_responder_id.id,
                "parent_id": self.parent_id.id,
                **values,
            }
        )
        # Messages are copied as they are, in the names of those who wrote them.
        for message in messages.sudo().filtered(
            lambda m: m.model == self._name and m.res_id == self.id
        ):
            attachments = [
                attachment.copy({"res_id": part.id}).id for attachment in message.attachment_ids
            ]
            message.copy(
                {
                    "res_id": part.id,
                    "attachment_ids": [Command.set(attachments)],
                    "notification_ids": [],
                    "date": message.date,
                    "message_id": False,
                }
            )
        self.env["csm.case.link"].create({"case_id": part.id, "other_id": self.id, "kind": "split"})
        self._message_log(body=self.env._("A part of it became %(case)s.", case=part.display_name))
        return part
