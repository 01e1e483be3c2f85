"""Who may do what with the records of each model: one table, which the tests read.

The record in question belongs to the front desk of the company: a case that an agent of the front
desk handles and that complains about two persons, with its deadlines, and the settings of that
company. The letters: R reads, finds, counts, groups and exports it, W writes, C creates one like
it, U deletes it. ``-`` is nothing at all. All of it happens by remote call.
"""

ROLES = {
    "agent": "agent of the front desk",
    "outside": "agent of another team",
    "supervisor": "supervisor who leads the front desk",
    "elsewhere": "supervisor who leads another team",
    "manager": "manager of the company",
    "abroad": "manager of another company",
    "executive": "executive of the company",
    "auditor": "auditor of the company",
    "internal": "user of the company without any role here",
    "portal": "customer with a portal account",
    "accused": "agent of the front desk about whom the case complains",
    "accused_manager": "manager of the company about whom the case complains",
    "admin": "the administrator",
}

TABLE = """
                          agent outside supervisor elsewhere manager abroad executive auditor internal portal accused accused_manager admin

csm.fact.correction       -     -       R          -         R       -      R         R       -        -      -       -               R
csm.number.counter        -     -       -          -         R       -      R         R       -        -      -       R               R
csm.number.loan           -     -       -          -         R       -      R         R       -        -      -       R               R
csm.makeup.day            R     R       R          R         RWCU    -      RWCU      R       R        -      R       RWCU            RWCU
csm.role                  R     R       R          R         RWCU    RWCU   RWCU      -       -        -      R       RWCU            RWCU
csm.role.holder           R     R       R          R         RWCU    -      RWCU      -       -        -      R       RWCU            RWCU
csm.team                  R     R       R          R         RWCU    -      RWCU      R       -        -      R       RWCU            RWCU
csm.checklist             -     -       -          -         C       C      C         -       -        -      -       C               C
csm.checklist.step        -     -       -          -         C       C      C         -       -        -      -       C               C
csm.fact.correct.wizard   -     -       C          C         C       C      C         -       -        -      -       C               C
csm.form.kind             R     R       R          R         R       R      R         R       -        -      R       R               R
csm.form                  R     R       R          R         RW      -      RW        R       -        -      R       RW              RW
csm.form.version          -     -       -          -         RWCU    -      RWCU      R       -        -      -       RWCU            RWCU
csm.form.copy             R     R       R          R         RWCU    -      RWCU      R       -        -      R       RWCU            RWCU
csm.form.print            R     -       R          -         R       -      R         R       -        -      -       R               R

csm.company.kind          R     R       R          R         RWCU    RWCU   RWCU      R       -        -      R       RWCU            RWCU
csm.regulation            R     R       R          R         RWCU    RWCU   RWCU      R       -        -      R       RWCU            RWCU
csm.regulation.article    R     R       R          R         RWCU    RWCU   RWCU      R       R        -      R       RWCU            RWCU
csm.adoption              R     R       R          R         RWCU    -      RWCU      R       -        -      R       RWCU            RWCU
csm.entry.rule            R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.rule.compare.wizard   C     C       C          C         C       C      C         C       -        -      C       C               C
csm.adoption.news.wizard  -     -       -          -         C       -      C         -       -        -      -       C               C
csm.adoption.news.line    -     -       -          -         C       C      C         -       -        -      -       C               C
csm.rule.version.wizard   -     -       -          -         C       C      C         -       -        -      -       C               C

csm.clearance             R     -       -          -         -       -      -         R       -        -      -       -               -
csm.access.log            -     -       -          -         -       -      -         R       -        -      -       -               -
csm.access.seal           -     -       -          -         -       -      -         R       -        -      -       -               -
csm.access.check          -     -       -          -         -       -      -         R       -        -      -       -               -

csm.obligation            R     R       R          R         RWCU    RWCU   RWCU      R       -        -      R       RWCU            RWCU
csm.deadline.rule         R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.deadline.step         R     R       R          R         RWCU    -      RWCU      R       -        -      R       RWCU            RWCU
csm.deadline              R     -       R          -         R       -      R         R       -        -      -       -               R
csm.deadline.event        R     -       R          -         R       -      R         R       -        -      -       -               R
csm.deadline.notice       -     -       -          -         R       -      R         -       -        -      -       -               R
csm.pause.reason          R     R       R          R         RWCU    RWCU   RWCU      R       -        -      R       RWCU            RWCU
csm.deadline.pause        R     -       R          -         R       -      R         R       -        -      -       -               R
csm.deadline.outlook.wizard -    -       -          -         C       -      C         -       -        -      -       C               C
csm.deadline.outlook.line -     -       -          -         C       C      C         -       -        -      -       C               C
csm.deadline.pause.wizard C     C       C          C         C       C      C         -       -        -      C       C               C
csm.deadline.recompute    -     -       -          -         RU      -      RU        R       -        -      -       RU              RU
csm.deadline.digest       R     -       -          -         -       -      -         -       -        -      -       -               -

csm.client.grade          R     R       R          R         RWCU    RWCU   RWCU      R       -        -      R       RWCU            RWCU
csm.client.grading        RWC   RWC     RWC        RWC       RWC     -      RWC       R       -        -      RWC     RWC             RWC
csm.client.membership     RWC   RWC     RWC        RWC       RWC     -      RWC       R       -        -      RWC     RWC             RWC
csm.client.news           R     R       RWCU       RWCU      RWCU    -      RWCU      -       -        -      R       RWCU            RWCU
csm.credit.class          R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.client.input          RWC   C       C          C         C       -      C         -       -        -      C       C               C
csm.client.file           -     -       -          -         -       -      -         -       -        -      -       -               -
csm.secrecy.level         R     R       R          R         R       R      R         R       R        -      R       R               R
csm.secrecy.class         R     R       R          R         RWCU    RWCU   RWCU      R       R        -      R       RWCU            RWCU
csm.secrecy.rule          R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.access.request        RC    C       C          C         C       -      C         C       C        -      C       C               C
csm.access.reason         -     -       -          -         -       -      -         C       -        -      -       -               C
csm.client.need           -     -       -          -         -       -      -         -       -        -      -       -               -
csm.client.classification -     -       -          -         -       -      -         -       -        -      -       -               -
csm.client.person         -     -       -          -         -       -      -         -       -        -      -       -               -
csm.client.person.private -     -       -          -         -       -      -         -       -        -      -       -               -
csm.client.credit.problem -     -       -          -         -       -      -         -       -        -      -       -               -
csm.client.rating         -     -       -          -         -       -      -         -       -        -      -       -               -
csm.client.document       -     -       -          -         -       -      -         -       -        -      -       -               -
csm.client.copy           -     -       -          -         -       -      -         -       -        -      -       -               -
csm.client.change         -     -       -          -         -       -      -         -       -        -      -       -               -
csm.client.person.change  -     -       -          -         -       -      -         -       -        -      -       -               -

csm.case.reassign.wizard  -     -       C          C         C       C      C         -       -        -      -       C               C
csm.case.register.wizard  C     C       C          C         C       C      C         -       -        -      C       C               C
csm.category.rule         R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.handler.rule          R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.route.rule            R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.route.step            R     R       R          R         RWCU    -      RWCU      R       -        -      R       RWCU            RWCU
csm.retention.rule        R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.case.hear.wizard      C     C       C          C         C       C      C         -       -        -      C       C               C
csm.abnormality           RWC   -       RWC        -         RWCU    -      RWCU      -       -        -      -       -               RWCU
csm.case.hearing          RC    -       RC         -         RC      -      RC        -       -        -      R       -               RC
csm.case.pareto           R     -       R          -         R       -      R         -       -        -      -       -               R
csm.case.station          RWC   -       RWC        -         RWCU    -      RWCU      -       -        -      -       -               RWCU
csm.case.category         R     R       R          R         RWCU    RWCU   RWCU      R       -        -      R       RWCU            RWCU
csm.case                  RWC   C       RWC        C         RWC     -      RWC       -       -        -      C       C               RWC

csm.case.import           -     -       RWC        C         RWCU    -      RWCU      -       -        -      -       C               RWCU
csm.case.import.column    -     -       RWCU       -         RWCU    -      RWCU      -       -        -      -       -               RWCU
csm.case.import.row       -     -       R          -         R       -      R         -       -        -      -       -               R

csm.contact.kind          R     R       R          R         RWCU    RWCU   RWCU      R       -        -      R       RWCU            RWCU
csm.contact.detail.type   R     R       R          R         RWCU    RWCU   RWCU      R       -        -      R       RWCU            RWCU
csm.contact               RWC   C       RWC        C         RWC     -      RWC       R       -        -      C       C               RWC
csm.contact.detail        RWCU  -       RWCU       -         RWCU    -      RWCU      R       -        -      -       -               RWCU
csm.answer.rule           R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.detail.rule           R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.desk.rule             R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.hook                  -     -       -          -         RWCU    -      RWCU      -       -        -      -       RWCU            RWCU
csm.hook.window           -     -       -          -         -       -      -         -       -        -      -       -               R

csm.guidance              R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.phrase                R     R       R          R         RWCU    -      RWCU      -       -        -      R       RWCU            RWCU
csm.phrase.use            R     -       -          -         R       -      R         R       -        -      -       R               R

csm.portal.link           -     -       -          -         R       -      R         -       -        -      -       -               R

csm.skill                 R     R       R          R         RWCU    RWCU   RWCU      -       -        -      R       RWCU            RWCU
csm.routing.rule          R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.flow.rule             R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.flow.step             R     R       R          R         RWCU    -      RWCU      R       -        -      R       RWCU            RWCU
csm.case.transfer         R     -       R          -         R       -      R         -       -        -      -       -               R
csm.case.flow.step        R     -       R          -         R       -      R         -       -        -      -       -               R
csm.case.link             RWCU  -       RWCU       -         RWCU    -      RWCU      -       -        -      -       -               RWCU
csm.case.merge            -     -       R          -         R       -      R         -       -        -      -       -               R
csm.case.merge.line       -     -       R          -         R       -      R         -       -        -      -       -               R
csm.case.transfer.wizard  C     C       C          C         C       C      C         -       -        -      C       C               C
csm.case.transfer.decline.wizard C C    C          C         C       C      C         -       -        -      C       C               C
csm.visitor.register.wizard C   C       C          C         C       C      C         -       -        -      C       C               C
csm.case.demand.wizard    C     C       C          C         C       C      C         -       -        -      C       C               C
csm.case.split.wizard     C     C       C          C         C       C      C         -       -        -      C       C               C
csm.case.merge.wizard     -     -       C          C         C       C      C         -       -        -      -       C               C
csm.case.report.wizard    C     C       C          C         C       C      C         C       C        -      C       C               C

csm.duty.rule             R     R       R          R         RWCU    C      RWCU      R       R        -      R       RWCU            RWCU
csm.duty.item             R     R       R          R         RWCU    -      RWCU      R       R        -      R       RWCU            RWCU
csm.duty                  RW    -       R          -         R       -      R         R       -        -      R       R               R
csm.duty.line             RW    -       R          -         R       -      R         R       -        -      R       R               R

csm.offence               R     R       R          R         RWCU    RWCU   RWCU      R       R        -      R       RWCU            RWCU
csm.sanction.rule         R     R       R          R         RWCU    C      RWCU      R       R        -      R       RWCU            RWCU
csm.sanction.step         R     R       R          R         RWCU    -      RWCU      R       R        -      R       RWCU            RWCU
csm.sanction              RW    -       RC         -         RC      -      RC        R       -        -      -       -               RWC
csm.sanction.pay          R     -       -          -         -       -      -         -       -        -      -       -               R
csm.wage.floor            -     -       -          -         -       -      -         -       -        -      -       -               RWCU
csm.fund                  R     R       R          R         RWC     -      RWC       R       R        -      R       RWC             RWC
csm.fund.entry            R     R       R          R         RC      -      RC        R       R        -      R       RC              RC
csm.personnel.notice      R     R       R          R         R       -      R         R       R        -      R       R               RWC
csm.personnel.notice.line R     R       R          R         R       -      R         R       R        -      R       R               R

csm.report.rule           R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.report.line           R     R       R          R         RWCU    -      RWCU      R       -        -      R       RWCU            RWCU
csm.report                R     -       R          -         R       -      R         R       -        -      -       -               R
csm.incident.rule         R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.emergency.plan        R     R       R          R         RWCU    -      RWCU      -       -        -      R       RWCU            RWCU
csm.incident              RWC   C       RWC        C         RWC     -      RWC       R       -        -      RWC     RWC             RWC
csm.leak.report           RWC   C       C          C         RC      C      RC        RC      C        -      C       RC              RC
csm.incident.entry        RC    -       RC         -         RC      -      RC        R       -        -      RC      RC              RC
csm.incident.task         RWCU  -       RWCU       -         RWCU    -      RWCU      R       -        -      RWCU    RWCU            RWCU
csm.incident.report       RWC   -       RWC        -         RWC     -      RWC       R       -        -      RWC     RWC             RWC
csm.watch                 R     R       RWCU       RWCU      RWCU    -      RWCU      -       -        -      R       RWCU            RWCU

csm.round.rule            R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.return.rule           R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.copy.rule             R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.copy.rule.line        R     R       R          R         RWCU    -      RWCU      R       -        -      R       RWCU            RWCU
csm.return.reason         R     R       R          R         RWCU    RWCU   RWCU      R       -        -      R       RWCU            RWCU
csm.solution              RWC   -       RWC        -         RWC     -      RWC       -       -        -      -       -               RWC
csm.return                RWC   -       RWC        -         RWC     -      RWC       -       -        -      -       -               RWC
csm.return.line           RWCU  -       RWCU       -         RWCU    -      RWCU      -       -        -      -       -               RWCU
csm.allowance             RWC   -       RWC        -         RWC     -      RWC       -       -        -      -       -               RWC
csm.refund                RWC   -       RWC        -         RWC     -      RWC       -       -        -      -       -               RWC
csm.copy                  R     -       R          -         R       -      R         -       -        -      -       -               R

csm.approval.rule         R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.approval.step         R     R       R          R         RWCU    -      RWCU      R       -        -      R       RWCU            RWCU
csm.approval              R     -       R          -         R       -      R         R       -        -      -       -               R
csm.approval.vote         R     -       R          -         R       -      R         R       -        -      -       -               R
csm.approval.decide.wizard C    C       C          C         C       C      C         C       C        -      C       C               C
csm.request.kind          R     R       R          R         RWCU    RWCU   RWCU      R       R        -      R       RWCU            RWCU
csm.request               RWC   C       RWC        C         RWC     -      RWC       R       -        -      RWC     RWC             RWC

csm.loss.basis            R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.liability             -     -       RWC        -         RWC     -      RWC       R       -        -      -       -               RWC
csm.liability.share       -     -       RWCU       -         RWCU    -      RWCU      R       -        -      -       -               RWCU
csm.loss.line             -     -       RWCU       -         RWCU    -      RWCU      R       -        -      -       -               RWCU
csm.improvement           RW    -       RWCU       -         RWCU    -      RWCU      R       -        -      -       -               RWCU
csm.liability.proposal    -     -       R          -         R       -      R         R       -        -      -       -               R
csm.liability.review      -     -       -          -         R       -      RWCU      R       -        -      -       R               RWCU
csm.liability.review.line -     -       -          -         R       -      R         R       -        -      -       -               R
csm.liability.notice      -     -       -          -         R       -      RWC       R       -        -      -       -               RWC

csm.case.statistic        R     -       R          -         R       -      R         -       -        -      -       -               R
csm.suggestion            RWC   -       RWC        -         RWCU    -      RWCU      -       -        -      -       -               RWCU
csm.periodic.rule         R     R       R          R         RWCU    C      RWCU      R       -        -      R       RWCU            RWCU
csm.periodic.report       RW    -       RW         -         RWCU    -      RWCU      R       -        -      RW      RWCU            RWCU
csm.periodic.report.cause RW    -       RW         -         RW      -      RW        R       -        -      RW      RW              RW
csm.periodic.measure      RWCU  -       RWCU       -         RWCU    -      RWCU      R       -        -      RWCU    RWCU            RWCU

csm.attendance.rule       R     R       R          R         RWCU    C      RWCU      R       R        -      R       RWCU            RWCU
csm.attendance.band       R     R       R          R         RWCU    -      RWCU      R       R        -      R       RWCU            RWCU
csm.punch.device          R     R       R          R         R       -      R         R       R        -      R       R               RWC
csm.badge                 -     -       -          -         -       -      -         -       -        -      -       -               RWCU
csm.punch                 R     -       -          -         -       -      -         R       -        -      -       -               R
csm.punch.import          -     -       -          -         -       -      -         R       -        -      -       -               R
csm.punch.import.row      -     -       -          -         -       -      -         R       -        -      -       -               R
csm.attendance.run        -     -       -          -         -       -      -         R       -        -      -       -               RWC
csm.attendance.line       R     -       R          -         -       -      -         R       -        -      -       -               RW
csm.attendance.problem    -     -       -          -         -       -      -         R       -        -      -       -               R
csm.attendance.excuse     R     -       -          -         -       -      -         R       -        -      -       -               R
csm.punch.import.wizard   -     -       -          -         -       -      -         -       -        -      -       -               C
csm.punch.correct.wizard  -     -       -          -         -       -      -         -       -        -      -       -               C
csm.attendance.run.wizard -     -       -          -         -       -      -         -       -        -      -       -               C
csm.attendance.excuse.wizard - -       -          -         -       -      -         -       -        -      -       -               C
csm.payroll.line          -     -       -          -         -       -      -         -       -        -      -       -               R
csm.attendance.statement  R     -       R          -         -       -      -         R       -        -      -       -               R
csm.attendance.sheet      -     -       RWC        -         -       -      -         -       -        -      -       -               RWCU
csm.payroll.export.wizard -     -       -          -         -       -      -         -       -        -      -       -               C
csm.sanction.word.wizard  C     C       C          C         C       C      C         C       C        -      C       C               C
"""  # noqa: E501 - a table is read across


def rows():
    """Return ``{model: {role: letters}}``."""
    header, *lines = [line.split() for line in TABLE.splitlines() if line.strip()]
    return {
        model: {role: set(letters) - {"-"} for role, letters in zip(header, row, strict=True)}
        for model, *row in lines
    }
