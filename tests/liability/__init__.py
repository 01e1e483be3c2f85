from . import test_liability_tools
from . import test_liability_verdict
from . import test_liability_review
from . import test_liability_presets
from . import test_liability_rights
from . import test_liability_tour
from . import test_liability_story_tour
