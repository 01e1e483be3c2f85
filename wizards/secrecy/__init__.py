from . import csm_access_reason
