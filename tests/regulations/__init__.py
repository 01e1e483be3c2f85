from . import test_regulations_tour
from . import test_regulations_checklist
from . import test_regulations_adoption
from . import test_regulations_numbers
from . import test_regulations_strictest
from . import test_regulations_versions
from . import test_regulations_translation
