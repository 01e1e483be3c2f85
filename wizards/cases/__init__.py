from . import csm_case_reassign_wizard
from . import csm_case_hear_wizard
from . import csm_case_register_wizard
