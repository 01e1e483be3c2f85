from odoo import api, fields, models
from odoo.exceptions import UserError


class CsmRegulation(models.Model):
    """One written regulation (制度): its articles, and which companies have adopted it."""

    _name = "csm.regulation"
    _description = "Regulation"
    _inherit = ["csm.shipped.mixin"]
    _order = "code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, help="The mark of the source text, for example S0-07.")
    name = fields.Char(required=True, translate=True)
    company_kind_id = fields.Many2one(
        "csm.company.kind", "Kind of Company", ondelete="restrict", index=True
    )
    company_kind = fields.Char(
        "Written for", translate=True, help="The company the text speaks of, more precisely."
    )
    source = fields.Char(help="Collection and number under which the text is cited.")
    repeats_id = fields.Many2one("csm.regulation", ondelete="restrict", index="btree_not_null")
    repeat_kind = fields.Selection(
        [
            ("same", "the whole text"),
            ("excerpt", "a part of the text"),
            ("more", "the text, and adds to it"),
        ],
        "How Much of It",
        help="A regulation that repeats another as a whole brings the rules of that one too.",
    )
    repeated_by_ids = fields.One2many("csm.regulation", "repeats_id", "Repeated by")
    summary = fields.Text("What It Demands", translate=True)
    active = fields.Boolean(default=True)
    article_ids = fields.One2many("csm.regulation.article", "regulation_id", "Articles")
    article_count = fields.Integer(compute="_compute_article_count")
    entry_rule_ids = fields.One2many(
        "csm.entry.rule",
        "regulation_id",
        "What Must Be on Record, as Shipped",
        domain=[("company_id", "=", False)],
    )
    adoption_ids = fields.One2many("csm.adoption", "regulation_id", "Adoptions")
    adoption_id = fields.Many2one(
        "csm.adoption", "Adopted by", compute="_compute_adoption_id", search="_search_adoption_id"
    )
    adoption_state = fields.Selection(related="adoption_id.state", string="In This Company")
    missing = fields.Text("Missing in the Source", compute="_compute_missing")
    demands = fields.Html("What It Enforces", compute="_compute_demands", sanitize=False)

    _code_is_unique = models.UniqueIndex("(code)", "Another regulation already has this code.")
    _repeat_is_told = models.Constraint(
        "CHECK((repeats_id IS NULL) = (repeat_kind IS NULL) AND repeats_id <> id)",
        "Say which other regulation this one repeats, and how much of it.",
    )

    @api.depends("code", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for regulation in self:
            regulation.display_name = f"{regulation.code} {regulation.name}"

    def _compute_article_count(self):
        counts = dict(
            self.env["csm.regulation.article"]._read_group(
                [("regulation_id", "in", self.ids)], ["regulation_id"], ["__count"]
            )
        )
        for regulation in self:
            regulation.article_count = counts.get(regulation, 0)

    @api.depends_context("company")
    @api.depends("adoption_ids.state", "adoption_ids.ends_on")
    def _compute_adoption_id(self):
        in_force = self.env["csm.adoption"].search(
            [
                ("regulation_id", "in", self.ids),
                ("company_id", "=", self.env.company.id),
                ("state", "in", ("draft", "adopted")),
            ],
            order="state, id",
        )
        by_regulation = {
            adoption.regulation_id: adoption for adoption in in_force.sorted("state", reverse=True)
        }
        for regulation in self:
            regulation.adoption_id = by_regulation.get(regulation)

    def _search_adoption_id(self, operator, value):
        adopted = self.env["csm.adoption"]._search(
            [("company_id", "=", self.env.company.id), ("state", "=", "adopted")]
        )
        if operator == "in" and False not in value:
            return [("adoption_ids", "in", list(value))]
        if operator in ("in", "not in"):
            return [("adoption_ids", "not in" if operator == "in" else "in", adopted)]
        return NotImplemented

    def _compute_missing(self):
        for regulation in self:
            gaps = [rule._gap() for rule in regulation._preset_rules() if rule.is_incomplete]
            regulation.missing = "\n".join(gaps)

    @api.depends_context("lang")
    def _compute_demands(self):
        Rule = self.env["csm.rule.mixin"]
        for regulation in self:
            presets = [
                ("regulation_id", "in", regulation._with_repeated().ids),
                ("company_id", "=", False),
            ]
            sections = Rule._demand_sections(presets)
            for section in sections:
                section["rules"] -= section["rules"].preset_id
            regulation.demands = Rule._demands_as_html(sections)

    def _preset_rules(self):
        """Yield the preset rules of this regulation, engine by engine."""
        texts = self._with_repeated()
        for model in self.env["csm.rule.mixin"]._rule_models():
            presets = self.env[model].search(
                [("regulation_id", "in", texts.ids), ("company_id", "=", False)]
            )
            # A preset that names another one has taken its place.
            yield from presets - presets.preset_id

    def _with_repeated(self):
        """Return these regulations and those whose whole text they repeat."""
        texts = self
        while more := texts.filtered(lambda text: text.repeat_kind != "excerpt").repeats_id - texts:
            texts |= more
        return texts

    def action_prepare_adoption(self):
        """Open this company's adoption of the regulation; make a draft when there is none."""
        self.ensure_one()
        adoption = self.adoption_id or self.env["csm.adoption"].create({"regulation_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.adoption",
            "res_id": adoption.id,
            "views": [(False, "form")],
            "name": self.env._("Adoption of %(regulation)s", regulation=self.display_name),
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_adopted(self):
        for regulation in self:
            if regulation.sudo().adoption_ids:
                raise UserError(
                    self.env._(
                        "%(regulation)s has been adopted and stays on file. Archive it instead.",
                        regulation=regulation.display_name,
                    )
                )
