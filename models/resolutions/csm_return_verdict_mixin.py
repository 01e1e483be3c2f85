from datetime import timedelta

from odoo import api, fields, models

from ...tools.carries import carries


class CsmReturnVerdictMixin(models.AbstractModel):
    """Lets the adopted regulations say whether goods are taken back, and on what terms booked."""

    _name = "csm.return.verdict.mixin"
    _description = "Return Judged by Regulations"
    _inherit = ["csm.return.chain.mixin"]

    unconditional_until = fields.Date(
        compute="_compute_unconditional_until",
        help="A complaint up to this day entitles the customer to give the goods back.",
    )

    @api.depends("dispatched_on", "reason_id", "is_customer_storage", "quality_confirmed_at")
    def _compute_unconditional_until(self):
        for note in self:
            verdict = note._entitlement()
            days = timedelta(days=verdict.days) if verdict else None
            note.unconditional_until = note["dispatched_on"] + days if verdict else False

    def _verdicts(self, demand):
        """Return the rules in force with this demand that speak to this note."""
        return self.env["csm.return.rule"]._speaking_to(self, demand)

    def _article_of(self, verdict):
        return self.env["csm.return.rule"]._rule_of(verdict).article_id.display_name

    def _refused_by(self, verdict, reason=""):
        """Return the sentence by which a rule refuses."""
        rule = self.env["csm.return.rule"]._rule_of(verdict)
        return self.env._(
            "%(note)s: “%(rule)s” (%(article)s). %(reason)s",
            note=self["display_name"],
            rule=rule.name,
            article=rule.article_id.display_name,
            reason=" ".join(filter(None, (reason, rule.with_env(self.env).sudo().advice))),
        )

    # Whether they are taken back

    def _entitlement(self):
        """Return the rule with the longest window that speaks to a note with a dispatch day."""
        verdicts = self._verdicts("unconditional") if self["dispatched_on"] else []
        return max(verdicts, key=lambda verdict: verdict.days, default=None)

    def _claim_day(self):
        """Return the local day on which the customer complained."""
        return self._local_day(self.sudo()["case_id"].received_at)

    @carries("S0-07-09", neutral=None)
    def _unconditional_verdict(self):
        """Return the rule that entitles the customer to give the goods back, if one does.

        The days run from the dispatch to the complaint, both as days of the company.
        """
        verdict = self._entitlement()
        if not verdict or not self["quality_confirmed_at"]:
            return None
        days = (self._claim_day() - self["dispatched_on"]).days
        return verdict if 0 <= days <= verdict.days else None

    def _why_not_entitled(self):
        """Refuse to refuse what the customer may give back without conditions."""
        verdict = self._unconditional_verdict()
        if not verdict:
            return ""
        return self._refused_by(
            verdict,
            self.env._(
                "The goods left on %(day)s and the customer complained within %(days)s days: they "
                "are taken back without conditions.",
                day=self["dispatched_on"],
                days=verdict.days,
            ),
        )

    def _why_not_taken_back(self):
        if self._unconditional_verdict():
            return ""
        return self._why_not_allowed() or self._why_not_confirmed() or self._why_not_in_ratio()

    @carries("S0-07-08", "S2-17-11", "S3-09-23", neutral="")
    def _why_not_allowed(self):
        verdicts = self._verdicts("refused")
        return self._refused_by(verdicts[0]) if verdicts else ""

    @carries("S0-07-07", neutral="")
    def _why_not_confirmed(self):
        verdicts = [] if self["quality_confirmed_at"] else self._verdicts("quality")
        if not verdicts:
            return ""
        return self._refused_by(
            verdicts[0], self.env._("The quality department has not confirmed it yet.")
        )

    @carries("S2-17-12", neutral="")
    def _why_not_in_ratio(self):
        """Refuse what goes beyond the ratio of the customer's contract."""
        verdicts = self._verdicts("ratio")
        if not verdicts:
            return ""
        # The contract is read for the reckoning, whoever may see the customer's file.
        contract = self.sudo()["partner_id"].commercial_partner_id
        base, ratio = contract.csm_contract_amount, contract.csm_return_ratio
        if not base:
            return self._refused_by(
                verdicts[0],
                self.env._(
                    "Enter the value delivered under the contract and its ratio at the customer."
                ),
            )
        used = contract._csm_returned_amount(self) + self.sudo()["company_amount"]
        currency = self.sudo()["company_currency_id"]
        if currency.compare_amounts(used, base * ratio / 100) <= 0:
            return ""
        return self._refused_by(
            verdicts[0],
            self.env._(
                "With this note %(used)s %% of the deliveries would have come back; the contract "
                "allows %(ratio)s %%.",
                used=round(100 * used / base, 2),
                ratio=ratio,
            ),
        )

    # On what terms they are received and booked

    @carries("S2-09-36", neutral="")
    def _why_not_without_instruction(self):
        """Refuse to sign for another quantity than approved without somebody's instruction."""
        differing = self["line_ids"].filtered(lambda line: line._differs())
        verdicts = self._verdicts("instruction") if differing else []
        if not verdicts or self["instructed_at"]:
            return ""
        return self._refused_by(
            verdicts[0],
            self.env._(
                "%(goods)s: %(received)s came, %(approved)s were approved. Ask for an instruction, "
                "record it and who gave it, then receive what came.",
                goods=differing[0].display_name,
                received=differing[0].received_quantity,
                approved=differing[0].approved_quantity,
            ),
        )

    @carries("S2-09-34", "S1-04-40", neutral="")
    def _why_not_equal(self):
        """Refuse to book another quantity than approved, beyond what the regulation tolerates."""
        for verdict in self._verdicts("equal"):
            percent = self._tolerated_percent(verdict)
            wrong = self["line_ids"].filtered(
                lambda line, percent=percent: (
                    line._differs() and (percent is None or not line._is_tolerated(percent))
                )
            )
            if wrong:
                return self._refused_by(verdict, self._difference_sentence(wrong[0], percent))
        return ""

    def _difference_sentence(self, line, percent):
        values = {
            "goods": line.display_name,
            "received": line.received_quantity,
            "approved": line.approved_quantity,
        }
        if percent is None:
            return self.env._(
                "%(goods)s: %(received)s came, %(approved)s were approved; both must be equal. "
                "Take the note back to a draft and let the quantity be approved anew.",
                **values,
            )
        return self.env._(
            "%(goods)s: %(received)s came, %(approved)s were approved, and the tolerance is "
            "%(percent)s %%. Take the note back to a draft and let the quantity be approved anew.",
            percent=percent,
            **values,
        )

    @carries("S2-09-35", neutral=None)
    def _tolerated_percent(self, verdict):
        """Return the tolerance of the same regulation, or None where it knows none."""
        same = [
            tolerance
            for tolerance in self._verdicts("tolerance")
            if tolerance.regulation_id == verdict.regulation_id
        ]
        return self["tolerance"] if same else None

    @carries("S2-09-38", neutral="")
    def _why_not_proved(self):
        verdicts = self._verdicts("proof")
        if not verdicts or (self["proof"] and self.sudo()["proof_attachment_ids"]):
            return ""
        return self._refused_by(
            verdicts[0],
            self.env._(
                "Choose which proof the customer gave – the original invoice stamped, a stamped "
                "copy with quantity, price and amount, or a stamped certificate of return – and "
                "attach it."
            ),
        )

    def _why_not_passed_by(self):
        """Refuse to settle past accounting where a regulation wants the note booked."""
        if self["state"] == "booked":
            return ""
        for demand in ("equal", "proof"):
            verdicts = self._verdicts(demand)
            if verdicts:
                return self._refused_by(
                    verdicts[0], self.env._("Accounting has to book the return first.")
                )
        return ""

    @carries("S0-15-26", neutral="")
    def _why_not_handed_out(self):
        """Refuse to hand out in exchange what is not checked and found good."""
        bad = self["line_ids"].filtered(lambda line: line.replacement != "good")
        verdicts = self._verdicts("checked") if bad else []
        if not verdicts:
            return ""
        return self._refused_by(
            verdicts[0],
            self.env._(
                "%(goods)s: the replacement is not checked and found good. Nothing defective is "
                "handed out; exchange it.",
                goods=bad[0].display_name,
            ),
        )
