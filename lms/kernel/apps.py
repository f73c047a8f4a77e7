from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    name = "lms.kernel"
    label = "kernel"
    verbose_name = _("kernel")

    def ready(self) -> None:
        from wagtail.signals import post_page_move  # noqa: PLC0415 -- as below

        from lms.kernel import (  # noqa: PLC0415 -- needs the app registry
            checks,  # noqa: F401 -- is registered
            guards,
            jobs,
            menu,
            reconcilers,
            seals,
            tree,
        )

        for signal in (post_save, post_delete, post_page_move):
            signal.connect(tree.note_change, dispatch_uid="kernel.tree")
        connection_created.connect(guards.prepare)
        post_migrate.connect(guards.install, sender=self, dispatch_uid="kernel.guards")
        reconcilers.register(
            name="kernel.jobs", due=jobs.due_count, run=jobs.send_again
        )
        reconcilers.register(
            name="kernel.unsealed-audit", due=seals.due_count, run=seals.seal_due
        )
        menu.add(menu.Place(90, _("Jobs"), "office:job-list", "job", menu.has_business))
