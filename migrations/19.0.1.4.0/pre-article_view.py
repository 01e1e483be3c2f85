def migrate(cr, version):
    """Show the time limits of an article to whom they are open, before its form is read anew.

    Everybody opens an article now; the form is checked before the update comes to this part of it.
    """
    cr.execute(
        r"""
        UPDATE ir_ui_view v
           SET arch_db = replace(
                   v.arch_db::text,
                   '<notebook invisible=\"not deadline_rule_ids\">',
                   '<notebook invisible=\"not deadline_rule_ids\"'
                       ' groups=\"csm.group_agent,csm.group_auditor\">'
               )::jsonb
          FROM ir_model_data d
         WHERE d.model = 'ir.ui.view' AND d.res_id = v.id AND d.module = 'csm'
           AND d.name = 'csm_regulation_article_view_form_deadlines'"""
    )
