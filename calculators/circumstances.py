"""What a policy row is told apart by: who is insured how, for which care, at which hospital, filed as what."""

from django.db import models


class Scheme(models.TextChoices):
    """险种. The two tiers are ways to be insured as an employee (职工一档、二档)."""

    EMPLOYEE = "employee", "职工医保"
    EMPLOYEE_TIER1 = "employee_tier1", "职工医保一档"
    EMPLOYEE_TIER2 = "employee_tier2", "职工医保二档"
    RESIDENT = "resident", "居民医保"
    ANY = "any", "不分险种"


TIERS = frozenset({Scheme.EMPLOYEE_TIER1.value, Scheme.EMPLOYEE_TIER2.value})


class PersonKind(models.TextChoices):
    ACTIVE = "active", "在职"
    RETIRED = "retired", "退休"
    ANY = "any", "不分在职退休"


class CareType(models.TextChoices):
    INPATIENT = "inpatient", "住院"
    OUTPATIENT = "outpatient", "普通门诊"
    CHRONIC = "chronic", "门诊慢特病"


class HospitalLevel(models.TextChoices):
    COMMUNITY = "community", "社区"
    PRIMARY = "primary", "一级"
    SECONDARY = "secondary", "二级"
    TERTIARY = "tertiary", "三级"
    ANY = "any", "不分级别"


class Category(models.TextChoices):
    """How care away from home was filed (异地就医类别)."""

    LONG_TERM = "long_term", "长期居住备案"
    REFERRAL = "referral", "转诊备案"
    EMERGENCY = "emergency", "急诊抢救"
    OTHER_TEMPORARY = "other_temporary", "其他临时外出"
    UNFILED = "unfiled", "没有备案"
