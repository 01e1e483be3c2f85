from . import test_deadlines_clock
from . import test_deadlines_story
from . import test_deadlines_presets_winery
from . import test_deadlines_presets_testing
from . import test_deadlines_presets_software
from . import test_deadlines_presets_manufacturer
