from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..common.csm_append_only_mixin import SWEPT

BATCH = 200
# What a decision consists of; once it is made, none of it changes.
DECIDED = (
    "approval_id",
    "step_id",
    "level",
    "state",
    "user_id",
    "stead_of_id",
    "note",
    "asked_at",
    "decision",
    "comment",
    "decided_by_id",
    "decided_at",
)


class CsmApprovalVote(models.Model):
    """One signature of a request: who is asked, since when, what they said, in whose stead.

    Deadline rules may limit how long a signature takes: from ``asked_at`` to ``decided_at``.
    """

    _name = "csm.approval.vote"
    _description = "Signature of an Approval"
    _inherit = ["csm.append.only.mixin", "csm.deadline.mixin"]
    _order = "approval_id, rank, sequence, level, id"
    _kept_words = "Decisions are written once and never changed."

    approval_id = fields.Many2one(
        "csm.approval", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="approval_id.company_id", store=True, index=True)
    team_id = fields.Many2one(related="approval_id.team_id", store=True)
    res_model = fields.Char(related="approval_id.res_model", store=True)
    move = fields.Char(related="approval_id.move", store=True)
    step_id = fields.Many2one(
        "csm.approval.step", required=True, readonly=True, ondelete="restrict", index=True
    )
    role_id = fields.Many2one(related="step_id.role_id")
    level = fields.Integer(readonly=True)
    rank = fields.Integer(readonly=True)
    sequence = fields.Integer(readonly=True)
    state = fields.Selection(
        [
            ("later", "Not Yet Asked"),
            ("waiting", "Waiting"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("skipped", "Not Needed Any More"),
        ],
        required=True,
        readonly=True,
        default="later",
    )
    user_id = fields.Many2one(
        "res.users", "Who Is Asked", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    stead_of_id = fields.Many2one(
        "res.users", "In the Stead of", readonly=True, ondelete="restrict"
    )
    note = fields.Text("Why This Person", readonly=True)
    asked_at = fields.Datetime("Asked On", readonly=True)
    decision = fields.Selection([("approve", "Approve"), ("refuse", "Refuse")], readonly=True)
    comment = fields.Text(readonly=True)
    decided_by_id = fields.Many2one(
        "res.users", "Decided by", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    decided_at = fields.Datetime("Decided", readonly=True)

    _waiting = models.Index("(user_id, company_id) WHERE state = 'waiting'")
    _each_person_once = models.UniqueIndex(
        "(approval_id, decided_by_id) WHERE decided_by_id IS NOT NULL",
        "Nobody signs two steps of one request.",
    )

    @api.model
    def _update_admitted(self):
        """What was decided stays as it is."""
        return SQL("OLD.decided_at IS NULL OR %s", self._unchanged(*DECIDED))

    @api.model
    def _delete_admitted(self):
        return SQL("OLD.decided_at IS NULL OR %s", SQL(SWEPT))

    @api.depends("step_id", "level")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for vote in self:
            # Whoever may read the request may read whose signature it wants.
            name = vote.sudo().step_id.display_name
            if vote.level:
                name = self.env._("superior, level %(level)s", level=vote.level)
            vote.display_name = name or ""

    def write(self, vals):
        if not self.env.su:
            raise UserError(self.env._("Who signs and what was signed is kept by the system."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_the_engine(self):
        if not self.env.su:
            raise UserError(self.env._("What was asked and decided stays on file."))

    def _skip(self):
        if self:
            self._forget_notices()
            self.write({"state": "skipped"})

    def _forget_notices(self):
        """Take back lines of mails not yet sent: nobody need be asked any more."""
        self.env["csm.deadline.notice"].sudo().search(
            [("vote_id", "in", self.ids), ("is_delivered", "=", False)]
        ).unlink()

    # Who is asked

    def _address(self):
        """Ask whoever decides now; return the votes whose person has changed."""
        ladder, memo, groups = self.env["csm.approval.ladder"], {}, defaultdict(self.browse)
        for vote in self:
            approval = vote.approval_id
            user, first, notes = ladder._approver(
                vote.step_id, vote.level, approval._subject(), approval._passed(), memo
            )
            if vote.state == "later" or user != vote.user_id:
                stead = first if first != user else first.browse()
                groups[user, stead, "\n".join(notes)] |= vote
        now, changed = self.env.cr.now().replace(microsecond=0), self.browse()
        for (user, stead, note), votes in groups.items():
            votes.write(
                {
                    "state": "waiting",
                    "user_id": user.id,
                    "stead_of_id": stead.id,
                    "note": note or False,
                    "asked_at": now,
                }
            )
            votes.approval_id.write({"waiting_user_id": user.id})
            changed |= votes
        for vote in changed.filtered(lambda vote: vote.approval_id.waiting_vote_id != vote):
            vote.approval_id.waiting_vote_id = vote
        changed._forget_notices()
        self.env["csm.deadline.notice"].sudo()._write_down_votes(changed.filtered("user_id"))
        return changed

    @api.model
    def _cron_readdress(self, batch=BATCH):
        """Pass waiting requests on whose person can no longer be reached."""
        cron, seen = self.env["ir.cron"], []
        while votes := self._claim_unreachable(seen, batch):
            seen += votes.ids
            votes._address()
            if not cron._commit_progress(len(votes)):
                return
        cron._commit_progress(0, remaining=0)

    @api.model
    def _claim_unreachable(self, seen, batch):
        """Lock and return votes nobody can give now, passing over those somebody else holds."""
        self.flush_model(["state", "user_id", "company_id"])
        pairs = self.env.execute_query(
            SQL(
                """SELECT DISTINCT user_id, company_id FROM csm_approval_vote
                    WHERE state = 'waiting'"""
            )
        )
        lost = [pair for pair in pairs if self._is_unreachable(*pair)]
        if not lost:
            return self.sudo().browse()
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM csm_approval_vote
                    WHERE state = 'waiting' AND (COALESCE(user_id, 0), company_id) IN %s
                      AND NOT id = ANY(%s)
                    ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED""",
                tuple((user_id or 0, company_id) for user_id, company_id in lost),
                list(seen),
                batch,
            )
        )
        return self.sudo().browse([row[0] for row in rows])

    @api.model
    def _is_unreachable(self, user_id, company_id):
        addressee = self.env["csm.addressee"]
        user = self.env["res.users"].sudo().browse(user_id)
        person = addressee._person_of_user(user, self.env["res.company"].browse(company_id))
        now = self.env.cr.now().replace(microsecond=0)
        return not addressee._reach([person], now)[0]

    # Hooks of the deadline engine

    def _deadline_rights(self):
        rights = super()._deadline_rights()
        return {**rights, "barred_user_ids": self.approval_id.barred_user_ids.ids}

    def _deadline_is_over(self):
        return self.state == "skipped"
