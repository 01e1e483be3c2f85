from . import test_resolutions_solution
from . import test_resolutions_return
from . import test_resolutions_verdict
from . import test_resolutions_papers
from . import test_resolutions_tour
from . import test_resolutions_proof
from . import test_resolutions_queue
