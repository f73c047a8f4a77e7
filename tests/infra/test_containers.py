"""Image and compose file cannot be built here; their words and names are checked."""

import re

import pytest
import yaml

from tests.infra.conftest import ROOT

INSTRUCTIONS = {
    "FROM", "RUN", "COPY", "WORKDIR", "ENV", "USER", "EXPOSE", "HEALTHCHECK", "CMD",
}  # fmt: skip
OURS = ["web", "worker", "beat", "migrate"]


def instructions():
    """Return the instructions, continued lines joined, comments left out."""
    lines = (ROOT / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.fixture
def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


def variables():
    """Return every variable that .env.example names."""
    example = (ROOT / ".env.example").read_text()
    return set(re.findall(r"^([A-Z0-9_]+)=", example, re.MULTILINE))


def test_the_image_uses_known_instructions_and_starts_from_a_base():
    words = [line.split()[0] for line in instructions()]

    assert words[0] == "FROM"
    assert set(words) <= INSTRUCTIONS


def test_what_the_image_copies_from_the_tree_exists():
    copies = [line.split()[1:-1] for line in instructions() if line.startswith("COPY")]
    sources = [path for paths in copies if "--from" not in paths[0] for path in paths]

    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_the_scripts_that_the_image_runs_exist():
    scripts = re.findall(r"bin/\w+\.py", " ".join(instructions()))

    assert scripts == ["bin/fonts.py", "bin/locales.py", "bin/healthy.py"]
    assert [script for script in scripts if not (ROOT / script).exists()] == []


def test_what_the_image_collects_can_be_collected_with_what_it_is_given(
    run_python, tmp_path
):
    (build,) = [line for line in instructions() if "collectstatic" in line]
    command = build.split("&&")[-2]
    given = dict(re.findall(r"([A-Z_]+)=(\S+)", command))

    done = run_python(
        "manage.py",
        *command.split("manage.py")[1].split(),
        folder=ROOT,
        **given,
        DATA_DIR=str(tmp_path),
        DJANGO_SETTINGS_MODULE="lms.settings.production",
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "static" / "css").is_dir()


def test_compose_gives_the_site_what_the_example_says(compose):
    """One variable too many in the environment file would change what compose means."""
    example = (ROOT / ".env.example").read_text()
    proxies = re.search(r"^TRUSTED_PROXIES=(\d+)", example, re.MULTILINE)[1]

    given = compose["services"]["web"]["environment"]["TRUSTED_PROXIES"]
    assert given == f"${{TRUSTED_PROXIES:-{proxies}}}"


def test_the_image_serves_as_somebody_who_is_not_root():
    users = [line.split()[1] for line in instructions() if line.startswith("USER")]

    assert users == ["fengqiao"]


def test_the_image_leaves_out_secrets_and_history():
    ignored = (ROOT / ".dockerignore").read_text().split()

    assert {".env", ".git", "var", ".venv*", "postgres_password.txt"} <= set(ignored)


def test_the_image_has_the_system_packages_that_a_bare_machine_gets():
    import system  # noqa: PLC0415 -- bin/ is on the path by now

    (apt,) = [line for line in instructions() if "apt-get install" in line]

    needed = {*system.LIBRARIES.values(), system.CJK_PACKAGE}
    assert needed <= set(apt.split())


def test_compose_starts_each_part_from_the_one_image(compose):
    services = compose["services"]

    assert set(services) == {*OURS, "postgres", "redis"}
    assert {services[name]["image"] for name in OURS} == {"fengqiao-lms"}


def test_every_variable_that_compose_names_is_one_we_know(compose):
    named = set(re.findall(r"\$\{([A-Z0-9_]+)", (ROOT / "compose.yaml").read_text()))
    given = {name for part in OURS for name in compose["services"][part]["environment"]}

    assert named - variables() == set()
    assert given - variables() == set()


def test_compose_has_no_secret_of_its_own():
    text = (ROOT / "compose.yaml").read_text()
    defaults = re.findall(r"\$\{(\w*(?:KEY|PASSWORD|SECRET)\w*):-(.+?)\}", text)

    assert defaults == []


def test_the_parts_wait_for_the_migrations(compose):
    services = compose["services"]
    done = {"migrate": {"condition": "service_completed_successfully"}}

    assert [services[name]["depends_on"] for name in OURS[:3]] == [done] * 3
    assert set(services["migrate"]["depends_on"]) == {"postgres", "redis"}


def test_only_the_migrations_know_the_owner_of_the_tables(compose):
    services = compose["services"]
    knowing = [
        name for name in OURS if "OWNER_DATABASE_URL" in services[name]["environment"]
    ]
    roles = {
        re.search("postgres://(\\w+):", services["migrate"]["environment"][name])[1]
        for name in ("OWNER_DATABASE_URL", "DATABASE_URL", "KEYS_DATABASE_URL")
    }

    assert knowing == ["migrate"]
    assert roles == {"lms", "lms_web", "lms_keys"}


def test_the_migrations_run_as_the_owner_who_then_grants_the_roles(compose):
    _, _, script = compose["services"]["migrate"]["command"]

    steps = [step.strip() for step in script.split("&&")]
    assert steps == [
        "python manage.py migrate --noinput --settings lms.settings.owner",
        "python manage.py grant_roles --settings lms.settings.owner",
    ]
