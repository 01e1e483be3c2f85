from . import csm_case_transfer_wizard
from . import csm_case_transfer_decline_wizard
from . import csm_case_demand_wizard
from . import csm_case_report_wizard
from . import csm_visitor_register_wizard
from . import csm_case_merge_wizard
from . import csm_case_split_wizard
