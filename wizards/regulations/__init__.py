from . import csm_rule_version_wizard
from . import csm_rule_compare_wizard
from . import csm_adoption_news_wizard
from . import csm_adoption_news_line
