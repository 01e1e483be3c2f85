{
    "name": "Customer Service Management",
    "summary": "Makes the written regulations of a customer service department work",
    "version": "19.0.1.0.0",
    "category": "Services/Customer Service",
    "author": "CSM",
    "website": "https://csm.example.org",
    "license": "LGPL-3",
    "depends": ["crm", "hr", "hr_attendance", "hr_holidays"],
    "data": [
        # common
        "security/common/csm_groups.xml",
        "security/common/ir.model.access.csv",
        "security/common/csm_common_security.xml",
        "data/common/csm_role_data.xml",
        "data/common/ir_cron_data.xml",
        # regulations
        "security/regulations/ir.model.access.csv",
        "security/regulations/csm_adoption_security.xml",
        "data/regulations/csm_regulation_s0_07_data.xml",
        "data/regulations/csm_regulation_s0_13_data.xml",
        "data/regulations/csm_regulation_s1_04_data.xml",
        "data/regulations/csm_regulation_s2_09_data.xml",
        # deadlines
        "security/deadlines/ir.model.access.csv",
        "security/deadlines/csm_deadline_security.xml",
        "data/deadlines/mail_activity_type_data.xml",
        "data/deadlines/csm_deadline_notice_templates.xml",
        "data/deadlines/csm_obligation_data.xml",
        "data/deadlines/csm_deadline_rule_s0_07_data.xml",
        "data/deadlines/csm_deadline_rule_s0_13_data.xml",
        "data/deadlines/csm_deadline_rule_s1_04_data.xml",
        "data/deadlines/csm_deadline_rule_s2_09_data.xml",
        "data/deadlines/ir_cron_data.xml",
        # cases
        "security/cases/ir.model.access.csv",
        "security/cases/csm_case_security.xml",
        "data/cases/csm_case_category_data.xml",
        # the menus come last: they name the actions of all rooms
        "views/csm_menus.xml",
    ],
    "application": True,
}
