from functools import wraps

from pytz import all_timezones_set

from odoo.http import request

from .complaint_intake import LENGTHS, MIMETYPES, ComplaintIntake


def of_case(page):
    """Make a page of one case: it gets the case, or is answered that there is none."""

    @wraps(page)
    def answer(self, case_id, access_token="", **values):
        case = self._case(case_id, access_token)
        if not case:
            return self._no_case(case_id, access_token)
        return page(self, case, access_token, **values)

    return answer


class PortalPages(ComplaintIntake):
    """How the customer's pages find a case, show it, and go back to it.

    Other rooms have pages of their own about the same case; they find it here too.
    """

    def _case(self, case_id, token):
        """Return the case as the system if whoever asks may see it, in the customer's language."""
        case = request.env["csm.case"]._portal_case(case_id, self._token(token))
        return case.with_context(lang=request.env.lang)

    def _token(self, token):
        return (token or "")[:100]

    def _zone(self):
        """Return the zone of whoever looks: their own, else the one their browser is in."""
        user = request.env.user
        zone = request.httprequest.cookies.get("tz")
        browser = zone if zone in all_timezones_set else ""
        return browser if user._is_public() else user.tz or browser

    def _no_case(self, case_id, token):
        """Answer alike whether the case does not exist or is somebody else's."""
        if token:
            values = {"page_name": "csm_case", "access_token": token, "no_breadcrumbs": True}
            response = request.render("csm.csm_case_portal_ended", values)
            response.status_code = 403
            return self._safe(response)
        if request.env.user._is_public():
            return request.redirect_query(
                "/web/login", {"redirect": f"/my/complaints/{int(case_id)}"}
            )
        raise request.not_found()

    def _case_page(self, case, token, said="", faults=None, entered=None):
        company = case.company_id
        values = {
            "page_name": "csm_case",
            "case": case._portal_values(self._zone()),
            "res_company": company,
            "access_token": token or "",
            "query": f"?access_token={token}" if token else "",
            "no_breadcrumbs": bool(token) and request.env.user._is_public(),
            "said": said,
            "faults": faults or {},
            "entered": entered or {},
            "lengths": LENGTHS,
            "accepted": ",".join(MIMETYPES),
        }
        response = request.render("csm.csm_case_portal_page", values)
        response.status_code = 422 if faults else 200
        return self._safe(response)

    def _back(self, case, token, said):
        query = {"access_token": token} if token else {}
        return request.redirect_query(case._portal_path(), {**query, "said": said})

    def _safe(self, response):
        """Let no machine keep the page, and no other site learn the link from it."""
        response = super()._safe(response)
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    def _sent_files(self):
        return [file for file in request.httprequest.files.getlist("files") if file.filename]

    def _is_too_often(self, what, limit):
        return self._count(f"portal-{what}") > limit

    def _too_often(self):
        return self.env._(
            "We have had very many messages from you. Please try again in an hour, or call us."
        )
