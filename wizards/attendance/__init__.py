from . import csm_punch_import_wizard
from . import csm_punch_correct_wizard
from . import csm_attendance_run_wizard
from . import csm_attendance_excuse_wizard
from . import csm_payroll_export_wizard
from . import csm_sanction_word_wizard
