from . import test_duties_engine
from . import test_duties_handover
from . import test_duties_house
from . import test_duties_presets
from . import test_duties_recurrence
from . import test_duties_tour
