"""The guides that exist, in the order of the home page. Each file holds routing and its delivery; words are rows."""

from guides.engine.checks import check_handovers, checked
from guides.engine.flow import Flow
from guides.flows.card_replacement import CARD_REPLACEMENT
from guides.flows.chronic import CHRONIC
from guides.flows.coverage import COVERAGE
from guides.flows.family_account import FAMILY_ACCOUNT
from guides.flows.manual_claim import MANUAL_CLAIM
from guides.flows.remote_care import REMOTE_CARE
from guides.flows.second_reimbursement import SECOND_REIMBURSEMENT

_ALL = (REMOTE_CARE, SECOND_REIMBURSEMENT, MANUAL_CLAIM, CARD_REPLACEMENT, COVERAGE, FAMILY_ACCOUNT, CHRONIC)
FLOWS: dict[str, Flow] = {flow.slug: checked(flow) for flow in _ALL}
check_handovers(FLOWS)
