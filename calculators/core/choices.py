"""The choices a policy makes between two or more ways to count."""

from enum import StrEnum


class DeductibleBasis(StrEnum):
    """Whether a deductible is due for each claim, or once for the whole benefit year."""

    PER_CLAIM = "per_claim"
    PER_YEAR = "per_year"


class BandBasis(StrEnum):
    """Where the basic bands count from: the first yuan above the deductible, or the first eligible yuan."""

    OVER_DEDUCTIBLE = "over_deductible"
    ELIGIBLE = "eligible"


class BurdenBasis(StrEnum):
    """Where the critical-illness bands count from: above the threshold, or from the burden's first yuan."""

    OVER_DEDUCTIBLE = "over_deductible"
    BURDEN = "burden"


class BandScope(StrEnum):
    """Whether the bands begin anew with each claim, or go on through the whole benefit year."""

    CLAIM = "claim"
    YEAR = "year"


class OrderBasis(StrEnum):
    """Among which stays of the year the how-many-th is counted for the deductible."""

    ALL = "all"
    SAME_LEVEL = "same_level"


class CeilingBasis(StrEnum):
    """What an annual ceiling counts: what the fund paid, or the eligible expenses whoever paid them."""

    PAYMENTS = "payments"
    EXPENSES = "expenses"


class ShareBasis(StrEnum):
    """What a share to be paid first away from home is taken of: with or without what is 先行自付 anyway."""

    IN_SCOPE = "in_scope"
    COVERED = "covered"


class Hardship(StrEnum):
    """Classes of hardship by which places tell people apart; ANY is whichever it is."""

    ANY = "any"
    EXTREME_POVERTY = "extreme_poverty"
    LOW_INCOME = "low_income"
    RELAPSE = "relapse"
    LOW_INCOME_EDGE = "low_income_edge"
    ILLNESS = "illness"


class RemoteKind(StrEnum):
    """What changes away from home; "down 10 points" and "times 0.9" are never inferred from each other."""

    NONE = "none"
    RATE = "rate"
    RATE_POINTS = "rate_points"
    RATE_FACTOR = "rate_factor"
    UPFRONT_SHARE = "upfront_share"
    DEDUCTIBLE = "deductible"


CHOICE_LABELS = {
    DeductibleBasis.PER_CLAIM: "每次就医一条",
    DeductibleBasis.PER_YEAR: "全年合计一条，级别更高的补差额",
    BandBasis.OVER_DEDUCTIBLE: "从起付线以上算起",
    BandBasis.ELIGIBLE: "从政策范围内第一元算起",
    BurdenBasis.BURDEN: "从自付的第一元算起",
    BandScope.CLAIM: "每次就医重新分段",
    BandScope.YEAR: "全年累计分段",
    OrderBasis.ALL: "各级医院合起来数",
    OrderBasis.SAME_LEVEL: "同一级别的医院才算",
    CeilingBasis.PAYMENTS: "按统筹付的钱算",
    CeilingBasis.EXPENSES: "按政策范围内费用算，个人付的也算",
    ShareBasis.IN_SCOPE: "先去掉乙类先行自付，再算先自付",
    ShareBasis.COVERED: "连乙类先行自付一起算先自付",
    Hardship.ANY: "各类困难群体",
    Hardship.EXTREME_POVERTY: "特困、孤儿",
    Hardship.LOW_INCOME: "低保",
    Hardship.RELAPSE: "返贫监测、脱贫不稳定",
    Hardship.LOW_INCOME_EDGE: "低保边缘",
    Hardship.ILLNESS: "因病致贫",
    RemoteKind.NONE: "和本地一样",
    RemoteKind.RATE: "改按另一个比例",
    RemoteKind.RATE_POINTS: "比例降低若干百分点",
    RemoteKind.RATE_FACTOR: "比例打折",
    RemoteKind.UPFRONT_SHARE: "先自付一部分",
    RemoteKind.DEDUCTIBLE: "换一条起付线",
}
