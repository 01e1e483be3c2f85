from . import csm_fact_correct_wizard
