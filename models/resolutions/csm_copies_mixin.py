from odoo import api, fields, models


class CsmCopiesMixin(models.AbstractModel):
    """A numbered paper of a case whose copies lie with different holders."""

    _name = "csm.copies.mixin"
    _description = "Paper With Copies"
    _inherit = ["csm.state.mixin"]

    copy_ids = fields.One2many(
        "csm.copy", "res_id", "Copies", domain=lambda self: [("res_model", "=", self._name)]
    )
    # Where the copies are is no secret to whoever may read the paper.
    copies_text = fields.Char(
        "Where the Copies Are", compute="_compute_copies_text", compute_sudo=True
    )

    @api.depends("copy_ids.holder")
    @api.depends_context("lang")
    def _compute_copies_text(self):
        for paper in self:
            holders = dict(self.env["csm.copy"]._fields["holder"]._description_selection(self.env))
            paper.copies_text = ", ".join(
                self.env._("%(number)s: %(holder)s", number=number, holder=holders[holder])
                for number, holder in paper._copies()
            )

    def _copies(self):
        """Return ``[(number, holder)]``: where each copy lies now."""
        self.ensure_one()
        return sorted({row.number: row.holder for row in self.copy_ids.sorted("id")}.items())

    def _moved(self, move):
        result = super()._moved(move)
        for paper in self:
            paper._hand_copies(move.name)
        return result

    def _hand_copies(self, step):
        """Put on record to whom which copy goes with a step, and tell them."""
        lines = self.env["csm.copy.rule"]._handed(self, step)
        if not lines:
            return
        held = self._held()
        for line in lines:
            if held.get(line.number) != line.holder:
                # The register of copies is the system's; nobody writes in it.
                self.env["csm.copy"].sudo().create(self._prepare_copy_vals(line))
        self.invalidate_recordset(["copy_ids"], flush=False)

    def _held(self):
        """Hook: who holds each copy already, so that nobody is handed it again."""
        return dict(self._copies())

    def _prepare_copy_vals(self, line):
        return {
            "res_model": self._name,
            "res_id": self.id,
            "case_id": self._copy_case().id,
            "number": line.number,
            "holder": line.holder,
            "is_to_act": line.is_to_act,
            "told_user_id": self._tell_holder(line).id,
            "user_id": self.env.uid,
            "handed_at": self.env.cr.now().replace(microsecond=0),
        }

    def _copy_case(self):
        """Hook: the case the paper belongs to."""
        return self["case_id"]

    def _tell_holder(self, line):
        """Tell whoever holds the role of a copy that it is theirs; return who was told."""
        role, case = self.env["csm.role"].browse(line.role_id or ()), self._copy_case()
        if not role:
            return self.env["res.users"]
        # Those the case complains about hold no copy of it; then their stand-ins do.
        persons = self.env["csm.case.station"]._persons_of(case, self.env["hr.department"], role)
        finder = self.env["csm.addressee"]
        user, notes = finder._reach(finder._persons_of_employees(persons), self.env.cr.now())
        if not user:
            self._nobody_told(line, notes)
            return user
        mine = self.with_context(lang=user.lang)
        holders = dict(self.env["csm.copy"]._fields["holder"]._description_selection(mine.env))
        text = mine.env._(
            "Copy %(number)s of %(paper)s is for you: %(holder)s.",
            number=line.number,
            paper=self["number"],
            holder=holders[line.holder],
        )
        if line.is_to_act:
            # They need not be able to open the case; the number is all they are told of it.
            self.sudo().activity_schedule(
                "mail.mail_activity_data_todo", summary=text, user_id=user.id
            )
        else:
            self.env["mail.thread"].sudo().message_notify(
                partner_ids=user.partner_id.ids,
                subject=mine.env._("A copy of %(paper)s", paper=self["number"]),
                body=text,
            )
        return user

    def _nobody_told(self, line, notes):
        """Note in the history of the case that a copy finds nobody."""
        case = self._copy_case().sudo()
        told = case.with_context(lang=case.company_id.partner_id.lang)
        role = told.env["csm.role"].browse(line.role_id)
        text = told.env._(
            "Copy %(number)s finds nobody: “%(role)s” is held by nobody who can be reached. Name "
            "somebody who holds it, then hand the copy over.",
            number=line.number,
            role=role.name,
        )
        case._message_log(body=" ".join([text, *notes]))

    # What papers share

    @api.model
    def _monthly_prefix(self, mark, vals):
        """Return a mark and YYMM of the month in the company's zone."""
        company = self.env["res.company"].browse(vals["company_id"]).sudo()
        zone = company.resource_calendar_id.tz or "UTC"
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), self.env.cr.now())
        return f"{mark}{local:%y%m}"
