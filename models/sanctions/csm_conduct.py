from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ...tools.carries import carries

# A picture that tells the tiles of one subject from those of another, and one act from another.
ICONS = {
    "attendance": "fa-clock-o",
    "conduct": "fa-exclamation-triangle",
    "appearance": "fa-user",
    "phone": "fa-phone",
    "complaint": "fa-comments",
    "secrecy": "fa-lock",
    "paperwork": "fa-file-text-o",
    "property": "fa-trash-o",
    "merit": "fa-star",
}
ICON_OF = {
    "leave_post": "fa-sign-out",
    "unrelated": "fa-random",
    "wandering": "fa-arrows",
    "noise": "fa-volume-up",
    "chatting": "fa-comments-o",
    "chat_customer": "fa-commenting-o",
    "reading": "fa-book",
    "games": "fa-gamepad",
    "private_chat": "fa-weixin",
    "video": "fa-film",
    "download": "fa-download",
    "browsing": "fa-globe",
    "sleeping": "fa-bed",
    "eating": "fa-cutlery",
    "smoking": "fa-fire",
    "drinking": "fa-glass",
    "gossip": "fa-bullhorn",
    "quarrel": "fa-bolt",
    "harm": "fa-thumbs-o-down",
    "shirking": "fa-share",
    "difficulties": "fa-ban",
    "favours": "fa-money",
    "gifts": "fa-gift",
    "visitors": "fa-users",
    "grooming": "fa-scissors",
    "scribbling": "fa-pencil",
    "paper_cups": "fa-coffee",
    "tea": "fa-coffee",
    "private_use": "fa-briefcase",
    "mobile_chat": "fa-mobile",
    "holding_children": "fa-child",
    "desk": "fa-inbox",
    "enter_office": "fa-building-o",
    "no_smile": "fa-frown-o",
    "invisible": "fa-eye-slash",
    "handbook": "fa-book",
    "hang_up": "fa-times-circle",
    "phone_ring": "fa-bell-o",
    "owner_praise": "fa-smile-o",
    "praise_letter": "fa-envelope-o",
    "saving": "fa-leaf",
    "idea": "fa-lightbulb-o",
}
# What an entry may say besides who and what.
SAID = ("minutes", "cost", "quantity", "severity", "description")
# Larger pictures are made smaller before they are sent.
LARGEST = 8_000_000


class CsmConduct(models.AbstractModel):
    """What somebody sees who notes conduct on a phone: the acts, the people, and it is noted."""

    _name = "csm.conduct"
    _description = "Note Conduct"

    @api.model
    def read_board(self):
        """Return what may be noted here, by subject, and of whom."""
        company, groups = self.env.company, {}
        ladders = self.env["csm.sanction.rule"]._ladders(company.id)
        answered = {
            offence: ladder
            for ladder in ladders
            if ladder.covers(self.env.cr.now())
            for offence in ladder.offence_ids
        }
        offences = self.env["csm.offence"].search([("id", "in", list(answered))])
        for offence in offences:
            tiers = any(step.severity for step in answered[offence.id].steps)
            tile = {
                "id": offence.id,
                "name": offence.name,
                "asks": offence.asks if offence.asks != "none" else "",
                "tiers": tiers,
                "icon": ICON_OF.get(offence.code) or ICONS[offence.group],
            }
            groups.setdefault(offence.group, []).append(tile)
        labels = dict(self.env["csm.offence"]._fields["group"]._description_selection(self.env))
        return {
            "groups": [
                {"code": code, "name": label, "icon": ICONS[code], "tiles": groups[code]}
                for code, label in labels.items()
                if code in groups
            ],
            "people": self._people(),
        }

    @api.model
    def note(self, offence_id, employee_id, said=None):
        """Propose what somebody has seen; returns what was noted."""
        if employee_id not in self._reached():
            raise AccessError(
                self.env._(
                    "You note the conduct of those you lead. Tell the superior of this person, or "
                    "ask to be named an inspector."
                )
            )
        values = {name: value for name, value in (said or {}).items() if name in SAID and value}
        # Whoever is reached here need not be able to read all employees.
        sanction = self.env["csm.sanction"]._propose(
            [
                {
                    "company_id": self.env.company.id,
                    "employee_id": employee_id,
                    "offence_id": offence_id,
                    "offence_at": self.env.cr.now().replace(microsecond=0),
                    **values,
                }
            ]
        )
        noted = sanction.sudo()
        return {
            "id": noted.id,
            "number": noted.number,
            "offence": noted.offence_id.name,
            "person": noted.employee_id.name,
            "brings": self._brings(noted),
        }

    @api.model
    def add_picture(self, sanction_id, name, data):
        """Add a photo to what the reader has just noted."""
        noted = self._own_note(sanction_id)
        if len(data or "") > LARGEST:
            raise UserError(self.env._("The picture is too large. Take it with fewer pixels."))
        picture = {
            "name": name or "photo.jpg",
            "datas": data,
            "mimetype": "image/jpeg",
            "res_model": noted._name,
            "res_id": noted.id,
        }
        noted.evidence_ids = [Command.create(picture)]
        return True

    @api.model
    def add_words(self, sanction_id, text):
        """Add what happened, in words, to what the reader has just noted."""
        self._own_note(sanction_id).description = text
        return True

    @api.model
    def _own_note(self, sanction_id):
        noted = self.env["csm.sanction"].sudo().browse(sanction_id).exists()
        if not noted or noted.proposer_id != self.env.user or noted.state != "proposed":
            raise AccessError(self.env._("Only who noted it adds to it, until it is confirmed."))
        return noted

    # Of whom

    @api.model
    def _people(self):
        # Names, departments and pictures are in the directory of the company for everybody.
        people = self.env["hr.employee.public"].browse(sorted(self._reached()))
        return [
            {"id": person.id, "name": person.name, "department": person.department_id.name or ""}
            for person in people.sudo().sorted("name")
        ]

    @api.model
    def _reached(self):
        """Return the ids of those whose conduct the reader may note in this company."""
        # Whom somebody leads is asked on behalf of the page; the wage and the rest stay closed.
        Employee = self.env["hr.employee"].sudo()
        mine = [("company_id", "=", self.env.company.id), ("user_id", "!=", self.env.uid)]
        if not self._sees_everybody():
            mine.append(("id", "in", self.env["csm.sanction"]._people_of(self.env.uid)))
        return set(Employee.search(mine).ids)

    @api.model
    def _sees_everybody(self):
        return self.env.user.has_group("hr.group_hr_user") or self._is_inspector()

    @api.model
    @carries("S1-11-10", neutral=False)
    def _is_inspector(self):
        """Inspectors of customer service note what they see in any department."""
        # Who holds a role is asked by the system; the list of holders is not everybody's.
        role = self.env.ref("csm.csm_role_conduct_inspector").sudo()
        today = self.env["csm.company.clock.mixin"]._today_of(self.env.company)
        return self.env.user in role._employees_on(self.env.company, today).user_id

    @api.model
    def _brings(self, sanction):
        """Say in a few words what it will bring once it is confirmed; never a part of a wage."""
        time = self.env._("time %(number)s", number=sanction.occurrence)
        return ", ".join(filter(None, (time, sanction.outcome_text)))
