from odoo.tools import SQL


def migrate(cr, version):
    """What waits for an approval keeps waiting: its kind is no longer a text in one language."""
    cr.execute(
        SQL(
            """UPDATE csm_approval approval
                  SET kind = to_char(verdict.proposed_at, 'YYYY-MM-DD HH24:MI:SS')
                 FROM csm_liability verdict
                WHERE approval.res_model = 'csm.liability' AND approval.res_id = verdict.id
                  AND approval.state IN ('waiting', 'approved')
                  AND approval.create_date >= verdict.proposed_at"""
        )
    )
    cr.execute(
        SQL(
            """UPDATE csm_approval SET kind = substring(kind FROM '[0-9]+')
                WHERE res_model = 'csm.liability.notice' AND state IN ('waiting', 'approved')
                  AND kind ~ '[0-9]'"""
        )
    )
