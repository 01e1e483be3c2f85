from odoo import api, models

# The road by which somebody is refused an operation.
ROADS = {"write": "change", "create": "change", "unlink": "delete"}


class CsmAccessLoggedMixin(models.AbstractModel):
    """Logs every call by which content of a record leaves, is changed or is refused.

    Each method here is a named point. Points call each other, as a list reads its records: the
    outermost one writes one entry for all, before anything is handed out. What the system reads
    for itself (``sudo()``) leaves by no point.
    """

    _name = "csm.access.logged.mixin"
    _description = "Record Whose Reading Is Logged"

    def _logged(self, road, operation, detail=""):
        return self.env["csm.access.log"]._point(self, road, operation, detail)

    # Reading

    @api.readonly
    def web_read(self, specification):
        with self._logged("open", "web_read"):
            # Reading is a point of its own; the bare ids the caller named give nothing away.
            return super().web_read(specification)

    def read(self, fields=None, load="_classic_read"):
        with self._logged("open", "read") as run:
            rows = super().read(fields, load=load)
            run.give(self)
            return rows

    def get_field_translations(self, field_name, langs=None):
        with self._logged("open", "get_field_translations", field_name) as run:
            translations = super().get_field_translations(field_name, langs=langs)
            run.give(self)
            return translations

    @api.model
    @api.readonly
    def web_search_read(self, domain, specification, *args, **kwargs):
        with self._logged("list", "web_search_read", str(domain)):
            # The records are read by a point of their own.
            return super().web_search_read(domain, specification, *args, **kwargs)

    @api.model
    @api.readonly
    def search_read(self, domain=None, *args, **kwargs):
        with self._logged("list", "search_read", str(domain or [])) as run:
            rows = super().search_read(domain, *args, **kwargs)
            run.give(self.browse(row["id"] for row in rows))
            return rows

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        with self._logged("names", "name_search", str(name)) as run:
            pairs = super().name_search(name, domain, operator, limit)
            run.give(self.browse(pair[0] for pair in pairs))
            return pairs

    def onchange(self, values, field_names, fields_spec):
        with self._logged("form", "onchange", ", ".join(field_names)) as run:
            answer = super().onchange(values, field_names, fields_spec)
            run.give(self)
            return answer

    def fetch(self, field_names=None):
        with self._noted("fetch"):
            return super().fetch(field_names)

    def check_access(self, operation):
        with self._noted(operation):
            return super().check_access(operation)

    def _noted(self, operation):
        """Log whoever is refused outside the points; what is read there has not left yet."""
        return self._logged(ROADS.get(operation, "open"), operation)

    # Grouping

    def _grouped(self, operation, domain, groupby):
        return self._logged("group", operation, f"{groupby} {domain}")

    @api.model
    @api.readonly
    def formatted_read_group(self, domain, groupby=(), *args, **kwargs):
        with self._grouped("formatted_read_group", domain, groupby) as run:
            groups = super().formatted_read_group(domain, groupby, *args, **kwargs)
            run.give_groups(self, len(groups))
            return groups

    @api.model
    @api.readonly
    def formatted_read_grouping_sets(self, domain, grouping_sets, *args, **kwargs):
        with self._grouped("formatted_read_grouping_sets", domain, grouping_sets) as run:
            sets = super().formatted_read_grouping_sets(domain, grouping_sets, *args, **kwargs)
            run.give_groups(self, sum(map(len, sets)))
            return sets

    @api.model
    @api.readonly
    def web_read_group(self, domain, groupby, *args, **kwargs):
        with self._grouped("web_read_group", domain, groupby):
            return super().web_read_group(domain, groupby, *args, **kwargs)

    @api.model
    @api.readonly
    def read_group(self, domain, fields, groupby, *args, **kwargs):
        with self._grouped("read_group", domain, groupby) as run:
            groups = super().read_group(domain, fields, groupby, *args, **kwargs)
            run.give_groups(self, len(groups))
            return groups

    @api.model
    @api.readonly
    def read_progress_bar(self, domain, group_by, progress_bar):
        with self._grouped("read_progress_bar", domain, group_by) as run:
            bars = super().read_progress_bar(domain, group_by, progress_bar)
            run.give_groups(self, len(bars))
            return bars

    @api.model
    def search_panel_select_range(self, field_name, **kwargs):
        with self._grouped("search_panel_select_range", "", field_name) as run:
            values = super().search_panel_select_range(field_name, **kwargs)
            run.give_groups(self, len(values.get("values", ())))
            return values

    @api.model
    def search_panel_select_multi_range(self, field_name, **kwargs):
        with self._grouped("search_panel_select_multi_range", "", field_name) as run:
            values = super().search_panel_select_multi_range(field_name, **kwargs)
            run.give_groups(self, len(values.get("values", ())))
            return values

    # Taking out

    def _export_rows(self, fields, **kwargs):
        # Whatever record an export began at, it comes by here.
        with self._logged("export", "export_data") as run:
            rows = super()._export_rows(fields, **kwargs)
            run.give(self)
            return rows

    def copy(self, default=None):
        with self._logged("copy", "copy") as run:
            copies = super().copy(default)
            run.give(self)
            return copies

    # Changing

    @api.model_create_multi
    def create(self, vals_list):
        with self._logged("change", "create") as run:
            records = super().create(vals_list)
            run.give(records)
            return records

    def write(self, vals):
        with self._logged("change", "write", ", ".join(vals)) as run:
            result = super().write(vals)
            run.give(self)
            return result

    def web_save(self, vals, specification, next_id=None):
        with self._logged("change", "web_save", ", ".join(vals)):
            return super().web_save(vals, specification, next_id=next_id)

    def unlink(self):
        with self._logged("delete", "unlink") as run:
            run.name(self)
            result = super().unlink()
            run.give(self)
            return result
