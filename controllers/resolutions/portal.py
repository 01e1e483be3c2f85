from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..intake.portal_pages import PortalPages, of_case


class CsmPortalSolutionController(PortalPages, http.Controller):
    """The pages on which customers sign a proposal, or say what they do not agree with."""

    @http.route(
        "/my/complaints/<int:case_id>/proposals/<int:solution_id>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    @of_case
    def proposal(self, case, access_token, solution_id, **_others):
        """Show one proposal with the field for the signature."""
        solution = self._proposal(case, solution_id)
        if not solution or self._must_log_in(case):
            return self._back(case, access_token, "stale")
        values = {
            "page_name": "csm_case",
            "case": case._portal_values(self._zone()),
            "proposal": solution._portal_values(),
            "res_company": case.company_id,
            "access_token": access_token,
            "query": f"?access_token={access_token}" if access_token else "",
            "no_breadcrumbs": request.env.user._is_public(),
            "signer": self._signer(case),
        }
        return self._safe(request.render("csm.csm_solution_portal_page", values))

    @http.route(
        "/my/complaints/<int:case_id>/proposals/<int:solution_id>/accept",
        type="jsonrpc",
        auth="public",
        website=True,
    )
    def accept(self, case_id, solution_id, access_token=None, name=None, signature=None):
        """Take the signature; the answer is for Odoo's signature form."""
        access_token = access_token or request.httprequest.args.get("access_token")
        case = self._case(case_id, access_token)
        solution = self._proposal(case, solution_id)
        if not solution:
            return {"error": self.env._("This proposal is not yours to answer.")}
        if self._must_log_in(case):
            return {"error": self._log_in_first()}
        try:
            solution._portal_accept(name, signature, *self._from())
        except UserError as refusal:
            return {"error": str(refusal)}
        query = f"access_token={access_token}&" if access_token else ""
        return {
            "force_refresh": True,
            "redirect_url": f"{case._portal_path()}?{query}said=accepted",
        }

    @http.route(
        "/my/complaints/<int:case_id>/proposals/<int:solution_id>/decline",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["POST"],
    )
    @of_case
    def decline(self, case, access_token, solution_id, reason="", **_others):
        """Take the customer's objection."""
        solution = self._proposal(case, solution_id)
        try:
            if not solution or self._must_log_in(case):
                raise UserError(self._log_in_first() if solution else self._is_stale())
            solution._portal_decline(reason, *self._from())
        except UserError as refusal:
            faults = {"proposal": str(refusal)}
            return self._case_page(case, access_token, faults=faults, entered={"reason": reason})
        return self._back(case, access_token, "declined")

    def _proposal(self, case, solution_id):
        """Return the proposal of a case, as the system; nothing where there is no case."""
        proposals = case._portal_proposals() if case else None
        found = proposals and proposals.filtered(lambda solution: solution.id == solution_id)
        return found and found.with_context(lang=request.env.lang)

    def _must_log_in(self, case):
        return request.env.user._is_public() and not case.company_id.csm_portal_sign_by_link

    def _log_in_first(self):
        return self.env._("Please log in to answer the proposal.")

    def _is_stale(self):
        return self.env._("This proposal no longer stands. Please look at your case again.")

    def _signer(self, case):
        user = request.env.user
        return case.partner_name if user._is_public() else user.name

    def _from(self):
        how = "link" if request.env.user._is_public() else "account"
        return request.httprequest.remote_addr, how
