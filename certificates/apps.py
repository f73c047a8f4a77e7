from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "certificates"
    verbose_name = _("certificates")

    def ready(self) -> None:
        from certificates import coverage, http, receivers  # noqa: F401, PLC0415 -- needs the app registry; listens
        from certificates.models import Certificate  # noqa: PLC0415 -- as above
        from mediators import file, news  # noqa: PLC0415 -- as above
        from mediators.privacy import data  # noqa: PLC0415 -- as above
        from mediators.rosters import rests  # noqa: PLC0415 -- as above

        rests.add_records(Certificate)
        coverage.register()
        news.add("certificates", http.told)
        data.add_section(40, _("Certificates"), http.held_about, kept=data.ARCHIVE)
        file.add_section(30, _("Certificates"), "certificates/file.html", http.in_file)
        _open_place()
        _reconcile()


def _open_place() -> None:
    from lms.kernel import menu  # noqa: PLC0415 -- needs the app registry
    from mediators.access import open_to  # noqa: PLC0415 -- as above
    from mediators.models import RoleGrant  # noqa: PLC0415 -- as above

    url, oversees = "certificates:office-list", open_to(*RoleGrant.OVERSEERS)
    menu.add(menu.Place(70, _("Certificates"), url, "certificate", oversees))


def _reconcile() -> None:
    from certificates import operations, queries, tasks  # noqa: PLC0415 -- needs the app registry
    from certificates.models import Certificate  # noqa: PLC0415 -- as above
    from lms.kernel import reconcilers  # noqa: PLC0415 -- as above

    reconcilers.register(
        name="certificates.writers-to-withdraw",
        due=lambda: operations.writers_to_withdraw().count(),
        run=lambda at: operations.settle_writers(at=at),
    )
    reconcilers.register(
        name="certificates.results-to-certify",
        due=lambda: queries.results_to_certify().count(),
        run=tasks.issue_due,
    )
    reconcilers.register(
        name="certificates.files-to-make",
        due=lambda: Certificate.objects.due().count(),
        run=tasks.render_due,
    )
