from . import csm_case_transfer_wizard
from . import csm_case_transfer_decline_wizard
