from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncentivesConfig(AppConfig):
    name = "incentives"
    verbose_name = _("incentives")

    def ready(self) -> None:
        from incentives import http  # noqa: PLC0415 -- needs the app registry
        from incentives.models import AccountabilityRecord  # noqa: PLC0415 -- as above
        from lms.kernel import menu  # noqa: PLC0415 -- as above
        from mediators import file, news  # noqa: PLC0415 -- as above
        from mediators.access import open_to  # noqa: PLC0415 -- as above
        from mediators.models import RoleGrant  # noqa: PLC0415 -- as above
        from mediators.privacy import data, trail  # noqa: PLC0415 -- as above
        from mediators.rosters import rests  # noqa: PLC0415 -- as above

        about_people = [
            model
            for model in self.get_models()
            if any(field.name == "mediator" for field in model._meta.fields)  # noqa: SLF001 -- documented
        ]
        rests.add_records(*about_people)
        url, oversees = "incentives:record-list", open_to(*RoleGrant.OVERSEERS)
        menu.add(
            menu.Place(
                80, _("Incentives"), url, "award", oversees, waiting=http.waiting
            )
        )
        file.add_section(60, _("Incentives"), "incentives/file.html", http.in_file)
        news.add("incentives", http.told)
        data.add_section(50, _("Incentives"), http.held_about, kept=data.ARCHIVE)
        # What is held against somebody is their bureau's to see, also in the log.
        trail.add_subject(
            "incentives.accountabilityrecord",
            AccountabilityRecord.objects.visible_to,
            alone=True,
        )
