"""What full-text search looks in: a vector on PostgreSQL, an FTS5 table on SQLite."""

from django.db import migrations

FORWARD = {
    "postgresql": [
        "ALTER TABLE kernel_searchentry ADD COLUMN vector tsvector",
        "CREATE INDEX kernel_searchentry_vector ON kernel_searchentry USING gin (vector)",
    ],
    "sqlite": [
        "CREATE VIRTUAL TABLE kernel_searchtext USING fts5(tokens)",
        "CREATE TRIGGER kernel_searchtext_forget AFTER DELETE ON kernel_searchentry "
        "BEGIN DELETE FROM kernel_searchtext WHERE rowid = OLD.id; END",
    ],
}
BACKWARD = {
    "postgresql": ["ALTER TABLE kernel_searchentry DROP COLUMN vector"],
    "sqlite": [
        "DROP TRIGGER kernel_searchtext_forget",
        "DROP TABLE kernel_searchtext",
    ],
}


def run(statements):
    def apply(_apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return apply


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_initial")]

    operations = [migrations.RunPython(run(FORWARD), run(BACKWARD))]
