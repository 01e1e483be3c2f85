from . import test_liability_tools
from . import test_liability_verdict
from . import test_liability_review
