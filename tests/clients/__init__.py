from . import test_clients_duties
from . import test_clients_card
from . import test_clients_grade
from . import test_clients_intake
from . import test_clients_roads
from . import test_clients_sections
