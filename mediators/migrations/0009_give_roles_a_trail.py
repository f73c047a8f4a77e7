"""A role is known by a uuid, and what is decided about it stands in a trail."""

import uuid
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def name_each(apps: Any, _editor: Any) -> None:
    grants = apps.get_model("mediators", "RoleGrant").objects.filter(uuid=None)
    for grant in grants.iterator():
        grant.uuid = uuid.uuid4()
        grant.save(update_fields=["uuid"])


class Migration(migrations.Migration):
    dependencies = [("mediators", "0008_find_people_by_phone")]

    operations = [
        migrations.AddField(
            "rolegrant", "uuid", models.UUIDField(editable=False, null=True)
        ),
        migrations.RunPython(name_each, migrations.RunPython.noop),
        migrations.AlterField(
            "rolegrant",
            "uuid",
            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.CreateModel(
            name="RoleEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("suspended", "suspended"),
                            ("lifted", "back in effect"),
                            ("ended", "ended"),
                        ],
                        max_length=10,
                        verbose_name="what was decided",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "reason",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="reason"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="mediators.rolegrant",
                        verbose_name="role",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision about a role",
                "verbose_name_plural": "decisions about roles",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["suspended", "lifted", "ended"])
                        ),
                        name="roleevent_known_kind",
                    )
                ],
            },
        ),
    ]
