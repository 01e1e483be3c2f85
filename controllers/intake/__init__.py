from . import csm_hook
from . import csm_complaint
