from dataclasses import dataclass
from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


@dataclass(frozen=True, kw_only=True)
class InForce:
    """One rule in force, now or once, as an engine needs it: no record, no query.

    Each engine adds what it works with. Moments are naive UTC; no teams: the whole company.
    """

    rule_id: int
    valid_from: datetime
    valid_to: datetime | None = None
    team_ids: frozenset = frozenset()

    def covers(self, moment):
        return self.valid_from <= moment and not (self.valid_to and moment >= self.valid_to)


class CsmRuleMixin(models.AbstractModel):
    """The head of every rule: the article it rests on, whose rule it is, and since when.

    A rule without a company is a *preset*: shipped as data and never in force by itself. Adopting
    a regulation copies its presets to the company. A change of a figure is a new version with a
    day of its own; records keep the version that was valid when their clock started.
    """

    _name = "csm.rule.mixin"
    _description = "Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    article_id = fields.Many2one(
        "csm.regulation.article", required=True, ondelete="restrict", index=True
    )
    regulation_id = fields.Many2one(related="article_id.regulation_id", store=True, index=True)
    company_id = fields.Many2one(
        "res.company", readonly=True, index=True, help="Empty: a preset of the regulation."
    )
    adoption_id = fields.Many2one("csm.adoption", readonly=True, index=True, ondelete="restrict")
    version = fields.Integer(default=1, readonly=True)
    valid_from = fields.Datetime(readonly=True)
    valid_to = fields.Datetime(readonly=True)
    is_blank = fields.Boolean(
        "Figure Missing", help="The source leaves the figure of this rule blank."
    )
    is_incomplete = fields.Boolean("Incomplete", compute="_compute_is_incomplete")
    demand_sentence = fields.Text("In Words", compute="_compute_demand_sentence")

    # The fields whose figures a regulation may leave blank; each engine names its own.
    _blank_fields = ()
    # Whose rule it is and since when: written by adoption and by versions, never by hand.
    _kept_fields = ("company_id", "adoption_id", "version", "valid_from", "valid_to", "preset_id")

    @api.depends("is_blank")
    def _compute_is_incomplete(self):
        for rule in self:
            rule.is_incomplete = rule.is_blank

    @api.depends_context("lang")
    def _compute_demand_sentence(self):
        for rule in self:
            rule.demand_sentence = rule._demand_sentence()

    @api.model
    def _rule_models(self):
        """Return the names of all engines' rule models."""
        names = self.env.registry.descendants(["csm.rule.mixin"], "_inherit")
        return sorted(name for name in names if not self.env[name]._abstract)

    def _gap(self):
        """Say which figure is missing."""
        return self.env._(
            "%(rule)s (%(article)s): the source states no figure. Enter your company's.",
            rule=self.name,
            article=self.article_id.display_name,
        )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_kept({name for vals in vals_list for name in vals})
        rules = super().create(vals_list)
        self.env.registry.clear_cache()
        return rules

    def write(self, vals):
        self._check_kept(vals)
        if self._figures_touched(vals) or any(not rule.company_id for rule in self):
            self._check_may_change()
            if any(name in vals for name in self._blank_fields) and "is_blank" not in vals:
                vals = {**vals, "is_blank": False}
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        self._check_may_change()
        self.env.registry.clear_cache()
        return super().unlink()

    # What may change

    @api.model
    def _check_kept(self, names):
        kept = [] if self.env.su else [name for name in self._kept_fields if name in names]
        if kept:
            raise UserError(
                self.env._(
                    "“%(field)s” of a rule is kept by the system. Adopt the regulation, or make a "
                    "new version of the rule.",
                    field=self._fields[kept[0]]._description_string(self.env),
                )
            )

    @api.model
    def _figure_fields(self):
        """Return the names of the fields that make up what the rule demands."""
        return ("active", "article_id")

    def _figures_touched(self, vals):
        return not self.env.su and any(name in vals for name in self._figure_fields())

    def _check_may_change(self):
        refusals = [reason for rule in self if (reason := rule._why_not_change())]
        if refusals:
            raise UserError("\n".join(refusals))

    def _why_not_change(self):
        """Refuse to change a rule under the feet of those who work by it."""
        if not self.company_id and not self.env.su:
            return self.env._(
                "“%(rule)s” is a preset and stays as shipped. Adopt the regulation and change "
                "your company's copy.",
                rule=self.name,
            )
        waiting = self.version > 1 and self.valid_from and self.valid_from > self.env.cr.now()
        if self.adoption_id.state not in (False, "draft") and not waiting and not self.env.su:
            return self.env._(
                "“%(rule)s” is in force. Make a new version of it with its own first day.",
                rule=self.name,
            )
        return ""

    # What the engines work with

    @api.model
    def _rules_in_force(self, company_id, *conditions):
        """Return the rules of a company in force, now or once, in their order."""
        domain = Domain("company_id", "=", company_id) & Domain("valid_from", "!=", False)
        domain &= Domain("adoption_id.state", "in", ("adopted", "ended"))
        # Whoever works by a rule need not be able to read the books of all adoptions.
        return self.sudo().search(Domain.AND([domain, *conditions]))

    def _in_force_vals(self):
        """Return the head of an :class:`InForce`; each engine adds its own figures."""
        self.ensure_one()
        return {
            "rule_id": self.id,
            "valid_from": self.valid_from or datetime.max,
            "valid_to": self.valid_to or None,
            "team_ids": frozenset(self.adoption_id.team_ids.ids),
        }

    # Versions

    def action_new_version(self):
        """Open the dialogue that makes a new version of this rule."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.rule.version.wizard",
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("New Version of “%(rule)s”", rule=self.name),
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }

    def _new_version(self, valid_from, changes):
        """Return a version of this rule with these changes, valid from a moment on.

        :param valid_from: naive UTC moment at which the new figures begin to count
        :param dict changes: the fields that differ
        """
        self.ensure_one()
        if self.valid_to:
            raise UserError(self.env._("“%(rule)s” has a newer version already.", rule=self.name))
        if valid_from <= self.valid_from:
            raise UserError(
                self.env._(
                    "The new version of “%(rule)s” must begin after the present one (%(moment)s).",
                    rule=self.name,
                    moment=self.valid_from,
                )
            )
        # The engine keeps the books of versions; the user was checked by the caller.
        rule = self.sudo()
        version = rule.copy(
            {
                "version": rule.version + 1,
                "valid_from": valid_from,
                "company_id": rule.company_id.id,
                "adoption_id": rule.adoption_id.id,
                **changes,
            }
        )
        rule.valid_to = valid_from
        return version

    # Versions side by side

    def action_compare_versions(self):
        """Show the versions of this rule and its preset side by side."""
        self.ensure_one()
        wizard = self.env["csm.rule.compare.wizard"].create(
            {"res_model": self._name, "res_id": self.id}
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Versions of “%(rule)s”", rule=self.name),
        }

    def _versions(self):
        """Return the preset of this rule and its versions in this adoption, oldest first."""
        self.ensure_one()
        own, presets = self, self.preset_id
        while earlier := presets.preset_id - presets:
            presets |= earlier
        if self.adoption_id and presets:
            same = [("adoption_id", "=", self.adoption_id.id), ("preset_id", "in", presets.ids)]
            own |= self.with_context(active_test=False).search(same)
        return own.preset_id.sorted("id") | own.sorted(lambda rule: (rule.version, rule.id))

    def _version_rows(self):
        """Return ``[{label, cells: [{text, differs}]}]``, a row for each figure of the versions."""
        versions, rows = self._versions(), []
        for name in dict.fromkeys(("name", *self._figure_fields())):
            if name != "active" and self._has_field_access(self._fields[name], "read"):
                texts = [version._figure_text(name) for version in versions]
                cells = [
                    {"text": text, "differs": number > 0 and text != texts[number - 1]}
                    for number, text in enumerate(texts)
                ]
                label = self._fields[name]._description_string(self.env)
                rows.append({"label": label, "cells": cells})
        return rows

    def _figure_text(self, name):
        """Return one figure of this rule as a reader understands it."""
        field, value = self._fields[name], self[name]
        if name in self._blank_fields and self.is_blank:
            return self.env._("not stated")
        if field.type == "boolean":
            return self.env._("yes") if value else self.env._("no")
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if not field.relational:
            return str(value if value or field.type == "integer" else "")
        # The register of models and fields is the administrator's; here it is only read.
        lines = value.sudo()
        speaks = hasattr(lines, "_demand_sentence")
        return "\n".join(line._demand_sentence() if speaks else line.display_name for line in lines)

    # What the rules demand, in words

    @api.model
    def _demand_sections(self, domain):
        """Return what the rules of a domain demand, engine by engine.

        :return: ``[{"heading": text, "rules": recordset}]`` of the engines that have any
        """
        sections = []
        for model in self._rule_models():
            rules = self.env[model].search(domain, order="regulation_id, article_id, sequence, id")
            if rules:
                sections.append({"heading": rules._demand_heading(), "rules": rules})
        return sections

    @api.model
    def _demands_as_html(self, sections):
        values = {"sections": sections}
        return self.env["ir.qweb"]._render("csm.csm_regulation_demands", values) if sections else ""

    # Hooks

    @api.model
    def _demand_heading(self):
        """Hook: under which heading the rules of this engine are listed for readers."""
        return self.env["ir.model"]._get(self._name).name

    def _demand_sentence(self):
        """Hook: what this rule demands, in plain words; its name and article stand before it."""
        self.ensure_one()
        return self._blank_sentence() if self.is_incomplete else ""

    @api.model
    def _blank_sentence(self):
        return self.env._("The source states no figure: fill it in at adoption.")

    def _is_used(self):
        """Hook: whether a record already follows one of these rules."""
        return False

    def _figures(self):
        """Hook: return ``[(record, field name, step)]``, every figure this rule consists of."""
        return []

    def _roles(self):
        """Hook: return the roles these rules address."""
        return self.env["csm.role"]
