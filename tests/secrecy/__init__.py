from . import test_secrecy_account
from . import test_secrecy_clearance
from . import test_secrecy_rights
from . import test_secrecy_log
from . import test_secrecy_seal
from . import test_secrecy_transactions
from . import test_secrecy_tour
