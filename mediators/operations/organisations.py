from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import Division, Organisation, Rule, User


class NameTaken(DomainError):
    message = _("There is an organisation named %(name)s there already.")


class ParentDissolved(DomainError):
    message = _("%(name)s was dissolved; nothing can be added beneath it.")


class TypeMismatch(DomainError):
    message = _("A committee, and only a committee, has a type.")


class OrganisationDetails(TypedDict, total=False):
    committee_type: str
    division: Division | None
    establishing_unit: str
    credit_code: str
    stationed_at: str
    is_multi_ethnic: bool
    founded_on: date | None


@transaction.atomic
def add_organisation(
    *,
    name: str,
    kind: str,
    parent: Organisation | None,
    at: datetime,
    actor: User | None,
    **details: Unpack[OrganisationDetails],
) -> Organisation:
    """Add a place to the tree, beneath `parent` or, without one, as a top of its own.

    :raises TypeMismatch: if a committee has no type, or something else has one
    :raises ParentDissolved: if there is nothing left to hang it on
    :raises NameTaken: if a neighbour that still exists bears the name
    """
    if (kind == Organisation.Kind.COMMITTEE) != bool(details.get("committee_type")):
        raise TypeMismatch
    if parent is None:
        neighbours = Organisation.objects.select_for_update().filter(depth=1)
    else:
        parent = Organisation.objects.select_for_update().get(pk=parent.pk)
        if not parent.exists:
            raise ParentDissolved(name=parent.name)
        neighbours = parent.get_children()
    if any(each.name == name and each.exists for each in neighbours):
        raise NameTaken(name=name)

    add = Organisation.add_root if parent is None else parent.add_child
    organisation: Organisation = add(name=name, kind=kind, recorded_at=at, **details)
    audit.record(
        action="organisation.added",
        subject=organisation,
        actor=actor,
        at=at,
        values={"name": name, "kind": kind, "parent": parent and str(parent.uuid)},
    )
    return organisation


@transaction.atomic
def add_rule(  # noqa: PLR0913 -- what a rule is made of
    *,
    organisation: Organisation,
    code: Rule.Code,
    value: int,
    document: str,
    valid_from: date,
    valid_to: date | None = None,
    at: datetime,
    actor: User | None,
) -> Rule:
    """Lay down a figure for a branch; the one that held until then ends that day."""
    standing = Rule.objects.select_for_update().filter(
        organisation=organisation, code=code
    )
    standing.filter(valid_to=None, valid_from__lt=valid_from).update(
        valid_to=valid_from
    )
    rule = Rule.objects.create(
        organisation=organisation,
        code=code,
        value=value,
        document=document,
        valid_from=valid_from,
        valid_to=valid_to,
        recorded_at=at,
    )
    audit.record(
        action="rule.added",
        subject=rule,
        actor=actor,
        at=at,
        values={"code": code, "value": value, "document": document},
    )
    return rule
