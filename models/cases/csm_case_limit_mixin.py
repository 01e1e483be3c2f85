from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CsmCaseLimitMixin(models.AbstractModel):
    """Guards moments that people set for themselves: they lie ahead, and nobody takes more time.

    ``_limit_fields`` are time limits, which only a supervisor puts off; ``_promise_fields`` are
    promises to a customer, which may be agreed anew.
    """

    _name = "csm.case.limit.mixin"
    _description = "Record With Time Limits of Its Own"

    _limit_fields = ()
    _promise_fields = ()

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        given = {name for vals in vals_list for name in vals}
        records._check_lie_ahead(given)
        return records

    def write(self, vals):
        """Let nobody grant themselves more time."""
        if not self.env.su and not self.env.user.has_group("csm.group_supervisor"):
            for name in self._limit_fields:
                if name in vals:
                    self._check_no_more_time(name, fields.Datetime.to_datetime(vals[name]))
        result = super().write(vals)
        self._check_lie_ahead(vals)
        return result

    def _check_lie_ahead(self, names):
        now = self.env.cr.now()
        for name in (*self._limit_fields, *self._promise_fields):
            if name not in names:
                continue
            for record in self.filtered(name):
                if record[name] <= now and not record._deadline_is_silent():
                    raise ValidationError(
                        self.env._(
                            "%(record)s: “%(field)s” (%(moment)s) is over already. Enter a moment "
                            "that lies ahead.",
                            record=record.display_name,
                            field=self._fact_label(name),
                            moment=self._local_text(record[name]),
                        )
                    )

    def _check_no_more_time(self, name, moment):
        for record in self.filtered(name):
            if not moment or moment > record[name]:
                raise UserError(
                    self.env._(
                        "%(record)s: “%(field)s” is %(moment)s. Only a supervisor grants more "
                        "time.",
                        record=record.display_name,
                        field=self._fact_label(name),
                        moment=self._local_text(record[name]),
                    )
                )
