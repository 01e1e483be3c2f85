from .common import *
from .regulations import *
from .deadlines import *
from .cases import *
from .intake import *
from .incidents import *
