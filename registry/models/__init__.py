"""Tables that both other apps stand on."""

from registry.models.attachments import Attachment, kind_of
from registry.models.events import Event
from registry.models.offices import CalendarDay, Office, OfficeHours, Service, check_services
from registry.models.regions import Level, Region
from registry.models.relations import PlaceRelation, PlaceRelationMember
from registry.models.reports import Report
from registry.models.sources import SourceDocument
from registry.models.staff import Assignment, Authenticator, DigestSent, Role
from registry.models.uploads import Upload
from registry.models.version import ContentVersion

__all__ = [
    "Assignment",
    "Attachment",
    "Authenticator",
    "CalendarDay",
    "ContentVersion",
    "DigestSent",
    "Event",
    "Level",
    "Office",
    "OfficeHours",
    "PlaceRelation",
    "PlaceRelationMember",
    "Region",
    "Report",
    "Role",
    "Service",
    "SourceDocument",
    "Upload",
    "check_services",
    "kind_of",
]
