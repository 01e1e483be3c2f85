from odoo import api, models, tools
from odoo.tools import SQL

# Below this part of all records, what is open may be fetched first and put in order afterwards.
FEW = 0.25
# So many of the newest records are looked at, and so many of them fill a page or two.
NEWEST, ENOUGH = 4_000, 160


class CsmSecretOrderMixin(models.AbstractModel):
    """Lists the newest of the records a reader may see, wherever they lie among all others.

    The database takes it that what is open lies evenly among what is not, and walks all records
    from the newest on until a page is full. Where other teams have entered theirs in one go, it
    would walk over all of those: it is kept from doing so for whoever may read but a few, and
    hardly any of the newest.
    """

    _name = "csm.secret.order.mixin"
    _description = "Order of What Is Classified"

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name != "id" or self.env.su or not self._reads_few():
            return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
        # No index gives this order.
        return SQL("%s + 0 %s", self._field_to_sql(alias, "id", query), direction)

    @api.model
    def _reads_few(self):
        """Tell whether the teams of the reader keep few of all records and of the newest."""
        kept, newest = self._kept_by_team()
        mine = self.env["csm.team"]._my_seats()
        if sum(newest.get(team_id, 0) for team_id in mine) >= ENOUGH:
            return False
        return sum(kept.get(team_id, 0) for team_id in mine) < FEW * sum(kept.values())

    @api.model
    @tools.ormcache()
    def _kept_by_team(self):
        """Return ``{team id: number}`` of all records and of the newest, as of some time ago.

        They are counted past the rules and told to nobody: only the plan of a query rests on it.
        """
        table = SQL.identifier(self._table)
        newest = SQL("(SELECT team_id FROM %s ORDER BY id DESC LIMIT %s)", table, NEWEST)
        return tuple(
            dict(
                self.env.execute_query(
                    SQL("SELECT team_id, count(*) FROM %s AS looked_at GROUP BY team_id", source)
                )
            )
            for source in (table, newest)
        )
