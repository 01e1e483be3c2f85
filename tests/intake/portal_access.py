"""What the table of rights needs to know of the links by which customers open their cases."""


def presets(test, regulation):
    """Links rest on no rule."""


def samples(test):
    """Return the link of the customer of the case of the table."""
    return {"csm.portal.link": test.env["csm.portal.link"].create(_link(test))}


def _link(test):
    return {
        "case_id": test.case.id,
        "address": "zhou@example.com",
        "expires_at": "2026-04-02 08:00:00",
    }


def values(test):
    """Return ``{model: (values to write, values to create)}``."""
    return {"csm.portal.link": ({"ended_at": "2026-03-02 08:00:00"}, _link(test))}
