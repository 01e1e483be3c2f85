from . import test_common_access
from . import test_common_calendar
from . import test_common_form
from . import test_common_house
from . import test_common_numbers
from . import test_common_people
from . import test_common_state
