"""What the tables of people and of privacy hold about somebody, for their data page."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mediators.models import Mediator, Person, Post, RoleGrant
from mediators.privacy.data import Table
from mediators.privacy.models import Acknowledgement, Consent, DataRequest
from mediators.privacy.queries import records_of


def details(person: Person) -> Table:
    """Return who somebody is, a line a detail; three queries."""
    table = Table([_("Detail"), _("What is recorded")])
    for each in records_of(person).select_related("user"):
        table.rows.extend(
            [
                [pgettext("person", "Name"), each.name],
                [_("Gender"), each.get_gender_display()],
                [_("Day of birth"), each.born_on],
                [_("Ethnicity"), each.ethnicity_name],
                [_("Education"), each.get_education_display()],
                [_("Phone"), each.phone],
                [_("Identity number"), _("recorded") if each.id_number_sealed else ""],
                [_("Photo"), _("recorded") if each.photo else ""],
                [_("User name"), each.user.username if each.user else ""],
            ]
        )
    mediators = Mediator.objects.filter(person__in=records_of(person))
    for mediator in mediators.prefetch_related("specialities"):
        table.rows.extend(
            [
                [_("Background"), mediator.get_background_display()],
                [_("Languages and dialects"), mediator.languages],
                [_("Specialities"), "、".join(map(str, mediator.specialities.all()))],
            ]
        )
    return table


def posts(person: Person) -> Table:
    """Return the posts of somebody; two queries."""
    held = Post.objects.filter(person__in=records_of(person))
    found = held.with_people().with_exemptions()
    rows = [
        [
            post.organisation.name,
            post.get_role_display(),
            post.get_kind_display(),
            post.valid_from,
            post.last_day,
            _("annulled") if post.is_annulled else post.get_end_reason_display(),
            _(", ").join(
                f"{each.get_code_display()} ({each.reason})"
                for each in post.standing_exemptions
            ),
        ]
        for post in found
    ]
    headings = [
        _("Organisation"),
        _("Role on the committee"),
        _("Kind"),
        _("From"),
        _("Until"),
    ]
    return Table([*headings, _("End of the post"), _("Exempt from")], rows)


def roles(person: Person) -> Table:
    """Return the roles of somebody's accounts; one query."""
    grants = RoleGrant.objects.filter(user__person__in=records_of(person))
    rows = [
        [
            grant.get_role_display(),
            grant.organisation.name,
            grant.valid_from,
            grant.last_day,
        ]
        for grant in grants.select_related("organisation")
    ]
    return Table([_("Role"), _("Branch"), _("From"), _("Until")], rows)


def acknowledgements(person: Person) -> Table:
    """Return which versions of the notice somebody has read; one query."""
    read = Acknowledgement.objects.filter(user__person__in=records_of(person))
    rows = [
        [each.version.number, each.version.published_at, each.at]
        for each in read.select_related("version")
    ]
    return Table([_("Version of the notice"), _("Published on"), _("Read")], rows)


def consents(person: Person) -> Table:
    """Return what somebody allowed and took back; one query."""
    said = Consent.objects.filter(person__in=records_of(person))
    rows = [
        [
            each.text.get_purpose_display(),
            each.text.number,
            each.get_kind_display(),
            each.get_way_display(),
            each.note,
            each.at,
        ]
        for each in said.select_related("text")
    ]
    headings = [_("Purpose"), _("Version"), _("What was said"), _("How it was said")]
    return Table([*headings, _("Paper or note"), _("When")], rows)


def requests(person: Person) -> Table:
    """Return what somebody asked for about their data; two queries."""
    asked = DataRequest.objects.filter(person__in=records_of(person)).with_state()
    rows = [
        [
            each.get_kind_display(),
            "\n".join(filter(None, [each.about, each.wanted])),
            each.filed_at,
            each.state_words,
            "\n".join(event.words for event in each.events.all() if event.words),
        ]
        for each in asked.prefetch_related("events")
    ]
    return Table(
        [
            _("Request"),
            _("What was asked"),
            _("Filed"),
            _("State"),
            _("What was answered"),
        ],
        rows,
    )
