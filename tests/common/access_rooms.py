"""What each room says of its own models for the table of rights; another room joins by its name."""

from ..approvals import approval_access
from ..attendance import attendance_access, payroll_access
from ..cases import case_access
from ..clients import classification_access, client_access
from ..duties import duty_access
from ..incidents import incident_access
from ..insight import insight_access
from ..intake import contact_access, desk_access, portal_access
from ..liability import liability_access
from ..resolutions import resolution_access
from ..sanctions import fund_access, sanction_access
from ..secrecy import secrecy_access
from . import form_access

ROOMS = (
    form_access,
    contact_access,
    desk_access,
    portal_access,
    incident_access,
    approval_access,
    duty_access,
    sanction_access,
    fund_access,
    secrecy_access,
    classification_access,
    client_access,
    case_access,
    resolution_access,
    liability_access,
    attendance_access,
    payroll_access,
    insight_access,
)


def of_all_rooms(part, test):
    """Return what the rooms say of their samples, or of the values of these, in one."""
    parts = [getattr(room, part) for room in ROOMS if hasattr(room, part)]
    return {model: said for tell in parts for model, said in tell(test).items()}
