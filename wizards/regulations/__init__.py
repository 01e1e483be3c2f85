from . import csm_rule_version_wizard
