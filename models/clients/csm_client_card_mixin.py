from odoo import api, fields, models
from odoo.tools.misc import get_lang

from ...tools.carries import carries
from ...tools.monthname import month_name


class CsmClientCardMixin(models.AbstractModel):
    """Sorts client files, kept as cards, by year, quarter and month."""

    _name = "csm.client.card.mixin"
    _description = "Cards of Client Files"

    def _filed_at(self):
        """Return the moment by which a card is filed: since when the file is in use."""
        self.ensure_one()
        return self["kept_at"] or self["create_date"]

    def _filed_on(self):
        zone = self["company_id"].sudo().resource_calendar_id.tz or "UTC"
        return fields.Datetime.context_timestamp(
            self.with_context(tz=zone), self._filed_at()
        ).date()

    @carries("S0-10-18", neutral=())
    def _periods(self):
        """Return ``[(depth, heading, files)]``: years, in them quarters, in them months."""
        lines = []
        for year, of_year in self._by(lambda day: day.year):
            lines.append((1, str(year), self.browse()))
            for quarter, of_quarter in of_year._by(lambda day: (day.month + 2) // 3):
                lines.append((2, self._quarter_text(year, quarter), self.browse()))
                for _month, files in of_quarter._by(lambda day: day.month):
                    lines.append((3, self._month_text(files), files))
        return lines

    def _by(self, part):
        """Return ``[(part of the day, files)]`` in the order of the days."""
        ordered = self.sorted(lambda file: (file._filed_at(), file["number"]))
        return ordered.grouped(lambda file: part(file._filed_on())).items()

    @api.model
    def _quarter_text(self, year, quarter):
        return self.env._("Quarter %(quarter)s of %(year)s", quarter=quarter, year=year)

    @api.model
    def _month_text(self, files):
        return month_name(files[0]._filed_on(), get_lang(self.env).code)
