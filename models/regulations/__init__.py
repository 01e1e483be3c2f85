from . import csm_regulation
from . import csm_regulation_article
from . import csm_adoption
from . import csm_rule_mixin
from . import csm_checklist
