from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import window
from ...tools.listed import listed, listed_apart

STATES = [
    ("waiting", "Waiting"),
    ("approved", "Approved"),
    ("refused", "Refused"),
    ("superseded", "Changed Since"),
    ("used", "Used"),
    ("withdrawn", "Withdrawn"),
]


class CsmApproval(models.Model):
    """One request for approval: a record, a step, what exactly, and who has signed.

    It covers one record, one step and one fingerprint (amount, currency, payee and kind), and is
    good for one step. The engine alone keeps it; people decide by their vote.
    """

    _name = "csm.approval"
    _description = "Approval"
    _inherit = [
        "csm.deadline.generic.mixin",
        "csm.approval.asking.mixin",
        "csm.approval.deciding.mixin",
    ]
    _order = "requested_at desc, id desc"
    _rec_names_search = ["subject"]

    res_model = fields.Char("Model Name", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    subject = fields.Char("Concerns", required=True, readonly=True)
    move = fields.Char("Step Name", required=True, readonly=True)
    move_text = fields.Char("Step", compute="_compute_move_text", compute_sudo=True)
    rule_ids = fields.Many2many(
        "csm.approval.rule",
        "csm_approval_rule_rel",
        "approval_id",
        "rule_id",
        "Rules",
        readonly=True,
        ondelete="restrict",
    )
    article_text = fields.Char("Rests on", compute="_compute_article_text", compute_sudo=True)

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    team_id = fields.Many2one("csm.team", readonly=True, index=True)
    user_id = fields.Many2one("res.users", "Responsible", readonly=True, index=True)
    barred_user_ids = fields.Many2many(
        "res.users", "csm_approval_barred_rel", "approval_id", "user_id", readonly=True
    )

    requested_by_id = fields.Many2one(
        "res.users", "Asked for by", required=True, readonly=True, index=True, ondelete="restrict"
    )
    asker_ids = fields.Many2many(
        "res.users",
        "csm_approval_asker_rel",
        "approval_id",
        "user_id",
        "Whose Own Request It Is",
        readonly=True,
    )
    requested_at = fields.Datetime("Asked On", required=True, readonly=True)
    note = fields.Text("Why", readonly=True)
    found = fields.Text("What Counts Together", readonly=True)
    amount = fields.Monetary(readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount_company = fields.Monetary(
        "Amount in Own Currency", currency_field="company_currency_id", readonly=True
    )
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Own Currency")
    payee_id = fields.Many2one(
        "res.partner", "In Favour of", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    kind = fields.Char("Kind in Every Language", readonly=True)
    kind_text = fields.Char("Kind", compute="_compute_kind_text", compute_sudo=True)
    order_ref = fields.Char("Order", readonly=True)

    state = fields.Selection(STATES, required=True, readonly=True, default="waiting")
    is_afterwards = fields.Boolean("Afterwards", readonly=True)
    vote_ids = fields.One2many("csm.approval.vote", "approval_id", "Signatures", readonly=True)
    waiting_vote_id = fields.Many2one(
        "csm.approval.vote", "Next Signature", readonly=True, ondelete="set null"
    )
    waiting_user_id = fields.Many2one(
        "res.users", "Waits for", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    is_mine = fields.Boolean("Waits for Me", compute="_compute_is_mine")
    approved_at = fields.Datetime("Approved", readonly=True)
    used_at = fields.Datetime("Used", readonly=True)

    _of_record = models.Index("(res_model, res_id)")
    _counts_together = models.Index(
        "(company_id, res_model, move, approved_at) WHERE state IN ('approved', 'used')"
    )
    _one_lives = models.UniqueIndex(
        "(res_model, res_id, move) "
        "WHERE state IN ('waiting', 'approved') AND is_afterwards IS NOT TRUE",
        "Somebody has just asked for this approval. Open it anew.",
    )

    @api.depends("res_model", "move")
    @api.depends_context("lang")
    def _compute_move_text(self):
        for approval in self:
            known = approval.res_model in self.env
            moves = self.env[approval.res_model]._approval_moves() if known else {}
            approval.move_text = moves.get(approval.move, approval.move)

    @api.depends("res_model", "kind")
    @api.depends_context("lang", "tz")
    def _compute_kind_text(self):
        for approval in self:
            known = approval.kind and approval.res_model in self.env
            model = self.env[approval.res_model] if known else None
            approval.kind_text = model._approval_kind_text(approval.kind) if known else False

    @api.depends("rule_ids")
    @api.depends_context("lang")
    def _compute_article_text(self):
        for approval in self:
            names = [
                self.env._(
                    "%(rule)s (%(article)s)",
                    rule=rule.name,
                    article=rule.article_id.display_name,
                )
                for rule in approval.rule_ids
            ]
            approval.article_text = listed_apart(self.env, names)

    @api.depends("subject", "move_text")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for approval in self:
            approval.display_name = self.env._(
                "%(record)s: %(step)s", record=approval.subject, step=approval.move_text
            )

    @api.depends("waiting_user_id", "state")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for approval in self:
            mine = approval.waiting_user_id == self.env.user
            approval.is_mine = mine and approval.state == "waiting"

    def write(self, vals):
        if not self.env.su:
            raise UserError(self.env._("Requests for approval are kept by the system."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_the_engine(self):
        if not self.env.su:
            raise UserError(self.env._("What was asked and decided stays on file."))

    def _remove(self):
        """Delete the requests of a record that is deleted itself, with what was signed."""
        self.env.cr.execute("SELECT set_config('csm.sweep', 'on', true)")
        self.sudo().vote_ids.unlink()
        result = super()._remove()
        self.env.flush_all()
        self.env.cr.execute("SELECT set_config('csm.sweep', 'off', true)")
        return result

    def _use(self):
        """Mark approvals as used: the step they are for has been made."""
        if self:
            now = self.env.cr.now().replace(microsecond=0)
            self.sudo().write({"state": "used", "used_at": now})

    def action_open_record(self):
        self.ensure_one()
        return window.record_form(self.res_model, self.res_id)

    # In words

    def _waiting_text(self):
        """Return in words whom a request waits for, or what became of it."""
        self.ensure_one()
        if self.state != "waiting":
            return self._state_text()
        vote = self.waiting_vote_id
        if not vote.user_id:
            return self.env._(
                "waits for %(step)s: %(note)s", step=vote.display_name, note=vote.note
            )
        return self.env._(
            "waits for %(who)s (%(step)s)", who=vote.user_id.name, step=vote.display_name
        )

    def _why_not_good(self, need):
        """Return why this request does not let the step be made, or an empty string."""
        values = {
            "record": self._record().display_name,
            "rules": self.env[self.res_model]._rules_text(need.rules),
            "step": self.move_text,
        }
        if self._is_changed():
            return self._why_not_as_it_is(values)
        if self.state == "waiting":
            return self.env._(
                "%(record)s cannot become “%(step)s” yet: %(rules)s wants approval, and it "
                "%(state)s. Wait for the decision, or take the request back.",
                state=self._waiting_text(),
                **values,
            )
        if self.state == "refused":
            vote = self.vote_ids.filtered(lambda vote: vote.state == "refused")[:1]
            return self.env._(
                "%(record)s cannot become “%(step)s”: %(who)s refused it (%(rules)s): %(comment)s "
                "Change it, then ask for approval again.",
                who=vote.decided_by_id.name,
                comment=vote.comment,
                **values,
            )
        known = {vote.step_id._key() for vote in self.vote_ids}
        lacking = [step for step in need.steps if step.key not in known]
        if lacking:
            return self.env._(
                "%(record)s is approved, yet %(rules)s now wants %(who)s as well before "
                "“%(step)s”. %(found)sAsk for approval again.",
                who=self.env[self.res_model]._who_text(lacking),
                found="".join(f"{note} " for note in need.notes),
                **values,
            )
        return ""

    def _why_not_as_it_is(self, values):
        demand, matter = self.env["csm.approval.demand"], self._record()._approval_matter(self.move)
        return self.env._(
            "%(record)s has been changed since approval was asked for: it was %(was)s, it is "
            "%(now)s. %(rules)s wants another approval before “%(step)s”: ask for it again.",
            was=self._fingerprint_text(
                demand._money(self.amount, self.currency_id), self.payee_id, self.kind
            ),
            now=self._fingerprint_text(
                demand._money(matter.amount, matter.currency), matter.payee, matter.kind
            ),
            **values,
        )

    def _fingerprint_text(self, money, payee, kind):
        kind = kind and self.env[self.res_model]._approval_kind_text(kind)
        return listed(self.env, (money, payee.name, kind))

    def _decision_text(self):
        """Return the last decision in words, for the history of the record."""
        self.ensure_one()
        votes = self.vote_ids.filtered("decided_at").sorted(lambda vote: (vote.decided_at, vote.id))
        vote = votes[-1:]
        values = {"step": self.move_text, "article": self.article_text}
        who = vote.decided_by_id.name
        if vote.stead_of_id:
            who = self.env._(
                "%(who)s in the stead of %(other)s", who=who, other=vote.stead_of_id.name
            )
        if self.state == "refused":
            return self.env._(
                "“%(step)s” refused by %(who)s: %(comment)s (%(article)s)",
                who=who,
                comment=vote.comment,
                **values,
            )
        return self.env._("“%(step)s” approved by %(who)s (%(article)s)", who=who, **values)

    def _rights_changed(self):
        """Hand the rights on to the signatures, and pass on what waits for somebody now barred."""
        votes = self.vote_ids
        if votes:
            votes._hand_on_rights()
        barred = self.filtered(
            lambda approval: (
                approval.state == "waiting" and approval.waiting_user_id in approval.barred_user_ids
            )
        )
        barred.waiting_vote_id._address()
