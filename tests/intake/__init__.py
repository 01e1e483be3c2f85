from . import test_intake_mail
from . import test_intake_import
from . import test_intake_together
from . import test_intake_tools
from . import test_intake_open
from . import test_intake_transfer
