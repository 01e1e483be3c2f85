from . import common
from . import regulations
from . import deadlines
from . import approvals
from . import cases
from . import intake
from . import resolutions
from . import liability
