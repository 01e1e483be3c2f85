def migrate(cr, version):
    """Free the path of the causes for the chart that has it now; an update would write it late."""
    cr.execute(
        """
        UPDATE ir_act_window SET path = 'causes-by-year'
         WHERE path = 'causes' AND res_model = 'csm.case.pareto'"""
    )
