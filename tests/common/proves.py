"""Which catalogued rule a test proves."""


def proves(*ids):
    """Mark a test that reads the record of these rules and asserts their figure or refusal."""

    def decorate(function):
        function._proves = ids
        return function

    return decorate
