from . import test_regulations_tour
from . import test_regulations_checklist
