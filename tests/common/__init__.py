from . import test_common_access
from . import test_common_house
