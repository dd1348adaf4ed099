"""How often pages are opened (guides.tally), counted where they leave: those that were kept in memory too."""

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from guides.tally import counting
from yibao_site.middleware import GetResponse, is_desk


class Counted:
    """Outside the page cache. What a clerk looks at in a preview is nobody's visit; nor is a request for a head alone."""

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.COUNTS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (marks := counting.marks_of(response)) and request.method == "GET" and not is_desk(request):
            counting.take(marks, timezone.localdate())
        return response
