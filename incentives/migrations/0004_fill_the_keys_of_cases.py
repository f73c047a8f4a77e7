"""Give every entry the key of its case; where a case was paid twice, both stay."""

from django.db import migrations

from incentives.cases import key
from lms.kernel import guards

_STEP = 4


def fill(apps, editor):
    entries = apps.get_model("incentives", "SubsidyEntry")
    places = apps.get_model("mediators", "Organisation")
    guards.lift(entries._meta.db_table, connection=editor.connection)
    bureaus, taken = {}, set()
    rows = entries.objects.order_by("pk").select_related("organisation")
    for entry in list(rows):
        path = entry.organisation.path
        if path not in bureaus:
            bureaus[path] = _bureau(places, path)
        found = key(entry.case_ref)
        # Nobody can say which of two entries is the right one: people annul it.
        if entry.annulled_at is None and (bureaus[path], found) in taken:
            found = f"{found}#{entry.pk}"
        elif entry.annulled_at is None:
            taken.add((bureaus[path], found))
        entries.objects.filter(pk=entry.pk).update(
            case_key=found, jurisdiction=bureaus[path]
        )


def _bureau(places, path):
    above = [path[:end] for end in range(_STEP, len(path) + 1, _STEP)]
    found = list(places.objects.filter(path__in=above).order_by("-depth"))
    bureaus = [each for each in found if each.kind == "bureau"]
    return (bureaus[0] if bureaus else found[-1]).pk


class Migration(migrations.Migration):
    dependencies = [("incentives", "0003_a_case_has_a_key")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
