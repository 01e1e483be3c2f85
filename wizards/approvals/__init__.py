from . import csm_approval_decide_wizard
