from . import test_insight_figures
from . import test_insight_dashboard
from . import test_insight_tools
