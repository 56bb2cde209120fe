"""Notes of readers on what is wrong: kept for admins, few from one reader, and nothing kept of who wrote them.

Who sends many is told within a browser by its session, and beyond it by a digest of day and address with the site's
own key, which is emptied after a day. An address itself is never stored.
"""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from documents.models import Measure, Plan, ReaderReport

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# A reader who goes through a whole plan reports a dozen faults; an office behind one address has several readers.
MOST_OF_A_SESSION = 15
MOST_OF_AN_ADDRESS = 60
SESSION_KEY = "reports"


class TooManyReports(Exception):
    """So many came from here within the hour that no more are taken."""


def file_report(request: HttpRequest, about: Plan | Measure, kind: str, note: str) -> ReaderReport:
    """Keeps a note on a plan or measure; the same words on the same entry within a day are kept once.

    Raises TooManyReports.
    """
    now, origin = timezone.now(), _origin(request)
    ReaderReport.objects.exclude(origin="").filter(made_at__lt=now - DAY).update(origin="")
    recent = ReaderReport.objects.filter(origin=origin)
    plan, measure = (about.plan, about) if isinstance(about, Measure) else (about, None)
    known = recent.filter(plan=plan, measure=measure, note=note).first()
    if known:
        return known
    sent = _times(request)
    if len(sent) >= MOST_OF_A_SESSION or recent.filter(made_at__gt=now - HOUR).count() >= MOST_OF_AN_ADDRESS:
        raise TooManyReports
    request.session[SESSION_KEY] = [*sent, now.timestamp()]
    seen = measure.text if measure else plan.heading
    return ReaderReport.objects.create(plan=plan, measure=measure, kind=kind, note=note, seen=seen, origin=origin)


def _origin(request: HttpRequest) -> str:
    day = timezone.localdate().isoformat()
    address = request.META.get("REMOTE_ADDR", "")
    return salted_hmac("documents.reporting", f"{day} {address}", algorithm="sha256").hexdigest()


def _times(request: HttpRequest) -> list[float]:
    """When this session sent notes within the last hour."""
    since = (timezone.now() - HOUR).timestamp()
    return [at for at in request.session.get(SESSION_KEY, ()) if at > since]
