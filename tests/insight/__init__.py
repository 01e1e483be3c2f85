from . import test_insight_figures
from . import test_insight_dashboard
from . import test_insight_reports
from . import test_insight_presets
from . import test_insight_prints
from . import test_insight_tools
from . import test_insight_causes_tour
from . import test_insight_tour
