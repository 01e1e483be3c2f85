from odoo import api, models

from ...tools.apportion import apportion
from ...tools.carries import carries

# Shares are told to a tenth of a percent, and make up the whole.
THOUSAND = 1000


class ReportCsmCsmLiabilityReviewStatistics(models.AbstractModel):
    """Prints the complaint case statistics of a month: its closed cases, who bears which share."""

    _name = "report.csm.csm_liability_review_statistics"
    _description = "Complaint Case Statistics"
    _inherit = ["csm.paper.report.mixin"]

    _form_report = "csm.ir_actions_report_csm_liability_review_statistics"
    _form_model = "csm.liability.review"

    @api.model
    def _form_record_name(self, doc):
        return ", ".join(month.strftime("%Y-%m") for month in doc.mapped("month"))

    @api.model
    def _sections(self, doc):
        lines = doc.line_ids._filtered_access("read")
        return [
            *super()._sections(doc),
            self._head(doc, lines),
            self._case_list(doc, lines),
            self._share_list(doc, lines),
            self._grid("remark", self.env._("Result"), self._cells(doc, "remark:3")),
            self._signs(
                "signs",
                [
                    self._signed(doc, self.env._("General Manager's Office"), "done_at"),
                    (self.env._("Manufacturing Department"), "", ""),
                    (self.env._("Quality Department"), "", ""),
                    (self.env._("Research and Development"), "", ""),
                ],
            ),
        ]

    @api.model
    def _head(self, doc, lines):
        # Whoever may read the lines reads what their cases add up to.
        statistic = self.env["csm.case.statistic"].sudo()
        figures = statistic._figures([("id", "in", lines.sudo().case_id.ids)])
        text = self.env["csm.case.statistic"]._figure_text
        names = ("founded", "founded_rate", "overdue_rate", "closing_mean", "satisfied_rate")
        labels = self.env["csm.case.statistic"]._figure_labels()
        return self._grid(
            "head",
            self.env._("Cases Closed in the Month"),
            [
                (self.env._("Month"), doc.month.strftime("%Y-%m"), 1),
                (self.env._("Cases"), str(len(lines)), 1),
                self._cell(doc, "team_id"),
                *((labels[name], text(name, figures[name]), 1) for name in names),
                self._cell(doc, "done_at", is_kept=True),
            ],
        )

    @api.model
    def _case_list(self, doc, lines):
        heads = [
            (self.env._("Number"), 9, "left"),
            (self.env._("Subject"), 20, "left"),
            (self.env._("Cause"), 12, "left"),
            (self.env._("Closed"), 10, "left"),
            (self.env._("Liable"), 25, "left"),
            (self.env._("Loss"), 11, "right"),
            (self.env._("Improvement"), 13, "left"),
        ]
        rows = [self._case_row(doc, line) for line in lines]
        return self._list("cases", self.env._("The Cases"), heads, rows)

    @api.model
    def _case_row(self, doc, line):
        # Whoever may read the line reads which case it is; who is liable, as far as they may.
        case, shares = line.sudo().case_id, self._shares_of(line)
        loss = sum(shares.mapped("amount"))
        return [
            case.number,
            case.name,
            self._text(case.with_env(self.env), "category_id"),
            self._moment(doc, case.closed_at)[:10],
            ", ".join(f"{share.party_name} {share.percent:g} %" for share in shares)
            or self.env._("no verdict"),
            self._money(loss, line.currency_id) if loss else "",
            self._improved(line),
        ]

    @api.model
    def _improved(self, line):
        """Say how many of the improvements laid down are done."""
        improvements = line.liability_id._filtered_access("read").improvement_ids
        if not improvements:
            return ""
        return self.env._(
            "%(done)s of %(all)s done",
            done=len(improvements.filtered("done_at")),
            all=len(improvements),
        )

    @api.model
    def _shares_of(self, lines):
        decided = lines.filtered("is_decided").liability_id._filtered_access("read")
        return decided.share_ids._filtered_access("read")

    @api.model
    def _share_list(self, doc, lines):
        heads = [
            (self.env._("Unit or Person"), 40, "left"),
            (self.env._("Cases"), 15, "right"),
            (self.env._("Borne"), 25, "right"),
            (self.env._("Share"), 20, "right"),
        ]
        rows = [
            [
                row["party"],
                str(row["cases"]),
                self._money(row["amount"], doc.company_id.currency_id),
                f"{row['share']:.1f} %",
            ]
            for row in self._party_shares(lines)
        ]
        return self._list("shares", self.env._("Who Bears Which Share"), heads, rows)

    @api.model
    @carries("S2-09-22", neutral=[])
    def _party_shares(self, lines):
        """Return what each unit bears of the month: of the loss, or of the cases where none is.

        :return: ``[{party, cases, amount, share}]``, the greatest first; shares make up 100
        """
        parties = self._shares_of(lines).grouped("party_name")
        amounts = {party: sum(shares.mapped("amount")) for party, shares in parties.items()}
        points = {party: sum(shares.mapped("percent")) for party, shares in parties.items()}
        measure = amounts if any(amounts.values()) else points
        weights = [round(100 * measure[party]) for party in parties]
        rows = [
            {
                "party": party,
                "cases": len(shares.liability_id),
                "amount": amounts[party],
                "share": part / THOUSAND * 100,
            }
            for (party, shares), part in zip(
                parties.items(), apportion(THOUSAND, weights), strict=True
            )
        ]
        return sorted(rows, key=lambda row: (-row["share"], row["party"]))
