from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

# So many records are read at once, and looked at before the screen answers.
PIECE, AT_ONCE = 1000, 10000


class CsmDeadlineOutlookWizard(models.TransientModel):
    """Asks what an adoption or a new version would do to the open records, and changes nothing."""

    _name = "csm.deadline.outlook.wizard"
    _description = "What Would Change"

    adoption_id = fields.Many2one("csm.adoption", ondelete="cascade")
    rule_id = fields.Many2one("csm.deadline.rule", "New Version", ondelete="cascade")
    company_id = fields.Many2one("res.company", compute="_compute_company_id")
    line_ids = fields.One2many("csm.deadline.outlook.line", "wizard_id")
    looked_count = fields.Integer("Looked at", readonly=True)
    open_count = fields.Integer("Open Records", readonly=True)
    newly_late_count = fields.Integer("Newly Late", compute="_compute_newly_late_count")
    # Up to which record of each model the look has come.
    reached = fields.Json(readonly=True)
    has_more = fields.Boolean(readonly=True)
    left_out = fields.Text("Not Counted", compute="_compute_left_out")

    @api.depends("adoption_id", "rule_id")
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.adoption_id.company_id or wizard.rule_id.company_id

    @api.depends("line_ids.newly_late_count")
    def _compute_newly_late_count(self):
        for wizard in self:
            wizard.newly_late_count = sum(wizard.line_ids.mapped("newly_late_count"))

    @api.depends("adoption_id", "rule_id")
    def _compute_left_out(self):
        for wizard in self:
            blank = wizard._all_rules().filtered("is_incomplete")
            wizard.left_out = "\n".join(rule._gap() for rule in blank)

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        for wizard in wizards:
            wizard._start()
            wizard._go_on()
        return wizards

    def action_go_on(self):
        """Look at the next records; show the counts so far."""
        self._go_on()
        return self._show()

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Would Change"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    # What is asked

    def _all_rules(self):
        own = [("adoption_id", "=", self.adoption_id.id), ("valid_to", "=", False)]
        return self.rule_id or self.env["csm.deadline.rule"].search(own)

    def _rules_by_model(self):
        rules = self._all_rules().filtered(lambda rule: not rule.is_incomplete)
        return rules.grouped("model")

    def _domain(self, model):
        teams = (self.adoption_id or self.rule_id.adoption_id).team_ids
        outlook = self.env["csm.deadline.outlook"]
        return outlook._open_domain(model, self.company_id, teams)

    # The look, in pieces

    def _start(self):
        if not (self.env.su or self.env.user.has_group("csm.group_manager")):
            raise AccessError(self.env._("Only a manager looks at what would change. Ask yours."))
        (self.adoption_id or self.rule_id).check_access("read")
        models_asked = self._rules_by_model()
        self.reached = dict.fromkeys(models_asked, 0)
        self.open_count = sum(
            self.env[model].search_count(self._domain(model)) for model in models_asked
        )
        self.has_more = bool(models_asked)

    def _go_on(self, at_once=AT_ONCE):
        """Look at so many records more; remember how far the look has come."""
        left = at_once
        for model, rules in self._rules_by_model().items():
            plans = self.env["csm.deadline.outlook"]._plans_of(rules)
            while left > 0 and (records := self._next_piece(model, min(PIECE, left))):
                self._take_in(model, records, plans)
                left -= len(records)
        self.has_more = self.looked_count < self.open_count and left <= 0

    def _next_piece(self, model, size):
        """Return the next records of a model: only those the reader may see are counted."""
        reached = (self.reached or {}).get(model, 0)
        domain = self._domain(model) & Domain("id", ">", reached)
        records = self.env[model].search(domain, order="id", limit=size)
        if records:
            self.reached = {**self.reached, model: records.ids[-1]}
            self.looked_count += len(records)
        return records

    def _take_in(self, model, records, plans):
        is_version = bool(self.rule_id)
        tallies = self.env["csm.deadline.outlook"]._look(records, plans, is_version)
        lines = self.line_ids.filtered(lambda line: line.res_model == model)
        known = {line.obligation_id.id: line for line in lines}
        for obligation_id, tally in tallies.items():
            line = known.get(obligation_id) or self.env["csm.deadline.outlook.line"].create(
                {"wizard_id": self.id, "res_model": model, "obligation_id": obligation_id}
            )
            line._add(tally)
