from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "mediators.privacy"
    label = "privacy"
    verbose_name = _("privacy")

    def ready(self) -> None:
        from lms.kernel import menu  # noqa: PLC0415 -- needs the app registry
        from mediators import file, news  # noqa: PLC0415 -- as above
        from mediators.access import open_to  # noqa: PLC0415 -- as above
        from mediators.models import RoleGrant  # noqa: PLC0415 -- as above
        from mediators.privacy import http, telling  # noqa: PLC0415 -- as above

        oversees = open_to(*RoleGrant.OVERSEERS)
        requests, log = "privacy:request-list", "privacy:audit"
        menu.add(
            menu.Place(
                90,
                _("Personal data"),
                requests,
                "shield",
                oversees,
                waiting=http.waiting,
            )
        )
        menu.add(menu.Place(95, _("Audit log"), log, "clock", oversees))
        file.add_section(90, _("Personal data"), "privacy/file.html", http.in_file)
        news.add("privacy", telling.told)
        _tell_what_is_held()
        _tell_what_falls_due()


def _tell_what_is_held() -> None:
    from mediators.privacy import data, own  # noqa: PLC0415 -- needs the app registry

    roster = _(
        "The roster of committees and mediators is kept by statute and as an archive "
        "(People's Mediation Law, articles 10 and 14; PIPL, article 72)."
    )
    data.add_section(10, _("Details"), own.details)
    data.add_section(15, _("Posts"), own.posts, kept=roster)
    data.add_section(18, _("Roles"), own.roles)
    data.add_section(80, _("Notices read"), own.acknowledgements)
    data.add_section(82, _("Consents"), own.consents)
    data.add_section(85, _("Requests about personal data"), own.requests)


def _tell_what_falls_due() -> None:
    from mediators.privacy import kept, retention  # noqa: PLC0415 -- as above

    ended, add, kind = _("the last post ended"), retention.add, retention.Kind
    add(kind("photos", _("photos"), ended, kept.photos_due, kept.remove_photos))
    add(
        kind(
            "identity_numbers",
            _("identity numbers"),
            ended,
            kept.identity_due,
            kept.remove_identity,
        )
    )
    add(
        kind(
            "audit_values",
            _("values in the audit log"),
            ended,
            kept.values_due,
            kept.erase_values,
            actions=("erase",),
        )
    )
    add(
        kind(
            "accounts",
            _("closed accounts"),
            _("the account was last used"),
            kept.accounts_due,
            kept.minimise_accounts,
        )
    )
    add(
        kind(
            "sessions",
            _("sign-ins that ran out"),
            _("the sign-in ran out"),
            kept.sessions_due,
            kept.delete_sessions,
            actions=("erase",),
        )
    )
