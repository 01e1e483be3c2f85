from . import test_clients_grade
