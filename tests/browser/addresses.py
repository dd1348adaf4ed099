"""Addresses that several journeys visit."""

import datetime as dt
from urllib.parse import quote

from tests.clock import TODAY

GUIDE = "/guides/remote-care/"
ANSWERS = "for_whom=family&insured_place=210300&scheme=employee&care_place=110000"
QUESTION = f"{GUIDE}stage/?{ANSWERS}"
ERROR = f"{QUESTION}&asked=stage"
PLACE = f"{GUIDE}insured_place/?for_whom=self"
SEVERAL = f"{GUIDE}proof/?{ANSWERS}&stage=planning&reason=lives_there"
FINISHED = f"{ANSWERS}&stage=planning&reason=lives_there&proof=none&care_type=inpatient&hospital_linked=yes"
OUTCOME = f"{GUIDE}outcome/?{FINISHED}&filed_before=no&injury=no"
TAKE = OUTCOME.replace("outcome/?", "outcome/take/?")
EMERGENCY = f"{GUIDE}outcome/?stage=emergency"
UNSURE = f"{GUIDE}outcome/?for_whom=self&insured_place=unknown&scheme=unknown&care_place=110000&stage=unknown"
UNSURE += "&reason=unknown&care_type=unknown&injury=no"
MANUAL_CLAIM = (
    "/guides/manual-claim/outcome/?for_whom=deceased&insured_place=210300&scheme=employee&insured_now=lapsed"
    "&care_kind=outpatient&where=local&why_not_settled=no_card&injury=yes&receipts=given_away&discharged=last_year"
)
CARD = (
    "/guides/card-replacement/outcome/?for_whom=self&trouble=lost&need_now=today&card_kind=social_security_card"
    "&issued_place=210300&reported=temporary&pension_on_card=yes&in_person=no"
)
SECOND = (
    "/guides/second-reimbursement/outcome/?for_whom=deceased&insured_place=110000&scheme=resident&insured_now=lapsed"
    "&first_claim=direct&catastrophic_line=zero&other_cover=employer&other_cover=city_plan&receipts=lost"
    "&discharged=this_year&injury=yes"
)
SHARED = "goal=pay_care&owner_scheme=employee&relation=spouse&insured_place=210300"
FAMILY = f"/guides/family-account/outcome/?{SHARED}&family_place=same&family_phone=no"
# 上海 has a rule to count by; the day is a recent one whatever day the tests run on.
SHANGHAI = MANUAL_CLAIM.replace("210300", "310000").replace("last_year", "unknown")
LAST_DAY = f"{SHANGHAI}&discharged_on={TODAY - dt.timedelta(days=30)}"
DATE_ERROR = f"{SHANGHAI}&discharged_on_year=2026&discharged_on_month=2&discharged_on_day=30"
PAGES = {
    "home": "/",
    "start": GUIDE,
    "question": QUESTION,
    "error": ERROR,
    "place": PLACE,
    "city": f"{PLACE}&insured_place=210000",
    "found": f"{PLACE}&find=suzhou&asked=insured_place",
    "several": SEVERAL,
    "outcome": OUTCOME,
    "take": TAKE,
    "pictures": OUTCOME.replace("outcome/?", "outcome/pictures/?"),
    "emergency": EMERGENCY,
    "unsure": UNSURE,
    "manual_claim": MANUAL_CLAIM,
    "last_day": LAST_DAY,
    "date_error": DATE_ERROR,
    "card": CARD,
    "second": SECOND,
    "same_place": f"/guides/family-account/family_place/?{SHARED}",
    "family": FAMILY,
    "estimate": "/estimate/",
    "offices": "/offices/",
    "offices_bad": "/offices/?find=火星&service=card",
    "offices_city": "/offices/?place=210300",
    "offices_none": "/offices/?place=210100&service=card",
    "answers": "/answers/",
    "answer": "/answers/chronic-away/",
    "answer_local": "/answers/retire-years/?place=440300",
    "answer_bad_place": f"/answers/retire-years/?find={quote('朝阳')}",
    "answer_none": "/answers/nothing/",
    "places": "/places/",
    "places_bad": f"/places/?find={quote('火星')}",
    "places_several": f"/places/?find={quote('朝阳')}",
    "place_much": "/places/440300/",
    "place_counters": "/places/210300/",
    "place_nothing": "/places/630200/",
    "place_county": "/places/210922/",
    "province": "/places/650000/",
    "place_none": "/places/999999/",
    "misconceptions": "/misconceptions/",
    "glossary": "/glossary/",
    "search": "/search/",
    "search_results": f"/search/?q={quote('社保卡')}",
    "search_nothing": "/search/?q=zzzz",
    "search_chips": f"/search/?q={quote('我妈医保在铁岭，去北京看病要备案吗')}",
    "search_outside": f"/search/?q={quote('养老金下个月涨多少')}",
    "tell": "/search/tell/",
    "404": "/nothing-here/",
}
