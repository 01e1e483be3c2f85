from . import mail_thread
from . import csm_team
from . import csm_case
from . import csm_case_acknowledgement
