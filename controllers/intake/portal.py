import re
import secrets

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import content_disposition, request
from odoo.tools import plaintext2html
from odoo.tools.mimetypes import guess_mimetype

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from .complaint_intake import LARGEST_BODY, MIMETYPES
from .portal_pages import PortalPages, of_case

PAGE_SIZE = 20
LENGTHS = {"name": 100, "order_number": 100, "text": 5000, "demand": 1000}
SHORTEST_TEXT = 10
PER_PERSON, PER_PLACE = 20, 60


class CsmPortalController(PortalPages, CustomerPortal):
    """The customer's own pages: their cases, a new complaint, and what they say about one."""

    # The list

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "csm_case_count" in counters:
            Case = request.env["csm.case"]
            # Customers have no right to cases; the domain is what they may count.
            values["csm_case_count"] = Case.sudo().search_count(Case._portal_domain())
        return values

    @http.route(
        ["/my/complaints", "/my/complaints/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def complaints(self, page=1, sortby=None, filterby=None, search="", **_others):
        """List the customer's own cases."""
        Case = request.env["csm.case"]
        sortings, filters = self._sortings(), self._filters()
        sortby = sortby if sortby in sortings else "date"
        filterby = filterby if filterby in filters else "all"
        domain = Case._portal_domain() & filters[filterby]["domain"]
        if search := search.strip()[:100]:
            domain &= Domain("number", "ilike", search) | Domain("name", "ilike", search)
        # Customers have no right to cases; the domain is what they may see.
        cases = Case.sudo()
        pager = portal_pager(
            url="/my/complaints",
            url_args={"sortby": sortby, "filterby": filterby, "search": search},
            total=cases.search_count(domain),
            page=page,
            step=PAGE_SIZE,
        )
        found = cases.search(
            domain, order=sortings[sortby]["order"], limit=PAGE_SIZE, offset=pager["offset"]
        )
        rows = [case._portal_row(self._zone()) for case in found]
        values = self._prepare_portal_layout_values() | {
            "rows": rows,
            "page_name": "csm_cases",
            "pager": pager,
            "default_url": "/my/complaints",
            "searchbar_sortings": sortings,
            "sortby": sortby,
            "searchbar_filters": filters,
            "filterby": filterby,
            "search": search,
            "searchbar_inputs": {"all": {"input": "all", "label": self.env._("Number or subject")}},
            "search_in": "all",
            "may_complain": bool(request.env.company._csm_portal_team()),
            "several_companies": len({row["company"] for row in rows}) > 1,
            "several_persons": len({row["person"] for row in rows}) > 1,
        }
        return self._safe(request.render("csm.csm_case_portal_list", values))

    def _sortings(self):
        return {
            "date": {"label": self.env._("Newest"), "order": "received_at desc, id desc"},
            "number": {"label": self.env._("Number"), "order": "number, id"},
            "state": {"label": self.env._("State"), "order": "state, received_at desc, id desc"},
        }

    def _filters(self):
        return {
            "all": {"label": self.env._("All"), "domain": Domain.TRUE},
            "open": {
                "label": self.env._("Open"),
                "domain": Domain("state", "not in", ("closed", "void")),
            },
            "closed": {
                "label": self.env._("Closed"),
                "domain": Domain("state", "in", ("closed", "void")),
            },
        }

    # One case

    @http.route(
        "/my/complaints/<int:case_id>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    @of_case
    def complaint(self, case, access_token, said="", **_others):
        """Show one case to whoever may see it."""
        return self._case_page(case, access_token, said=said)

    @http.route(
        "/my/complaints/<int:case_id>/files/<int:file_id>",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        sitemap=False,
        methods=["GET"],
    )
    def complaint_file(self, case_id, file_id, access_token="", **_others):
        """Hand out a file the customer sent or was sent; no other file of the case."""
        case = self._case(case_id, access_token)
        file = case._portal_files().filtered(lambda file: file.id == file_id) if case else None
        if not file or file._why_not_outside():
            raise request.not_found()
        stream = request.env["ir.binary"].sudo()._get_stream_from(file)
        picture = guess_mimetype(file.raw or b"") in MIMETYPES
        response = stream.get_response(as_attachment=not picture)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    @http.route(
        "/my/complaints/<int:case_id>/letter",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        sitemap=False,
        methods=["GET"],
        readonly=False,
    )
    def complaint_letter(self, case_id, access_token="", **_others):
        """Print the letter with which we answered."""
        case = self._case(case_id, access_token)
        if not case or not case._has_portal_letter():
            raise request.not_found()
        # Whose case it is was asked above; customers have no right to reports.
        report = request.env["ir.actions.report"].sudo()
        content, kind = report._render_qweb_pdf("csm.ir_actions_report_csm_case_letter", case.ids)
        types = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}
        name = content_disposition(f"{case.number}.{kind}", "inline")
        headers = [("Content-Type", types[kind]), ("Content-Disposition", name)]
        return self._safe(request.make_response(content, headers))

    @http.route(
        "/my/complaints/<int:case_id>/write",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["POST"],
        max_content_length=LARGEST_BODY,
    )
    @of_case
    def complaint_write(self, case, access_token, text="", **_others):
        """Take down what the customer adds."""
        text, files = text.strip(), self._sent_files()
        faults = self._faults_of_files(files)
        if not text and not files:
            faults["text"] = self.env._("Please write something or add a file.")
        elif len(text) > LENGTHS["text"]:
            faults["text"] = self.env._(
                "At most %(count)s characters, please.", count=LENGTHS["text"]
            )
        elif self._is_too_often(f"write:{case.id}", PER_PERSON):
            faults["text"] = self._too_often()
        if faults:
            return self._case_page(case, access_token, faults=faults, entered={"text": text})
        case._portal_write(plaintext2html(text), [(self._name_of(f), f.read()) for f in files])
        return self._back(case, access_token, "written")

    @http.route(
        "/my/complaints/<int:case_id>/rate",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["POST"],
    )
    @of_case
    def complaint_rate(self, case, access_token, stars="", note="", **_others):
        """Take down how content the customer is."""
        try:
            case._portal_rate(int(stars) if stars.isdecimal() else 0, note)
        except UserError as refusal:
            faults = {"stars": str(refusal)}
            return self._case_page(case, access_token, faults=faults, entered={"note": note})
        return self._back(case, access_token, "rated")

    # A link that no longer opens anything

    @http.route(
        "/my/complaints/link",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["POST"],
    )
    def complaint_link(self, access_token="", **_others):
        """Send a new link to the known address; the answer never tells whether there was one."""
        address = request.httprequest.remote_addr
        link = request.env["csm.portal.link"]._of_token(access_token)
        if link and not self._is_too_often(f"link:{address}", PER_PERSON):
            case = link.case_id
            if case._may_have_portal_link() and not link._are_many(case):
                case._send_portal_link()
        values = {"page_name": "csm_case", "is_asked": True, "no_breadcrumbs": True}
        return self._safe(request.render("csm.csm_case_portal_ended", values))

    # A new complaint

    @http.route(
        "/my/complaints/new",
        type="http",
        auth="user",
        website=True,
        sitemap=False,
        methods=["GET", "POST"],
        max_content_length=LARGEST_BODY,
        readonly=False,
    )
    def new_complaint(self, **post):
        """Show the form of a new complaint; take a filled one in."""
        company = request.env.company
        team = company._csm_portal_team()
        if request.httprequest.method == "GET" or not team:
            return self._new_page(team, {}, {})
        entered = {name: (post.get(name) or "").strip() for name in LENGTHS}
        stamp = (post.get("stamp") or "")[:64]
        sent = request.session.get("csm_complaints") or {}
        if stamp in sent:
            # Sent twice: the second is the same complaint.
            return request.redirect(f"/my/complaints/{sent[stamp]}?said=new")
        files = self._sent_files()
        faults = self._faults_of_new(entered, files)
        if faults:
            return self._new_page(team, entered, faults, stamp)
        case = self._take_down(team, entered, files)
        request.session["csm_complaints"] = {**sent, stamp: case.id}
        return request.redirect(f"/my/complaints/{case.id}?said=new")

    def _new_page(self, team, entered, faults, stamp=""):
        values = self._prepare_portal_layout_values() | {
            "page_name": "csm_case_new",
            "team": team,
            "res_company": request.env.company,
            "entered": entered,
            "faults": faults,
            "lengths": LENGTHS,
            "accepted": ",".join(MIMETYPES),
            "stamp": stamp or secrets.token_urlsafe(16),
        }
        response = request.render("csm.csm_case_portal_new", values)
        response.status_code = 422 if faults else 200
        return self._safe(response)

    def _faults_of_new(self, entered, files):
        faults = self._faults_of_files(files)
        if len(entered["text"]) < SHORTEST_TEXT:
            faults["text"] = self.env._("Please tell us what happened, in a sentence or more.")
        for name, longest in LENGTHS.items():
            if len(entered[name]) > longest:
                faults[name] = self.env._("At most %(count)s characters, please.", count=longest)
        if not faults and self._is_too_often(f"new:{request.env.uid}", PER_PERSON):
            faults["form"] = self._too_often()
        return faults

    def _take_down(self, team, entered, files):
        """Make a case of what the customer has written and return it."""
        company, partner = team.company_id, request.env.user.partner_id
        # Customers have no right to cases; being logged in is the right to make one's own.
        cases = request.env["csm.case"].sudo().with_company(company)
        cases = cases.with_context(
            lang=company.partner_id.lang or "en_US", mail_create_nosubscribe=True
        )
        case = cases._coming_by_itself().create(
            {
                "name": entered["name"] or self._subject(entered["text"]),
                "description": plaintext2html(entered["text"]),
                "demand": entered["demand"],
                "kind": "complaint",
                "channel": "web",
                "company_id": company.id,
                "team_id": team.id,
                "first_responder_id": False,
                "user_id": False,
                "partner_id": partner.id,
                "order_number": entered["order_number"],
            }
        )
        self._attach(case, files)
        return case

    def _name_of(self, file):
        return re.split(r"[\\/]", file.filename)[-1][:100] or "file"
