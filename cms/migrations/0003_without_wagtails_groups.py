from django.db import migrations

#: What Wagtail makes for a site whose editors see every page; here each branch has its own.
GROUPS = ("Editors", "Moderators")
WORKFLOW = "Moderators approval"


def take_away(apps, _schema_editor):
    """Leave what somebody has taken into use: a group with members, a review under way."""
    apps.get_model("auth.Group").objects.filter(name__in=GROUPS, user=None).delete()
    for name, rests in (("Workflow", "workflow_states"), ("Task", "task_states")):
        unused = {"name": WORKFLOW, rests: None}
        apps.get_model(f"wagtailcore.{name}").objects.filter(**unused).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0002_documents"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(take_away, migrations.RunPython.noop)]
