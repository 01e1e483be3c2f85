from odoo import api, fields, models
from odoo.tools import format_date, format_datetime, formatLang

from ...tools.carries import carries


class CsmClientSectionMixin(models.AbstractModel):
    """Divides a client file into sections: how complete each is, and what changed in it.

    A section is a name and the fields that make it up. Every change of one of them leaves a line
    in the history of its section, with the old and the new value and where it came from.
    """

    _name = "csm.client.section.mixin"
    _description = "Sections of a Client File"

    completeness = fields.Integer(
        "Complete (%)",
        compute="_compute_completeness",
        store=True,
        aggregator="avg",
        help="How much of the sections of a file is filled in; each section counts alike.",
    )
    missing_text = fields.Text("Still Missing", compute="_compute_missing_text")
    change_ids = fields.One2many("csm.client.change", "file_id", "History", readonly=True)
    source_note = fields.Char(
        "Source",
        store=False,
        help="Where what is entered now comes from; it stands in the history.",
    )
    source_input_id = fields.Many2one(
        "csm.client.input",
        "From What Was Handed In",
        store=False,
        domain="[('partner_id', '=', partner_id), ('state', '=', 'handed_in')]",
    )

    # What the sections are

    @api.model
    @carries("S0-10-06", neutral={})
    def _counted_sections(self):
        """Return ``{section: names of fields}`` of what makes a file complete."""
        sections = self._section_fields()
        counted = (
            "basic",
            "organisation",
            "persons",
            "personal",
            "procedure",
            "investment",
            "analysis",
        )
        return {code: sections[code] for code in counted}

    @api.model
    def _section_fields(self):
        """Hook: return ``{section: names of fields}`` of all sections."""
        return {}

    @api.model
    def _section_labels(self):
        return dict(
            self.env["csm.client.change"]._fields["section"]._description_selection(self.env)
        )

    @api.model
    def _section_of(self):
        """Return ``{name of field: section}``."""
        return {
            name: section for section, names in self._section_fields().items() for name in names
        }

    # How complete they are

    @api.depends(lambda self: self._completeness_depends())
    def _compute_completeness(self):
        for file in self:
            shares = [
                sum(not file._is_empty(name) for name in names) / len(names)
                for names in self._counted_sections().values()
                if names
            ]
            file.completeness = round(100 * sum(shares) / len(shares)) if shares else 0

    @api.model
    def _completeness_depends(self):
        return tuple(name for names in self._section_fields().values() for name in names)

    @api.depends(lambda self: self._completeness_depends())
    @api.depends_context("lang")
    def _compute_missing_text(self):
        labels = self._section_labels()
        for file in self:
            lines = []
            for section, names in self._counted_sections().items():
                empty = [
                    self._fields[name]._description_string(self.env)
                    for name in names
                    if file._is_empty(name)
                ]
                if empty:
                    lines.append(
                        self.env._(
                            "%(section)s: %(fields)s",
                            section=labels[section],
                            fields=", ".join(empty),
                        )
                    )
            file.missing_text = "\n".join(lines)

    def _is_empty(self, name):
        value = self[name]
        return not (value.strip() if isinstance(value, str) else value)

    # What changed in them

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        sources = [self._take_source(vals) for vals in vals_list]
        files = super().create(vals_list)
        for file, vals, source in zip(files, vals_list, sources, strict=True):
            file._log_values(dict.fromkeys(file._kept_names(vals), ""), source)
        return files

    def write(self, vals):
        vals = dict(vals)
        source = self._take_source(vals)
        names = self._kept_names(vals)
        before = {file: {name: file._value_text(name) for name in names} for file in self}
        result = super().write(vals) if vals else True
        for file in self:
            file._log_values(before[file], source)
        return result

    @api.model
    def _kept_names(self, vals):
        return [name for name in vals if name in self._section_of()]

    @api.model
    def _take_source(self, vals):
        """Take out of the values where they come from; it is kept in the history alone."""
        input_id = vals.pop("source_input_id", False)
        note = vals.pop("source_note", False)
        given = self.env["csm.client.input"].browse(input_id or ()).exists()
        given.check_access("read")
        return {"source": note or given.source_text or "", "input_id": given.id}

    def _log_values(self, before, source):
        section_of = self._section_of()
        lines = [
            (section_of[name], self._fields[name]._description_string(self.env), old, new)
            for name, old in before.items()
            if (new := self._value_text(name)) != old
        ]
        self._log_changes(lines, source)

    def _log_changes(self, lines, source=None, model="csm.client.change"):
        """Add lines ``(section, label, old, new)`` to the history of this file."""
        now = self.env.cr.now().replace(microsecond=0)
        # The history is kept by the system: nobody may write a line of it by hand.
        self.env[model].sudo().create(
            [
                {
                    "file_id": self.id,
                    "section": section,
                    "label": label,
                    "old": old,
                    "new": new,
                    "user_id": self.env.uid,
                    "changed_at": now,
                    **(source or {}),
                }
                for section, label, old, new in lines
            ]
        )

    def _value_text(self, name):
        return self._text_of(self, name)

    @api.model
    def _text_of(self, record, name):
        """Return a value of a record as a reader understands it."""
        field, value = record._fields[name], record[name]
        if field.relational:
            # Names of what was chosen are shown to whoever may read the file.
            return ", ".join(value.sudo().mapped("display_name"))
        if not value:
            return ""
        texts = {
            "selection": lambda: dict(field._description_selection(self.env))[value],
            "boolean": lambda: self.env._("Yes"),
            "date": lambda: format_date(self.env, value),
            "datetime": lambda: format_datetime(self.env, value),
            "monetary": lambda: formatLang(
                self.env, value, currency_obj=record[field.get_currency_field(record)]
            ),
        }
        return texts[field.type]() if field.type in texts else str(value)

    def action_history(self):
        """Open the history of one section, or of all."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("csm.csm_client_change_action")
        section = self.env.context.get("csm_section")
        action["domain"] = [("file_id", "=", self.id)]
        if section in self._section_fields():
            action["domain"].append(("section", "=", section))
        return action
