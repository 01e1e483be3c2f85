from . import csm_case_category
from . import csm_case_chain_mixin
from . import csm_case_goods_mixin
from . import csm_case
from . import csm_team
from . import res_partner
