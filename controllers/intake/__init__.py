from . import csm_hook
from . import csm_complaint
from . import portal
