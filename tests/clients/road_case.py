"""Whom the table of roads asks: one reader of each role and clearance, one file of each kind."""

from typing import NamedTuple

from odoo.service.model import call_kw

from ..common.csm_case_base import CsmBase

FILE = "csm.client.file"
LEVELS = CLEARANCES = (0, 1, 2, 3)
GROUPS = {
    "agent": ("csm.group_agent",),
    "supervisor": ("csm.group_supervisor",),
    "manager": ("csm.group_manager",),
    "executive": ("csm.group_executive",),
    "clerk": ("csm.group_agent", "csm.group_file_clerk"),
    "auditor": ("csm.group_auditor",),
    "settings": ("base.group_system",),
}
# Who may ask for client files at all without any clearance; the others have no access row.
MAY_ASK = ("agent", "supervisor", "manager", "executive", "clerk")
NEEDS = ("none", "team", "active", "expired")
COMPANIES = ("own", "other")
MISSING = 999_999_999
# The parts of a file that hold no more than this to be made.
PARTS = {
    "csm.client.person": {"name": "WORD"},
    "csm.client.credit.problem": {"happened_on": "2026-01-01", "description": "WORD"},
    "csm.client.document": {"name": "WORD", "file": "V09SRA=="},
    "csm.client.copy": {"copy_number": 7, "holder": "WORD"},
}


class Reader(NamedTuple):
    """One person: a role, and a clearance of the own company up to a level."""

    role: str
    clearance: int
    user: object


class Cell(NamedTuple):
    """One file, seen from all readers alike: its level, why they need it, whose it is."""

    level: int
    need: str
    company: str
    id: int
    word: str


def is_open(reader, cell):
    """Tell what the design says: cleared, in need, of the company, and of a role that may ask."""
    may_ask = reader.role in MAY_ASK or reader.clearance
    cleared = cell.level <= reader.clearance
    return bool(may_ask and cleared and cell.need in ("team", "active") and cell.company == "own")


class RoadCase(CsmBase):
    """Every role in every clearance, and a file for every level, need and company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at("2026-03-02 01:00:00")
        cls.foreign = cls.new_company("Testlabor", tz="Europe/Berlin")
        cls.readers = cls._readers()
        cls.keeper = cls._keeper()
        cls.cells = cls._cells()
        cls._hang_needs()
        cls._hang_parts()
        cls._hang_papers()
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _readers(cls):
        export = cls.env.ref("base.group_allow_export")
        kinds = [(role, level) for role in GROUPS for level in CLEARANCES]
        values = []
        for role, level in kinds:
            vals = cls.user_values(f"{role}_{level}", GROUPS[role][0], cls.company)
            groups = [cls.env.ref(name).id for name in GROUPS[role]]
            values.append({**vals, "group_ids": [(6, 0, [*groups, export.id])]})
        users = cls.env["res.users"].create(values)
        readers = [Reader(*kind, user) for kind, user in zip(kinds, users, strict=True)]
        for reader in readers:
            cls.clear(reader.user, reader.clearance, cls.company)
        return readers

    @classmethod
    def clear(cls, user, level, company):
        """Give a user a clearance in force, without the ceremony of granting it."""
        if not level:
            return
        cls.env.cr.execute(
            """INSERT INTO csm_clearance (user_id, company_id, level, purpose, valid_from, valid_to,
                      state, granted_by_id, granted_at)
               VALUES (%s, %s, %s, 'x', '2026-01-01', '2026-12-31', 'valid', %s, now())""",
            (user.id, company.id, str(level), cls.env.ref("base.user_root").id),
        )
        cls.env["csm.clearance"].invalidate_model()
        cls.env["csm.clearance"]._hand_out_groups(user)
        cls.env["csm.clearance"]._forget_levels()

    @classmethod
    def _keeper(cls):
        keeper = cls.env["res.users"].create(
            {
                **cls.user_values("keeper", "csm.group_file_clerk", cls.company),
                "company_ids": [(6, 0, (cls.company | cls.foreign).ids)],
            }
        )
        keeper.group_ids = [(4, cls.env.ref("csm.group_agent").id)]
        for company in (cls.company, cls.foreign):
            cls.clear(keeper, 3, company)
        return keeper

    @classmethod
    def _cells(cls):
        kinds = [(level, need, own) for level in LEVELS for need in NEEDS for own in COMPANIES]
        teams = {(need, own): cls._team(need == "team", own) for need in NEEDS for own in COMPANIES}
        partners = cls.env["res.partner"].create(
            [{"name": f"Client {n}", "is_company": True} for n in range(len(kinds))]
        )
        level = {0: False, **{x.ordinal: x.id for x in cls.env["csm.secrecy.level"].search([])}}
        files = cls.env[FILE].create(
            [
                {
                    "partner_id": partner.id,
                    "company_id": teams[need, own].company_id.id,
                    "team_id": teams[need, own].id,
                    "custodian_id": cls.keeper.id,
                    "secrecy_level_id": level[rank or 1],
                    "void_reason": f"WORD{number:03d}",
                }
                for number, ((rank, need, own), partner) in enumerate(
                    zip(kinds, partners, strict=True)
                )
            ]
        )
        for file, (rank, _need, _own) in zip(files, kinds, strict=True):
            if not rank:
                file._declassify()
        return [
            Cell(*kind, file.id, file.void_reason) for kind, file in zip(kinds, files, strict=True)
        ]

    @classmethod
    def _team(cls, has_readers, own):
        company = cls.company if own == "own" else cls.foreign
        team = cls.env["csm.team"].create(
            {"name": "Custody", "company_id": company.id, "member_ids": [(4, cls.keeper.id)]}
        )
        users = [reader.user.id for reader in cls.readers] if has_readers else []
        # A team of the other company takes no members of ours; the table asks what if it did.
        cls.env.cr.execute(
            """INSERT INTO csm_team_member_rel (team_id, user_id)
               SELECT %s, id FROM res_users WHERE id = ANY(%s)""",
            (team.id, users),
        )
        cls.env.invalidate_all()
        return team

    @classmethod
    def _hang_needs(cls):
        """Give every reader a need; it outlives the clearance, which the form would refuse."""
        readers = [reader.user.id for reader in cls.readers]
        cls.env.flush_all()
        for cell in cls.cells:
            cls._hang_change(cell)
            # The keeper has needed each file once, so that each has a part to find.
            closes = {"active": "2026-04-01"}.get(cell.need, "2026-03-01")
            users = readers if cell.need in ("active", "expired") else cls.keeper.ids
            cls.env.cr.execute(
                """INSERT INTO csm_client_need (file_id, company_id, level, team_id, user_id,
                          purpose, from_on, to_on, opens_at, closes_at, granted_by_id)
                   SELECT f.id, f.company_id, f.level, f.team_id, u.id, 'x', '2026-02-01', %s,
                          '2026-02-01', %s, %s
                     FROM csm_client_file f, res_users u WHERE f.id = %s AND u.id = ANY(%s)""",
                (closes, closes, cls.env.uid, cell.id, users),
            )
        cls.env.invalidate_all()

    @classmethod
    def _hang_change(cls, cell):
        cls.env.cr.execute(
            """INSERT INTO csm_client_classification (file_id, company_id, level, team_id, kind,
                      state, reason, new_team_id, new_custodian_id)
               SELECT id, company_id, level, team_id, 'change', 'refused', 'x', team_id,
                      custodian_id FROM csm_client_file WHERE id = %s""",
            (cell.id,),
        )

    @classmethod
    def _hang_papers(cls):
        """Hang a file and, past what refuses it, a message on each client file."""
        for cell in cls.cells:
            cls.env.cr.execute(
                """INSERT INTO mail_message (model, res_id, message_type, body, create_uid)
                   VALUES (%s, %s, 'comment', %s, %s)""",
                (FILE, cell.id, cell.word, cls.env.uid),
            )
        cls.env["ir.model.data"].create(
            [
                {"module": "__export__", "name": cell.word, "model": FILE, "res_id": cell.id}
                for cell in cls.cells
            ]
        )
        cls.env["ir.attachment"].create(
            [
                {"name": cell.word, "raw": b"same", "res_model": FILE, "res_id": cell.id}
                for cell in cls.cells
            ]
        )

    @classmethod
    def _hang_parts(cls):
        """Hang one part of every kind on each file, as the table names them."""
        for model, values in PARTS.items():
            for cell in cls.cells:
                cls.env[model].create({**values, "file_id": cell.id})
        people = cls.env["csm.client.person"].search([])
        cls.env["csm.client.person.private"].create(
            [{"person_id": person.id, "hobby": "chess"} for person in people]
        )

    # Asking

    def rpc(self, user, model, method, /, *args, **kwargs):
        """Call a method as a client of this user would: public methods only, nothing read yet."""
        self.env.flush_all()
        self.env.invalidate_all()
        env = self.env(user=user, context={}, su=False)
        context = {"allowed_company_ids": self.company.ids}
        kwargs["context"] = {**context, **kwargs.get("context", {})}
        return call_kw(env[model], method, list(args), kwargs)
