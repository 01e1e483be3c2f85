from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.carries import carries


class CsmCaseFlowMixin(models.AbstractModel):
    """Leads a case through the stages of its fixed flow."""

    _name = "csm.case.flow.mixin"
    _description = "Flow of a Case"
    _inherit = ["csm.case.chain.mixin", "csm.deadline.mixin"]

    flow_rule_id = fields.Many2one(
        "csm.flow.rule", "Fixed Flow", readonly=True, copy=False, ondelete="restrict"
    )
    flow_step_ids = fields.One2many("csm.case.flow.step", "case_id", "Stages Passed")
    next_flow_step_id = fields.Many2one(
        "csm.flow.step", "Next Stage", compute="_compute_next_flow_step_id", compute_sudo=True
    )
    flow_text = fields.Char("Flow", compute="_compute_flow_text", compute_sudo=True)

    @api.depends("flow_rule_id.step_ids.sequence", "flow_step_ids.step_id")
    def _compute_next_flow_step_id(self):
        for case in self:
            ahead = case.flow_rule_id.step_ids - case.flow_step_ids.step_id
            case.next_flow_step_id = ahead.sorted(lambda step: (step.sequence, step.id))[:1]

    @api.depends("flow_rule_id.step_ids.name", "flow_step_ids.step_id")
    @api.depends_context("lang")
    def _compute_flow_text(self):
        for case in self:
            passed = case.flow_step_ids.step_id
            stages = [
                f"✓ {step.name}" if step in passed else step.name
                for step in case.flow_rule_id.step_ids
            ]
            case.flow_text = " → ".join(stages)

    def action_pass_stage(self):
        """Pass the next stage of the flow."""
        self.ensure_one()
        self.check_access("write")
        refusal = self._why_not_pass_stage()
        if refusal:
            raise UserError(refusal)
        # Stages are written by the step itself, never by hand.
        self.env["csm.case.flow.step"].sudo().create(
            {
                "case_id": self.id,
                "step_id": self.next_flow_step_id.id,
                "user_id": self.env.uid,
                "passed_at": self.env.cr.now().replace(microsecond=0),
            }
        )
        return True

    def _why_not_pass_stage(self):
        """Return the sentence that refuses to pass the next stage, or an empty string."""
        step, case = self.next_flow_step_id, self.sudo()
        if not step or self.state in ("new", "closed", "void"):
            return self.env._("%(case)s has no stage to pass now.", case=self.display_name)
        values = {
            "case": self.display_name,
            "stage": step.name,
            "article": self._flow_article(),
        }
        missing = [self._fact_label(name) for name in step._names() if not case[name]]
        if missing:
            return self.env._(
                "%(case)s cannot pass “%(stage)s” (%(article)s) without: %(fields)s.",
                fields=", ".join(missing),
                **values,
            )
        if step.skill_id and self.user_id not in step.skill_id._doers():
            return self.env._(
                "%(case)s cannot pass “%(stage)s” (%(article)s): its handler must be of the class "
                "“%(skill)s”.",
                skill=step.skill_id.name,
                **values,
            )
        return self._why_not_without_handover(step)

    @carries("S1-11-21", neutral="")
    def _why_not_without_handover(self, step):
        """Refuse to pass a stage before the customer has been received in person."""
        received = self.sudo().transfer_ids.filtered(lambda t: t.accepted_at and t.is_in_person)
        if not step.needs_handover or received:
            return ""
        return self.env._(
            "%(case)s cannot pass “%(stage)s” (%(article)s) before the customer has been handed "
            "over in person. Press “Hand Over”, tick “In Person”, and let the receiver accept.",
            case=self.display_name,
            stage=step.name,
            article=self._flow_article(),
        )

    def _flow_article(self):
        return self.flow_rule_id.sudo().article_id.display_name

    def _why_not_move(self, move):
        refusal = super()._why_not_move(move)
        if refusal or move.name != "close" or not self.next_flow_step_id:
            return refusal
        return self.env._(
            "%(case)s has not passed “%(stage)s” yet (%(article)s). Pass the stages of its flow in "
            "their order, then close it.",
            case=self.display_name,
            stage=self.next_flow_step_id.name,
            article=self._flow_article(),
        )

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "register":
            for case in self.filtered(lambda case: not case.flow_rule_id):
                rule = self.env["csm.flow.rule"]._flow_of(case)
                if rule:
                    # Which flow a case follows is kept by the system.
                    case.sudo().flow_rule_id = rule
        return result
