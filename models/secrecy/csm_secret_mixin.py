from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.carries import carries

# What only an approved change, or the end of the period, alters.
CLASSIFIED_FIELDS = (
    "secrecy_level_id",
    "level",
    "period_years",
    "team_id",
    "classified_on",
    "declassify_on",
    "declassified_at",
)


class CsmSecretMixin(models.AbstractModel):
    """A classified record: it has a level, a period after which it is free, and a custodian.

    It carries no messages, ratings or activities of its own, and its name is its number: whatever
    is said about it elsewhere tells nothing.
    """

    _name = "csm.secret.mixin"
    _description = "Classified Record"
    _inherit = [
        "csm.secret.level.mixin",
        "csm.number.mixin",
        "csm.state.mixin",
        "csm.secret.order.mixin",
        "csm.secret.reach.mixin",
    ]
    _rec_name = "number"
    _rec_names_search = ["number"]
    _check_company_auto = True
    _following_fields = ("level", "declassify_on", "declassified_at")

    secrecy_level_id = fields.Many2one(
        "csm.secrecy.level",
        "Level of Secrecy",
        index=True,
        ondelete="restrict",
        copy=False,
        help="Empty: not classified, or free again.",
    )
    level = fields.Integer(
        "Rank of the Level",
        related="secrecy_level_id.ordinal",
        store=True,
        index=True,
        aggregator=None,
    )
    team_id = fields.Many2one(
        "csm.team",
        "Kept by",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        default=lambda self: self._default_team_id(),
        help="The team that keeps the record; its members have a need to know it.",
    )
    custodian_id = fields.Many2one(
        "res.users",
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        help="The member of the team who answers for its safe keeping.",
    )
    classified_on = fields.Date(copy=False, default=lambda self: self._today(self.env.company))
    period_years = fields.Integer(
        "Period (Years)",
        copy=False,
        aggregator=None,
        help="Empty: the longest period of the level.",
    )
    declassify_on = fields.Date(
        "Secret until", compute="_compute_declassify_on", store=True, index=True
    )
    declassified_at = fields.Datetime("Declassified", readonly=True, copy=False)

    @api.model
    def _default_team_id(self):
        mine = [("company_id", "=", self.env.company.id), ("member_ids", "in", self.env.uid)]
        return self.env["csm.team"].search(mine, limit=1)

    @api.model
    def _today(self, company):
        """Return the day it is in the zone of a company."""
        return self.env["csm.company.clock.mixin"]._today_of(company)

    @api.depends("classified_on", "period_years", "secrecy_level_id.max_years")
    def _compute_declassify_on(self):
        for record in self:
            level = record.secrecy_level_id
            years = record.period_years or level.max_years
            is_dated = level and record.classified_on
            end = record.classified_on + relativedelta(years=years) if is_dated else False
            record.declassify_on = end

    @api.depends("number")
    def _compute_display_name(self):
        for record in self:
            record.display_name = record.number or self.env._("New")

    @api.constrains("period_years", "secrecy_level_id")
    @carries("S0-10-27", neutral=None)
    def _check_period(self):
        for record in self.filtered("secrecy_level_id"):
            longest = record.secrecy_level_id.max_years
            if not 0 <= record.period_years <= longest:
                raise ValidationError(
                    self.env._(
                        "%(record)s cannot be kept secret for %(years)s years: the longest period "
                        "of “%(level)s” is %(longest)s years. Leave the period empty to take it.",
                        record=record.display_name,
                        years=record.period_years,
                        level=record.secrecy_level_id.name,
                        longest=longest,
                    )
                )

    @api.constrains("custodian_id", "team_id")
    @carries("S0-10-28", neutral=None)
    def _check_custodian(self):
        for record in self:
            if record.custodian_id not in record.team_id.member_ids:
                raise ValidationError(
                    self.env._(
                        "%(record)s needs a custodian who is a member of “%(team)s”, the team that "
                        "keeps it.",
                        record=record.display_name,
                        team=record.team_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_following(vals)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and not self._admitted(vals):
            self._check_classification_stays(vals)
        return super().write(vals)

    def _check_classification_stays(self, vals):
        """Refuse another level, period or team by hand; the same value again is no change."""
        for name in (name for name in CLASSIFIED_FIELDS if name in vals):
            field = self._fields[name]
            for record in self:
                given = field.convert_to_record(
                    field.convert_to_cache(vals[name], record, validate=False), record
                )
                if given != record[name]:
                    raise UserError(record._classification_sentence(field))

    def _classification_sentence(self, field):
        return self.env._(
            "“%(field)s” of %(record)s is not changed by hand. Propose a change with its reason; "
            "another person who may read the record decides on it.",
            field=field._description_string(self.env),
            record=self.display_name,
        )
