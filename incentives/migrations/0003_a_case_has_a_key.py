import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incentives", "0002_conditions_and_the_end_of_programmes"),
        ("mediators", "0014_news_read_at"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="subsidyentry", name="subsidyentry_once_a_case"
        ),
        migrations.AddField(
            model_name="subsidyentry",
            name="case_key",
            field=models.CharField(default="", editable=False, max_length=120),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="subsidyentry",
            name="jurisdiction",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="mediators.organisation",
                verbose_name="bureau in whose branch a case counts once",
            ),
        ),
    ]
