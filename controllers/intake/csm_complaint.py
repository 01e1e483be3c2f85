import logging
import re
import secrets
import time

from odoo import http
from odoo.http import request
from odoo.tools import consteq, email_normalize, hmac, plaintext2html

from .complaint_intake import LARGEST_BODY, LENGTHS, MIMETYPES, ComplaintIntake

_logger = logging.getLogger(__name__)

# Nobody reads and fills in the form faster; nobody needs longer than a day.
SHORTEST, LONGEST = 3, 24 * 3600
PER_ADDRESS, PER_PERSON, PER_TEAM = 10, 3, 300
SHORTEST_TEXT = 10
PHONE = re.compile(r"[\d\s()+./x-]{5,40}")
TRADITIONAL = ("zh-tw", "zh-hk", "zh-mo", "zh-hant")


class CsmComplaintController(ComplaintIntake, http.Controller):
    """The form on which anybody may complain to a team without an account."""

    @http.route(
        "/csm/complaint/<string:token>",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        sitemap=False,
        methods=["GET", "POST"],
        max_content_length=LARGEST_BODY,
        readonly=False,
    )
    def form(self, token, **post):
        """Show the form; take a filled one in."""
        self._speak(post.get("lang"))
        team = request.env["csm.team"]._of_complaint_token(token)
        if not team:
            raise request.not_found()
        if request.httprequest.method == "GET":
            return self._page(team, {}, {})
        entered = {name: (post.get(name) or "").strip() for name in LENGTHS}
        stamp = post.get("stamp") or ""
        case_ids = request.session.get("csm_complaints") or {}
        if stamp in case_ids:
            # Sent twice: the second is the same complaint.
            return self._thanks(token, stamp)
        files = [file for file in request.httprequest.files.getlist("files") if file.filename]
        faults = self._faults(team, entered, files, post)
        if faults:
            return self._page(team, entered, faults, stamp)
        case = self._take_in(team, entered, files)
        request.session["csm_complaints"] = {**case_ids, stamp: case.id}
        return self._thanks(token, stamp)

    @http.route(
        "/csm/complaint/<string:token>/thanks",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        sitemap=False,
        methods=["GET"],
    )
    def thanks(self, token, stamp="", lang=None, **_others):
        """Tell who has complained the number and what is promised."""
        self._speak(lang)
        team = request.env["csm.team"]._of_complaint_token(token)
        case_id = (request.session.get("csm_complaints") or {}).get(stamp)
        if not team or not case_id:
            raise request.not_found()
        # Whoever has just complained may read the number and the promise, and nothing else.
        case = request.env["csm.case"].sudo().browse(case_id).exists()
        values = self._common(team) | {
            "number": case.number,
            "promise": case.promise,
            # Another language shows the same page again.
            "keep": f"stamp={stamp}&",
        }
        return self._safe(request.render("csm.csm_contact_complaint_thanks", values))

    def _thanks(self, token, stamp):
        return request.redirect_query(f"/csm/complaint/{token}/thanks", {"stamp": stamp})

    # Pages

    def _speak(self, chosen):
        """Speak the language chosen, else the one of the browser."""
        installed = [code for code, _name in request.env["res.lang"].get_installed()]
        code = chosen if chosen in installed else None
        if not code and not request.cookies.get("frontend_lang"):
            best = (request.httprequest.accept_languages.best or "").lower()
            if best.startswith(TRADITIONAL) and "zh_TW" in installed:
                code = "zh_TW"
        if code:
            request.update_context(lang=code)
            request.future_response.set_cookie("frontend_lang", code)

    def _common(self, team):
        company = team.company_id
        languages = request.env["res.lang"].get_installed()
        return {
            "team": team,
            "res_company": company,
            "languages": languages if len(languages) > 1 else [],
            "keep": "",
        }

    def _page(self, team, entered, faults, stamp=""):
        values = self._common(team) | {
            "entered": entered,
            "faults": faults,
            "stamp": stamp if self._age(team, stamp) is not None else self._stamp(team),
            "lengths": LENGTHS,
            "accepted": ",".join(MIMETYPES),
        }
        response = request.render("csm.csm_contact_complaint_form", values)
        response.status_code = 422 if faults else 200
        return self._safe(response)

    # When the form was opened

    def _stamp(self, team):
        text = f"{int(time.time())}.{secrets.token_urlsafe(9)}"
        return f"{text}.{self._signature(team, text)}"

    def _signature(self, team, text):
        return hmac(request.env(su=True), "csm-complaint-form", (team.id, text))[:32]

    def _age(self, team, stamp):
        """Return how many seconds ago we gave out this stamp; None when we never did."""
        text, _dot, signature = stamp.rpartition(".")
        if not text or not consteq(signature, self._signature(team, text)):
            return None
        age = int(time.time()) - int(text.partition(".")[0])
        return age if age <= LONGEST else None

    # What is wrong with it

    def _faults(self, team, entered, files, post):
        """Return ``{field: sentence}`` of what keeps the complaint from being taken in."""
        faults = self._faults_of_person(entered) | self._faults_of_files(files)
        if len(entered["text"]) < SHORTEST_TEXT:
            faults["text"] = self.env._("Please tell us what happened, in a sentence or more.")
        for name, longest in LENGTHS.items():
            if len(entered[name]) > longest:
                faults[name] = self.env._("At most %(count)s characters, please.", count=longest)
        age = self._age(team, post.get("stamp") or "")
        if post.get("homepage"):
            faults["form"] = self.env._(
                "Please leave the field that is not shown empty, and send again."
            )
        elif age is None:
            faults["form"] = self.env._(
                "The form has been open for too long. Please send it again."
            )
        elif age < SHORTEST:
            faults["form"] = self.env._(
                "That was very fast. Please look it over and send it again."
            )
        return faults or self._faults_of_rate(team, entered, post["stamp"])

    def _faults_of_person(self, entered):
        faults = {}
        if not entered["name"]:
            faults["name"] = self.env._("Please enter your name.")
        if not entered["phone"] and not entered["email"]:
            faults["phone"] = self.env._("Please enter a telephone number or an e-mail address.")
        if entered["phone"] and not PHONE.fullmatch(entered["phone"]):
            faults["phone"] = self.env._("This does not look like a telephone number.")
        if entered["email"] and not email_normalize(entered["email"]):
            faults["email"] = self.env._("This does not look like an e-mail address.")
        return faults

    def _faults_of_rate(self, team, entered, stamp):
        """Count the attempt and refuse when one place or person sends too many."""
        person = email_normalize(entered["email"]) or re.sub(r"\D", "", entered["phone"])
        limits = {
            f"form-ip:{request.httprequest.remote_addr}": PER_ADDRESS,
            f"form-person:{team.id}:{person}": PER_PERSON,
            f"form-team:{team.id}": PER_TEAM,
        }
        for text, limit in limits.items():
            if self._count(text) > limit:
                return {
                    "form": self.env._(
                        "We have had very many messages from you. Please try again in an hour, or "
                        "call us."
                    )
                }
        if self._count(f"form-stamp:{stamp}") > 1:
            return {
                "form": self.env._(
                    "This has been sent already. Open the form anew to tell us more."
                )
            }
        return {}

    # Taking it in

    def _take_in(self, team, entered, files):
        """Make a case of the complaint and return it."""
        company = team.company_id
        # Nobody is logged in: the team's published form is the right to make this one case.
        cases = request.env["csm.case"].sudo().with_company(company)
        cases = cases.with_context(lang=company.partner_id.lang or "en_US")
        case = cases._coming_by_itself().create(
            {
                "name": self._subject(entered["text"]),
                "description": plaintext2html(entered["text"]),
                "kind": "complaint",
                "channel": "web",
                "company_id": company.id,
                "team_id": team.id,
                "first_responder_id": False,
                "user_id": False,
                "partner_name": entered["name"],
                "partner_phone": entered["phone"],
                "partner_email": email_normalize(entered["email"]) or False,
                "order_number": entered["order_number"],
            }
        )
        self._attach(case, files)
        _logger.info("Complaint form of team %s: case %s", team.id, case.id)
        return case
