from . import common
from . import intake
from . import resolutions
