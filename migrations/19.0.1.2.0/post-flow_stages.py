from odoo.tools import SQL


def migrate(cr, version):
    """Let the stages that companies adopted speak the languages of those they were copied from."""
    cr.execute(
        SQL(
            """UPDATE csm_flow_step own SET name = shipped.name || own.name
                 FROM csm_flow_step shipped, csm_flow_rule rule
                WHERE rule.id = own.rule_id AND shipped.rule_id = rule.preset_id
                  AND shipped.sequence = own.sequence
                  AND shipped.name ->> 'en_US' = own.name ->> 'en_US'"""
        )
    )
