from odoo import api, models
from odoo.tools import SQL

# The engine sweeps away what belonged to a record that is gone; nobody else sets this.
SWEPT = "current_setting('csm.sweep', true) = 'on'"


class CsmAppendOnlyMixin(models.AbstractModel):
    """Rows that are written once: the database itself refuses to change, delete or empty them.

    A model says what it refuses with, and which changes it admits nevertheless.
    """

    _name = "csm.append.only.mixin"
    _description = "Rows Written Once"

    # What the database answers; it goes to a log, not to a reader.
    _kept_words = "This is written once and never changed."
    _kept_trigger = "append_only"

    def init(self):
        """Let the database itself refuse to change or delete what was written."""
        if self._abstract:
            return
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger AS $$
                BEGIN
                    IF TG_OP = 'UPDATE' THEN
                        IF %(update)s THEN RETURN NEW; END IF;
                    ELSIF TG_OP = 'DELETE' THEN
                        IF %(delete)s THEN RETURN OLD; END IF;
                    END IF;
                    RAISE EXCEPTION %(words)s;
                END $$ LANGUAGE plpgsql;
                DROP TRIGGER IF EXISTS %(name)s ON %(table)s;
                CREATE TRIGGER %(name)s BEFORE UPDATE OR DELETE ON %(table)s
                    FOR EACH ROW EXECUTE FUNCTION %(name)s();
                DROP TRIGGER IF EXISTS %(truncate)s ON %(table)s;
                CREATE TRIGGER %(truncate)s BEFORE TRUNCATE ON %(table)s
                    FOR EACH STATEMENT EXECUTE FUNCTION %(name)s();
                """,
                name=SQL.identifier(f"{self._table}_{self._kept_trigger}"),
                truncate=SQL.identifier(f"{self._table}_no_truncate"),
                table=SQL.identifier(self._table),
                update=self._update_admitted(),
                delete=self._delete_admitted(),
                words=self._kept_words,
            )
        )

    @api.model
    def _unchanged(self, *names):
        """Return the condition that a change leaves these columns as they are."""
        old = SQL(", ").join(SQL("OLD.%s", SQL.identifier(name)) for name in names)
        new = SQL(", ").join(SQL("NEW.%s", SQL.identifier(name)) for name in names)
        return SQL("(%s) IS NOT DISTINCT FROM (%s)", old, new)

    # Hooks

    @api.model
    def _update_admitted(self):
        """Hook: return the condition, on OLD and NEW, of a change that is admitted."""
        return SQL("FALSE")

    @api.model
    def _delete_admitted(self):
        """Hook: return the condition, on OLD, of a deletion that is admitted."""
        return SQL("FALSE")
