from . import csm_deadline_pause_wizard
