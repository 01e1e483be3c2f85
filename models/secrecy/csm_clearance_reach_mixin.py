from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

# The group of each level, and that of what is private.
LEVEL_GROUPS = {
    1: "csm.group_clearance_secret",
    2: "csm.group_clearance_confidential",
    3: "csm.group_clearance_top_secret",
}
PERSONAL_GROUP = "csm.group_personal_data"


class ClearancePass:
    """Lets a clearance give and take the groups of these users.

    Only a clearance makes one. It is an object, so no remote call can carry it in a context.
    """

    def __init__(self, users):
        self.user_ids = frozenset(users.ids)


class CsmClearanceReachMixin(models.AbstractModel):
    """Tells how far a user is cleared: by group and by clearance, whichever reaches less far."""

    _name = "csm.clearance.reach.mixin"
    _description = "Reach of Clearances"

    @api.model
    def _levels(self):
        """Return ``{company id: level}`` of the user, of today in the zone of each company.

        It is read from the database once per transaction: a clearance that ended or a group that
        was taken away counts at the next call, in every worker.
        """
        return {company: level for company, (level, _personal) in self._reaches().items()}

    @api.model
    def _personal_companies(self):
        """Return the ids of the companies whose decision-makers' private data the user reads."""
        return {company for company, (_level, personal) in self._reaches().items() if personal}

    @api.model
    def _reaches(self):
        kept = self.env.cr.cache.setdefault("csm_clearances", {})
        key = (self.env.uid, self.env.cr.now())
        if key not in kept:
            kept[key] = self._read_reaches()
        return kept[key]

    @api.model
    def _forget_levels(self):
        """Read anew who is cleared: it has changed in this transaction."""
        self.env.cr.cache.pop("csm_clearances", None)

    @api.model
    def _read_reaches(self):
        self.env["csm.clearance"].flush_model()
        group_id = self.env["ir.model.data"]._xmlid_to_res_id
        # Which groups somebody is in, is no secret to the system.
        groups = set(self.env.user.sudo()._get_group_ids())
        held = [level for level, name in LEVEL_GROUPS.items() if group_id(name) in groups]
        reaches = {}
        most, sees_personal = max(held, default=0), group_id(PERSONAL_GROUP) in groups
        for company, level, personal in self._valid_today():
            level, personal = min(level, most), personal and sees_personal
            own, own_personal = reaches.get(company, (0, False))
            reaches[company] = (max(level, own), personal or own_personal)
        return reaches

    @api.model
    def _valid_today(self):
        """Return ``(company id, level, private data)`` of the user's clearances of today.

        Every clock on earth shows yesterday, today or tomorrow of the zero meridian: only for a
        clearance that begins or ends about now is the zone of its company looked up.
        """
        today = self.env.cr.now().date()
        day = timedelta(days=1)
        mine = SQL("c.user_id = %s AND c.state = 'valid'", self.env.uid)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.company_id, c.level::int, c.personal_data,
                       c.valid_from < %(today)s AND c.valid_to > %(today)s
                  FROM csm_clearance c
                 WHERE %(mine)s AND c.valid_from <= %(latest)s AND c.valid_to >= %(earliest)s""",
                mine=mine,
                today=today,
                latest=today + day,
                earliest=today - day,
            )
        )
        if all(everywhere for *_row, everywhere in rows):
            return [tuple(row) for *row, _everywhere in rows]
        return self.env.execute_query(
            SQL(
                """
                SELECT c.company_id, c.level::int, c.personal_data
                  FROM csm_clearance c
                  JOIN res_company company ON company.id = c.company_id
                  LEFT JOIN resource_calendar zone ON zone.id = company.resource_calendar_id
                 WHERE %s
                   AND (%s::timestamp AT TIME ZONE 'UTC'
                        AT TIME ZONE COALESCE(zone.tz, 'UTC'))::date
                       BETWEEN c.valid_from AND c.valid_to""",
                mine,
                self.env.cr.now(),
            )
        )

    # Groups follow the clearances

    @api.model
    def _hand_out_groups(self, users):
        """Give these users the groups of their clearances in force, and take away the others."""
        # Which clearances somebody has anywhere decides, whoever takes the step.
        valid = (
            self.env["csm.clearance"]
            .sudo()
            .search([("user_id", "in", users.ids), ("state", "=", "valid")])
        )
        mine = valid.grouped("user_id")
        for user in users:
            user._set_clearance_groups(mine.get(user, valid.browse()))
