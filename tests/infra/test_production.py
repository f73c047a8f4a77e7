"""A served installation starts with values of its own, or names in one sentence what is wrong."""

import check
import pytest

from tests.infra.conftest import ROOT

ASK = "from lms.kernel.storage import media_origin as m; print(m())"


@pytest.fixture
def manage(run_python):
    """Run a command as served, with other values where given; None takes one away."""

    def manage(*arguments, **changed):
        served = {**check.production_environment(), **changed}
        kept = {name: value for name, value in served.items() if value is not None}
        return run_python("manage.py", *arguments, folder=ROOT, **kept)

    return manage


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SECRET_KEY", "change-me-to-fifty-random-characters"),
        ("PERSONAL_DATA_KEY", "change-me-to-another-secret"),
        ("DATABASE_URL", "postgres://lms_web:change-me@localhost:5432/lms"),
        ("DATABASE_URL", None),
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "postgres://lms_web:secret@localhost:port/lms"),
        ("KEYS_DATABASE_URL", "nonsense"),
        ("REDIS_URL", "localhost"),
        ("CELERY_BROKER_URL", None),
        ("CELERY_BROKER_URL", "junk"),
        ("PERSONAL_DATA_KEY", "short"),
        ("SECRET_KEY", "short"),
        ("EMAIL_URL", None),
        ("EMAIL_URL", "pigeon://loft"),
        ("EMAIL_URL", "smtp://localhost:port"),
        ("TRUSTED_PROXIES", "many"),
        ("BASE_URL", "lms.example.gov.cn"),
        ("BASE_URL", "http://lms.example.gov.cn"),
        ("ALLOWED_HOSTS", "lms.example.gov.cn,*"),
        ("KEYS_DATABASE_URL", "sqlite:///other.db"),
        ("KEYS_DATABASE_URL", "postgres://lms_keys:s@localhost:5432/another"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_what_is_wrong_is_named_in_one_sentence(manage, variable, value):
    done = manage("check", **{variable: value})

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith(f"✗ {variable} ")
    assert "secret@" not in done.stderr


def test_the_owner_of_the_tables_makes_two_other_roles(manage):
    done = manage("check", "--settings", "lms.settings.owner", KEYS_DATABASE_URL=None)

    assert done.returncode == 1
    assert done.stderr == "✗ KEYS_DATABASE_URL must be set in the environment.\n"


@pytest.mark.parametrize("keys", [None, "postgres://lms_web:other@localhost:5432/lms"])
def test_keys_without_a_role_of_their_own_are_warned_of(manage, keys):
    done = manage(
        "check", "--deploy", "--fail-level", "WARNING", KEYS_DATABASE_URL=keys
    )

    assert done.returncode == 1
    assert "kernel.W001" in done.stderr


def test_the_bucket_of_the_settings_is_where_pictures_may_come_from(manage):
    done = manage(
        *("shell", "--no-imports", "-c", ASK),
        S3_BUCKET_PUBLIC="public",
        S3_ENDPOINT_URL="https://files.example.gov.cn",
        S3_ACCESS_KEY="a",
        S3_SECRET_KEY="b",
        S3_REGION="cn-east",
    )

    assert done.stdout.startswith("https://"), done.stderr
    assert done.stdout.strip().endswith("files.example.gov.cn")
