from . import csm_client_file
from . import csm_client_need
from . import csm_client_classification
from . import csm_client_grade
from . import csm_client_grading
from . import csm_credit_class
from . import csm_adoption
from . import res_partner
