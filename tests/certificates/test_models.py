from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.utils import translation

from certificates import operations
from certificates.models import Certificate, CertificateEvent, NumberSequence
from certificates.models.certificate import FROZEN, FROZEN_OR_NULL
from tests.factories.certificates import (
    A_DAY,
    CertificateTypeFactory,
    certificate,
)
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PersonFactory,
    RoleGrantFactory,
    UserFactory,
)


def moment(day):
    return datetime(2026, 12, day, 4, tzinfo=UTC)


def delete(rows):
    """Delete as SQL does, without Django's collector and its PROTECT."""
    rows._raw_delete("default")  # noqa: SLF001 -- the only way past the collector


def refused(act):
    try:
        with transaction.atomic():
            act()
    except (DatabaseError, IntegrityError):
        return True
    return False


@pytest.mark.parametrize(
    "change",
    [
        {"holder_name": "王明"},
        {"number": "QHPX-2026-999999"},
        {"code": "ABCDEFGHJKMNPQRSTU"},
        {"wording": "特发此证。"},
        {"evidence": {"score": "100"}},
        {"issued_at": moment(1)},
        {"valid_until": date(2099, 1, 1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_a_certificate_says_never_changes(change):
    issued = certificate()

    assert refused(lambda: Certificate.objects.filter(pk=issued.pk).update(**change))


def test_every_column_is_frozen_but_those_of_the_file():
    columns = {
        field.column
        for field in Certificate._meta.concrete_fields  # noqa: SLF001 -- documented
    }

    assert columns - {*FROZEN, *FROZEN_OR_NULL} == {"pdf", "sha256"}


def test_the_file_is_named_once():
    rows = Certificate.objects.filter(pk=certificate().pk)

    assert not refused(lambda: rows.update(pdf="a.pdf", sha256="a" * 64))
    assert refused(lambda: rows.update(pdf="b.pdf", sha256="b" * 64))


def test_a_file_has_its_digest():
    rows = Certificate.objects.filter(pk=certificate().pk)

    assert refused(lambda: rows.update(pdf="a.pdf"))


def test_nothing_that_happened_is_deleted_or_changed():
    issued = certificate()

    assert refused(lambda: delete(Certificate.objects.filter(pk=issued.pk)))
    assert refused(lambda: issued.events.update(reason="不同"))
    assert refused(lambda: delete(issued.events.all()))
    assert refused(lambda: NumberSequence.objects.update(last=0))
    assert refused(lambda: delete(NumberSequence.objects.all()))


@pytest.mark.parametrize(
    "event",
    [
        {"kind": "suspended"},
        {"kind": "revoked", "reason": "误发"},
        {"kind": "suspended", "reason": "核实", "category": "error"},
        {"kind": "issued", "reason": "重发"},
    ],
)
def test_an_event_has_its_reason_and_only_a_revocation_a_category(event):
    issued = certificate()

    assert refused(
        lambda: CertificateEvent.objects.create(certificate=issued, at=A_DAY, **event)
    )


def test_a_certificate_is_revoked_once():
    issued = certificate()
    event = {"kind": "revoked", "category": "error", "reason": "误发", "at": A_DAY}
    issued.events.create(**event)

    assert refused(lambda: issued.events.create(**event))


def status_on(issued, day):
    return Certificate.objects.with_status(day).get(pk=issued.pk).status


def test_the_status_on_a_day_is_what_happened_until_then():
    kind = CertificateTypeFactory(validity_months=1)
    issued = certificate(kind=kind, at=moment(1))
    clerk = UserFactory()
    common = {"certificate": issued, "reason": "核实", "actor": clerk}
    operations.suspend(**common, at=moment(5))
    operations.reinstate(**common, at=moment(8))
    expected = {
        date(2026, 11, 30): "not_yet",
        date(2026, 12, 1): "valid",
        date(2026, 12, 5): "suspended",
        date(2026, 12, 8): "valid",
        date(2026, 12, 31): "valid",
        date(2027, 1, 1): "expired",
    }

    assert {day: status_on(issued, day) for day in expected} == expected

    operations.revoke(**common, category="error", at=moment(20))
    assert status_on(issued, date(2027, 1, 1)) == "revoked"
    assert list(Certificate.objects.valid_on(date(2026, 12, 10))) == [issued]
    assert list(Certificate.objects.valid_on(date(2026, 12, 20))) == []


def test_days_are_those_of_shanghai():
    late_evening_in_utc = datetime(2026, 12, 1, 17, tzinfo=UTC)
    issued = certificate(at=late_evening_in_utc)

    assert status_on(issued, date(2026, 12, 1)) == "not_yet"
    assert status_on(issued, date(2026, 12, 2)) == "valid"


def test_a_certificate_is_seen_by_its_holder_their_overseers_and_its_issuers():
    bureau = OrganisationFactory(kind="bureau", committee_type="")
    office = OrganisationFactory(kind="office", committee_type="", parent=bureau)
    village = OrganisationFactory(parent=office)
    holder = MediatorFactory(organisation=village)
    issued = certificate(
        kind=CertificateTypeFactory(organisation=bureau), mediator=holder
    )
    issuer = RoleGrantFactory(organisation=bureau).user
    town = RoleGrantFactory(organisation=office).user
    inspector = RoleGrantFactory(organisation=bureau, role="inspector").user
    stranger = RoleGrantFactory().user
    scopes = {
        name: (
            Certificate.objects.visible_to(user).filter(pk=issued.pk).exists(),
            Certificate.objects.administered_by(user).filter(pk=issued.pk).exists(),
        )
        for name, user in {
            "holder": holder.person.user,
            "issuer": issuer,
            "town": town,
            "inspector": inspector,
            "stranger": stranger,
        }.items()
    }

    assert scopes == {
        "holder": (True, False),
        "issuer": (True, True),
        "town": (True, False),
        "inspector": (True, False),
        "stranger": (False, False),
    }


def test_who_was_merged_into_another_keeps_the_certificates():
    kept = MediatorFactory()
    merged = MediatorFactory(person=PersonFactory(merged_into=kept.person))
    issued = certificate(mediator=merged)

    assert list(Certificate.objects.of(kept.person.user)) == [issued]


def test_a_stranger_reads_masked_words():
    issued = certificate(name="王小明", committee="王小明个人调解工作室")

    assert (issued.masked_name, issued.masked_committee) == (
        "王*明",
        "王*明个人调解工作室",
    )
    assert issued.masked_paragraphs == [
        (
            "王*明同志（王*明个人调解工作室）于2026年11月20日参加“岗前培训结业考试”考试，"
            "成绩87分，合格。"
        )
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"wording": "{身份证号}"},
        {"number_prefix": "青培"},
        {"number_prefix": "A"},
        {"validity_months": 0},
    ],
    ids=["place", "chinese prefix", "short prefix", "no month"],
)
def test_a_kind_is_checked_before_it_is_published(changes):
    kind = CertificateTypeFactory()
    for field, value in changes.items():
        setattr(kind, field, value)

    with translation.override("en"), pytest.raises(ValidationError):
        kind.full_clean()
