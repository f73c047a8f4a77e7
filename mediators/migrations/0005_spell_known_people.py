from django.db import migrations

from mediators.pinyin import spell

BATCH = 1000


def spell_everybody(apps, schema_editor):
    """Fill what the operations fill from now on."""
    Person = apps.get_model("mediators", "Person")
    people = Person.objects.using(schema_editor.connection.alias)
    columns = ["spelling", "pinyin", "initials", "pinyin_also", "initials_also"]
    last = 0
    while batch := list(people.filter(pk__gt=last).order_by("pk")[:BATCH]):
        for person in batch:
            for column, value in spell(person.name).columns().items():
                setattr(person, column, value)
        people.bulk_update(batch, columns, batch_size=100)
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("mediators", "0004_names_in_pinyin")]
    operations = [
        migrations.RunPython(spell_everybody, migrations.RunPython.noop, elidable=True)
    ]
