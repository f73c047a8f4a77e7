from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RostersConfig(AppConfig):
    name = "mediators.rosters"
    label = "rosters"
    verbose_name = _("rosters")

    def ready(self) -> None:
        # Jobs name their tasks; a web process knows them only once they are imported.
        from mediators.rosters import tasks  # noqa: F401, PLC0415 -- needs the app registry

        _tell_what_falls_due()


def _tell_what_falls_due() -> None:
    from mediators.privacy import data, retention  # noqa: PLC0415 -- as above
    from mediators.rosters import kept  # noqa: PLC0415 -- as above

    add, kind, erase = retention.add, retention.Kind, ("erase",)
    brought_in, given_out = _("rosters that were brought in"), _("rosters given out")
    taken_in, made = _("the file was brought in"), _("the file was made")
    due = kept.imports_due
    add(kind("roster_imports", brought_in, taken_in, due, kept.close, erase))
    add(kind("roster_exports", given_out, made, kept.exports_due, kept.close, erase))
    data.add_erasure("rosters.files", kept.forget)
