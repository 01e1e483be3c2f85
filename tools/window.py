"""The windows that several models open."""


def record_form(res_model, res_id):
    """Return the action that opens the form of one record.

    >>> record_form("csm.case", 7)["views"]
    [(False, 'form')]
    """
    return {
        "type": "ir.actions.act_window",
        "res_model": res_model,
        "res_id": res_id,
        "views": [(False, "form")],
    }
