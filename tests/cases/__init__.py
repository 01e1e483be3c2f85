from . import test_cases_access
from . import test_cases_tour
