from odoo import SUPERUSER_ID, api

# The regulations of the first version are not written again on an update.
SHIPPED = {
    "s0_07": ("manufacturer", "000 客户服务管理制度 7"),
    "s0_13": ("testing", "000 客户服务管理制度 13"),
    "s1_04": ("software", "001 客服规章制度 篇4"),
    "s2_09": ("manufacturer", "002 篇9"),
}


def migrate(cr, version):
    """Give every regulation already here its kind of company, and shipped ones their source."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for code, (kind, source) in SHIPPED.items():
        regulation = env.ref(f"csm.csm_regulation_{code}", raise_if_not_found=False)
        if regulation:
            regulation.company_kind_id = env.ref(f"csm.csm_company_kind_{kind}")
            regulation.source = source
    Kind = env["csm.company.kind"]
    own = env["csm.regulation"].with_context(active_test=False)
    for regulation in own.search([("company_kind_id", "=", False), ("company_kind", "!=", False)]):
        name = regulation.company_kind
        kind = Kind.search([("name", "=ilike", name)], limit=1)
        regulation.company_kind_id = kind or Kind.create({"name": name})
