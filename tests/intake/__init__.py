from . import test_intake_mail
