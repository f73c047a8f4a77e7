"""What a stranger is told about a certificate: one word, and one sentence with a date."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.models import Certificate, CertificateEvent
from lms.kernel.clock import local_day


@dataclass(frozen=True)
class Verdict:
    """`kind` is the colour of the words: leaf, amber, maple or plain."""

    kind: str
    word: str
    sentence: str


def of(certificate: Certificate | None, *, on: date) -> Verdict:
    """Return the verdict on a certificate with its status; None is one not found."""
    today = date_format(on, "DATE_FORMAT")
    if certificate is None or certificate.status == Certificate.Status.NOT_YET:
        sentence = _(
            "On %(day)s there is no certificate with this code. Compare it with the one "
            "beside the QR code."
        )
        return Verdict("plain", _("No such certificate"), sentence % {"day": today})
    say = {
        Certificate.Status.VALID: _valid,
        Certificate.Status.EXPIRED: _expired,
        Certificate.Status.SUSPENDED: _suspended,
        Certificate.Status.REVOKED: _revoked,
    }[Certificate.Status(certificate.status)]
    word, sentence = say(certificate, today)
    return Verdict(certificate.status_tag, word, sentence)


def _valid(certificate: Certificate, today: str) -> tuple[str, str]:
    if certificate.valid_until is None:
        sentence = _("On %(day)s this certificate is valid; it does not expire.")
        return _("Valid"), sentence % {"day": today}
    until = _in_words(certificate.valid_until)
    sentence = _("On %(day)s this certificate is valid, until %(until)s.")
    return _("Valid"), sentence % {"day": today, "until": until}


def _expired(certificate: Certificate, today: str) -> tuple[str, str]:
    sentence = _("It was valid until %(until)s. Today is %(day)s.")
    until = _in_words(certificate.valid_until)
    return _("Expired"), sentence % {"until": until, "day": today}


def _suspended(certificate: Certificate, today: str) -> tuple[str, str]:
    sentence = _(
        "It was suspended on %(since)s and on %(day)s it must not be relied on."
    )
    return _("Suspended"), sentence % {"since": _day_of(certificate), "day": today}


def _revoked(certificate: Certificate, _today: str) -> tuple[str, str]:
    category = CertificateEvent.Category(certificate.last_category or "").label
    sentence = _("It was revoked on %(since)s: %(category)s.")
    return _("Revoked"), sentence % {
        "since": _day_of(certificate),
        "category": category,
    }


def _day_of(certificate: Certificate) -> str:
    at = certificate.last_at
    return _in_words(local_day(at) if at else None)


def _in_words(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""
