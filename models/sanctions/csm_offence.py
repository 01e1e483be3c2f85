from odoo import fields, models


class CsmOffence(models.Model):
    """What is done, whichever regulation answers to it: being late, a rude word, a saved customer.

    What it brings is said by the rules in force; the catalogue is one for all regulations.
    """

    _name = "csm.offence"
    _description = "Offence or Merit"
    _order = "kind desc, group, sequence, id"
    _rec_names_search = ("name", "code")

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [("penalty", "Penalty"), ("merit", "Merit")], required=True, default="penalty"
    )
    group = fields.Selection(
        [
            ("attendance", "Attendance"),
            ("conduct", "Conduct"),
            ("appearance", "Appearance"),
            ("phone", "Telephone"),
            ("complaint", "Complaints"),
            ("secrecy", "Secrecy"),
            ("paperwork", "Paperwork"),
            ("property", "Property and Costs"),
            ("merit", "Merits"),
        ],
        "Subject",
        required=True,
        default="conduct",
    )
    asks = fields.Selection(
        [
            ("none", "Nothing more"),
            ("minutes", "How many minutes"),
            ("cost", "What it cost"),
            ("loss", "The loss"),
            ("phone", "The telephone charges"),
            ("quantity", "How many pieces"),
        ],
        "An Entry Says",
        required=True,
        default="none",
    )
    needs_evidence = fields.Boolean(
        "Evidence Wanted", help="Confirmed only with a file or a description of the evidence."
    )
    needs_hearing = fields.Boolean(
        "Hearing Wanted",
        help="Confirmed only after the employee was heard. Severe measures always want that.",
    )
    description = fields.Text(translate=True)

    _code_is_unique = models.UniqueIndex("(code)", "Another offence already has this code.")
