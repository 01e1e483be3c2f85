from . import common
from . import regulations
from . import deadlines
from . import cases
from . import intake
