from odoo.tools import SQL


def migrate(cr, version):
    """Give the shipped stages of fixed flows a name of their own, so that they can be translated.

    They were made as lines of their rules; now each is a record, which must not be made twice.
    """
    cr.execute(
        SQL(
            """INSERT INTO ir_model_data (module, name, model, res_id, noupdate)
               SELECT 'csm', replace(rule.name, 'csm_flow_rule_', 'csm_flow_step_')
                      || '_' || step.sequence, 'csm.flow.step', step.id, true
                 FROM csm_flow_step step
                 JOIN ir_model_data rule ON rule.module = 'csm' AND rule.model = 'csm.flow.rule'
                  AND rule.res_id = step.rule_id
               ON CONFLICT DO NOTHING"""
        )
    )
