from . import test_cases_access
from . import test_cases_tour
from . import test_cases_reassign
from . import test_cases_moves
from . import test_cases_timeline
from . import test_cases_notes
