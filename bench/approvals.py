"""Measure what approving costs, with few and with many requests open."""

from odoo.fields import Command

BATCH, OPEN = 100, 2000


class Approvals:
    """Applications that wait for one approver, under a rule in force."""

    def __init__(self, department):
        self.env = env = department.env
        self.company = department.company
        self.approver, self.asker = department.users[:2]
        self.approver.group_ids |= env.ref("csm.group_manager")
        self.role = env["csm.role"].create({"code": "bench", "name": "Bench", "rank": 50})
        env["csm.role.holder"].create(
            {
                "role_id": self.role.id,
                "company_id": self.company.id,
                "employee_id": self.approver.employee_id.id,
                "date_from": "2010-01-01",
            }
        )
        self.adopt()

    def adopt(self):
        env = self.env
        regulation = env["csm.regulation"].create(
            {"code": "B-A", "name": "Approvals", "company_kind": "bench"}
        )
        article = env["csm.regulation.article"].create(
            {"regulation_id": regulation.id, "number": "1", "name": "x", "text": "x"}
        )
        env["csm.approval.rule"].create(
            {
                "name": "Authority",
                "article_id": article.id,
                "model_id": env["ir.model"]._get_id("csm.request"),
                "move": "grant",
                "step_ids": [Command.create({"addressee": "role", "role_id": self.role.id})],
            }
        )
        adoption = env["csm.adoption"].create(
            {
                "regulation_id": regulation.id,
                "company_id": self.company.id,
                "adopted_on": "2010-01-01",
                "reason": "Bench",
            }
        )
        adoption.action_adopt()

    def ask(self, count):
        """Return that many requests that wait for the approver."""
        kind = self.env.ref("csm.csm_request_kind_memorial")
        vals = [{"name": f"Request {n}", "kind_id": kind.id, "amount": n} for n in range(count)]
        requests = self.env["csm.request"].with_user(self.asker).create(vals)
        requests._go(requests._move_named("submit"))
        self.env.cr.commit()
        ids = [("res_model", "=", "csm.request"), ("res_id", "in", requests.ids)]
        return self.env["csm.approval"].search(ids)


def measure_approvals(table, department, watch):
    """Approve 200 requests in batches of 100: at most 6 queries each, however many are open."""
    work, found = Approvals(department), []
    for _round in range(2):
        queries = ms = 0
        for _batch in range(2):
            approvals = work.ask(BATCH).with_user(work.approver)
            approvals.env.invalidate_all()
            with watch() as taken:
                approvals.action_approve()
                approvals.env.cr.commit()
            queries, ms = queries + taken.queries, ms + taken.ms
        found.append((queries / 2 / BATCH, ms / 2 / BATCH))
        work.ask(OPEN)
    (few, _ms), (many, ms) = found
    table.row(
        f"approve 200 of {OPEN:,} open",
        f"{ms:.2f} ms {many:.1f} q",
        f"none open {few:.1f} q",
        "6 q, flat",
        many <= 6 and many <= few * 1.1,
    )
