from odoo import api, fields, models
from odoo.exceptions import ValidationError

CAUSE_CLASSES = [("quality", "Quality Abnormality"), ("non_quality", "Not Quality")]


class CsmCaseCategory(models.Model):
    """One kind of content a case may have; the root says whether it concerns quality."""

    _name = "csm.case.category"
    _description = "Case Category"
    _parent_store = True
    _order = "parent_path, sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(compute="_compute_complete_name", recursive=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    code = fields.Char(help="A mark rules can name, for example taste.")
    parent_id = fields.Many2one("csm.case.category", "Above", ondelete="restrict", index=True)
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("csm.case.category", "parent_id", "Below")
    cause_class = fields.Selection(
        CAUSE_CLASSES,
        compute="_compute_cause_class",
        store=True,
        readonly=False,
        recursive=True,
        required=True,
        precompute=True,
        help="Regulations split complaints by cause: abnormal quality, or transport, handling, "
        "people.",
    )

    _code_is_unique = models.UniqueIndex(
        "(code) WHERE code IS NOT NULL", "Another category already has this code."
    )

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        for category in self:
            above = category.parent_id.complete_name
            category.complete_name = f"{above} / {category.name}" if above else category.name

    @api.depends("complete_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for category in self:
            category.display_name = category.complete_name

    @api.depends("parent_id.cause_class")
    def _compute_cause_class(self):
        for category in self:
            category.cause_class = (
                category.parent_id.cause_class or category.cause_class or "non_quality"
            )

    @api.constrains("parent_id")
    def _check_no_loop(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A category cannot stand above itself. Choose another one.")
            )
