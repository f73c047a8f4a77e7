from django.urls import path

from mediators.views import (
    accounts,
    calendar,
    divisions,
    elections,
    exemptions,
    filing,
    identity,
    me,
    mediators,
    merging,
    organisations,
    people,
    places,
    posts,
    reshaping,
    roles,
    rules,
)

app_name = "mediators"
urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/news/", me.news_list, name="news"),
    path("me/language/", me.language, name="language"),
    path("office/mediators/", mediators.mediator_list, name="mediator-list"),
    path("office/mediators/<uuid:uuid>/", mediators.mediator, name="mediator"),
    path("office/organisations/", organisations.tree, name="tree"),
    path(
        "office/organisations/<uuid:uuid>/",
        organisations.organisation,
        name="organisation",
    ),
    path(
        "office/organisations/<uuid:uuid>/add/",
        places.organisation_add,
        name="organisation-add",
    ),
    path(
        "office/organisations/<uuid:uuid>/change/",
        places.organisation_change,
        name="organisation-change",
    ),
    path(
        "office/organisations/<uuid:uuid>/move/",
        reshaping.organisation_move,
        name="organisation-move",
    ),
    path(
        "office/organisations/<uuid:uuid>/move/<uuid:parent>/",
        reshaping.organisation_move_to,
        name="organisation-move-to",
    ),
    path(
        "office/organisations/<uuid:uuid>/merge/",
        reshaping.organisation_merge,
        name="organisation-merge",
    ),
    path(
        "office/organisations/<uuid:uuid>/merge/<uuid:successor>/",
        reshaping.organisation_merge_into,
        name="organisation-merge-into",
    ),
    path(
        "office/organisations/<uuid:uuid>/dissolve/",
        reshaping.organisation_dissolve,
        name="organisation-dissolve",
    ),
    path(
        "office/organisations/divisions/", divisions.division_list, name="division-list"
    ),
    path(
        "office/organisations/divisions/add/",
        divisions.division_add,
        name="division-add",
    ),
    path(
        "office/organisations/divisions/<slug:code>/end/",
        divisions.division_end,
        name="division-end",
    ),
    path("office/posts/add/", posts.post_add, name="post-add"),
    path("office/posts/add/new/", posts.post_add_new, name="post-add-new"),
    path("office/posts/add/<uuid:person>/", posts.post_add_for, name="post-add-for"),
    path("office/posts/<uuid:uuid>/end/", posts.post_end, name="post-end"),
    path("office/posts/<uuid:uuid>/annul/", posts.post_annul, name="post-annul"),
    path(
        "office/posts/<uuid:uuid>/exempt/<slug:code>/",
        exemptions.exemption_grant,
        name="exemption-grant",
    ),
    path(
        "office/exemptions/<uuid:uuid>/annul/",
        exemptions.exemption_annul,
        name="exemption-annul",
    ),
    path("office/people/doubles/", merging.doubles, name="doubles"),
    path("office/people/<uuid:one>/merge/<uuid:other>/", merging.merge, name="merge"),
    path("office/people/<uuid:one>/apart/<uuid:other>/", merging.apart, name="apart"),
    path("office/people/<uuid:uuid>/edit/", people.person_edit, name="person-edit"),
    path("office/people/<uuid:uuid>/id-number/", identity.id_number, name="id-number"),
    path(
        "office/people/<uuid:uuid>/id-number/reveal/",
        identity.id_number_reveal,
        name="id-number-reveal",
    ),
    path(
        "office/people/<uuid:uuid>/id-number/forget/",
        identity.id_number_forget,
        name="id-number-forget",
    ),
    path("office/filing/", filing.filing_list, name="filing-list"),
    path(
        "office/posts/<uuid:uuid>/filing/take-back/",
        filing.filing_take_back,
        name="filing-take-back",
    ),
    path("office/rules/", rules.rule_list, name="rule-list"),
    path(
        "office/rules/<uuid:organisation>/<slug:code>/", rules.rule_add, name="rule-add"
    ),
    path("office/rules/end/<uuid:uuid>/", rules.rule_end, name="rule-end"),
    path("office/rules/annul/<uuid:uuid>/", rules.rule_annul, name="rule-annul"),
    path("office/calendar/", calendar.calendar, name="calendar"),
    path("office/calendar/enter/", calendar.calendar_enter, name="calendar-enter"),
    path(
        "office/organisations/<uuid:uuid>/election/",
        elections.election,
        name="election",
    ),
    path(
        "office/organisations/<uuid:uuid>/by-election/",
        elections.election,
        {"by_election": True},
        name="by-election",
    ),
    # Roles
    path("office/roles/", roles.role_list, name="role-list"),
    path("office/roles/add/", roles.role_add, name="role-add"),
    path("office/roles/add/new/", roles.role_add_new, name="role-add-new"),
    path("office/roles/add/<uuid:user>/", roles.role_add_for, name="role-add-for"),
    path(
        "office/roles/add/person/<uuid:person>/",
        roles.role_add_person,
        name="role-add-person",
    ),
    *[
        path(
            f"office/roles/<uuid:uuid>/{verb}/",
            roles.role_decide,
            {"verb": verb},
            name=f"role-{verb}",
        )
        for verb in roles.DECISIONS
    ],
    path("office/accounts/<uuid:uuid>/", accounts.account, name="account"),
    path(
        "office/mediators/<uuid:uuid>/overseers/",
        accounts.overseers,
        name="overseers",
    ),
]
