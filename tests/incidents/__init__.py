from . import test_incidents_leak
from . import test_incidents_moves
from . import test_incidents_presets
from . import test_incidents_tour
from . import test_incidents_upward
from . import test_incidents_watch
