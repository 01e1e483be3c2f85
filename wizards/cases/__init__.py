from . import csm_case_reassign_wizard
