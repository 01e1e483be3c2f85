from . import intake
from . import resolutions
