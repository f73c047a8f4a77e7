import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incentives", "0004_fill_the_keys_of_cases")]

    operations = [
        migrations.AlterField(
            model_name="subsidyentry",
            name="jurisdiction",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="mediators.organisation",
                verbose_name="bureau in whose branch a case counts once",
            ),
        ),
        migrations.AddConstraint(
            model_name="subsidyentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("annulled_at", None)),
                fields=("jurisdiction", "case_key"),
                name="subsidyentry_once_a_case",
                violation_error_message="This case has been subsidised already.",
            ),
        ),
    ]
