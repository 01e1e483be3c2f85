from . import csm_deadline_pause_wizard
from . import csm_deadline_outlook_wizard
from . import csm_deadline_outlook_line
