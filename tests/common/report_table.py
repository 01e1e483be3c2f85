"""Who may print what: P prints, ``-`` does not, by every road of a report."""

from .access_table import ROLES

TABLE = """
                                    agent outside supervisor elsewhere manager abroad executive auditor internal portal accused accused_manager admin

csm.csm_form_cover                    P      P        P          P        P      -        P        P       -       -       P           P          P
csm.csm_adoption_handbook             P      P        P          P        P      -        P        P       -       -       P           P          P
csm.csm_incident_analysis             P      -        P          -        P      -        P        P       -       -       P           P          P
csm.csm_client_classification_decision -   -        -          -        -      -        -        -       -       -       -           -          -
csm.csm_client_file_card              -      -        -          -        -      -        -        -       -       -       -           -          -
csm.csm_client_file_register          -      -        -          -        -      -        -        -       -       -       -           -          -
csm.csm_case_form                     P      -        P          -        P      -        P        -       -       -       -           -          P
csm.csm_case_register                 P      -        P          -        P      -        P        -       -       -       -           -          P
csm.csm_case_feedback                 P      -        P          -        P      -        P        -       -       -       -           -          P
csm.csm_case_letter                   P      -        P          -        P      -        P        -       -       -       -           -          P
csm.csm_request_memorial_paper        P      -        P          -        P      -        P        P       -       -       -           -          P
csm.csm_abnormality_report            P      -        P          -        P      -        P        -       -       -       -           -          P
csm.csm_return_note                   P      -        P          -        P      -        P        -       -       -       -           -          P
csm.csm_return_certificate            P      -        P          -        P      -        P        -       -       -       -           -          P
csm.csm_allowance_certificate         P      -        P          -        P      -        P        -       -       -       -           -          P
csm.csm_liability_notice_paper        -      -        -          -        P      -        P        P       -       -       -           -          P
csm.csm_sanction_paper                P      -        P          -        P      -        P        P       -       -       -           -          P
csm.csm_personnel_notice_paper        P      P        P          P        P      -        P        P       P       -       P           P          P
csm.csm_liability_review_statistics   -      -        -          -        P      -        P        P       -       -       -           P          P
csm.csm_periodic_report_analysis      P      -        P          -        P      -        P        P       -       -       P           P          P
csm.csm_access_seal_head              -      -        -          -        -      -        -         P       -       -       -           -          -
csm.csm_attendance_statement_paper          P      -        P          -        -      -        -        P       -       -       -           -          P
csm.csm_attendance_sheet_paper              -      -        P          -        -      -        -        -       -       -       -           -          P
csm.csm_attendance_statement_department         -      -        P          -        -      -        -        -       -       -       -           -          P
"""  # noqa: E501 - a table is read across


def rows():
    """Return ``{report: {role: letter}}``."""
    lines = [line.split() for line in TABLE.splitlines() if line.strip()]
    heads = lines.pop(0)
    if heads != list(ROLES):
        raise ValueError("The columns of the table are the roles, in their order.")
    return {report: dict(zip(heads, cells, strict=True)) for report, *cells in lines}
