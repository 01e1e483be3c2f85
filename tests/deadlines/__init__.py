from . import test_deadlines_clock
from . import test_deadlines_story
