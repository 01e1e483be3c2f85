"""What browser tours of this addon share: the cast of CsmBase, and time that passes."""

from odoo import fields
from odoo.tests import HttpCase

from .csm_case_base import CsmBase

MOMENTS = {
    "csm.case": ["next_due_at"],
    "csm.deadline": ["started_at", "due_at", "stopped_at", "breached_at", "next_step_at"],
    "csm.deadline.pause": ["started_at", "ended_at"],
}


class CsmHttpBase(CsmBase, HttpCase):
    """A browser lives in the present: time passes by moving what is recorded into the past."""

    # Who reads a client file is logged on a cursor of its own; in a test there is but one cursor.
    _registry_readonly_enabled = False
    # A machine that is busy is slow, not wrong.
    test_cursor_lock_timeout = 60

    def start_tour(self, url_path, tour_name, **options):
        return super().start_tour(url_path, tour_name, **{"timeout": 180, **options})

    @classmethod
    def time_passes(cls, **delta):
        """Let this much time go by, for example ``hours=20``, and let the job run."""
        cls.env.flush_all()
        past = fields.Date.subtract
        for model, names in MOMENTS.items():
            names = [*names, *getattr(cls.env[model], "_facts", ())]
            for record in cls.env[model].sudo().search([]):
                moments = {
                    name: past(record[name], **delta) for name in names if record[name] is not False
                }
                cls._set(record, moments)
        cls.env.invalidate_all()
        cls.run_steps(fields.Datetime.to_string(fields.Datetime.now()))

    @classmethod
    def _set(cls, record, moments):
        """Write moments past every gate."""
        for name, moment in moments.items():
            record.env.cr.execute(
                f'UPDATE {record._table} SET "{name}" = %s WHERE id = %s', (moment, record.id)
            )
