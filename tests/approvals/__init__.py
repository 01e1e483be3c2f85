from . import test_approvals_crash
from . import test_approvals_gate
from . import test_approvals_people
from . import test_approvals_split
from . import test_approvals_tour
from . import test_approvals_work
from . import test_approvals_readers
