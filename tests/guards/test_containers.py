"""The container set-up, as far as it can be checked without a container engine."""

import re
from itertools import chain
from typing import Any

import pytest
import yaml

from app.cli.main import app as command_line
from app.core.settings import ROOT, Settings

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("migrate", "api-1", "api-2", "worker")
ONE_SHOT = {"migrate", "meilisearch-folder"}
EVERY = pytest.mark.parametrize("name", SERVICES)


def test_the_parts_are_there() -> None:
    assert set(SERVICES) == {
        "postgres",
        "meilisearch",
        "meilisearch-folder",
        "migrate",
        "api-1",
        "api-2",
        "worker",
        "proxy",
    }
    assert SERVICES["postgres"]["image"].startswith("postgres:17")
    assert SERVICES["meilisearch"]["image"] == "getmeili/meilisearch:v1.50"


@EVERY
def test_nothing_can_change_its_own_files_or_gain_rights(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service


@EVERY
def test_nobody_runs_as_root_but_who_hands_a_folder_over(name: str) -> None:
    user = SERVICES[name].get("user", "of the image")

    assert (user == "root") == (name == "meilisearch-folder")
    if user == "of the image":
        assert name in OURS


@EVERY
def test_everything_that_stays_has_a_health_check(name: str) -> None:
    check = SERVICES[name].get("healthcheck", {})

    if name in ("api-1", "api-2"):
        assert check == {}  # that of the image
    elif name == "worker":
        assert check == {"disable": True}
        assert SERVICES[name]["restart"] == "unless-stopped"
    elif name not in ONE_SHOT:
        assert check["test"]


@EVERY
def test_what_a_service_waits_for_exists(name: str) -> None:
    for waited, how in SERVICES[name].get("depends_on", {}).items():
        ends = how["condition"] == "service_completed_successfully"
        assert ends == (waited in ONE_SHOT)


@EVERY
def test_every_volume_is_declared(name: str) -> None:
    named = {one.partition(":")[0] for one in SERVICES[name].get("volumes", [])}

    assert {one for one in named if not one.startswith("./")} <= set(COMPOSE["volumes"])
    assert all((ROOT / one).is_file() for one in named if one.startswith("./"))


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["proxy"]


@pytest.mark.parametrize("name", OURS)
def test_settings_and_commands_are_known(name: str) -> None:
    known = {
        str(field.validation_alias or f"DALIL_{key.upper()}")
        for key, field in Settings.model_fields.items()
    }
    commands = {one.name or one.callback.__name__ for one in command_line.registered_commands}

    assert set(SERVICES[name]["environment"]) - {"FORWARDED_ALLOW_IPS"} <= known
    assert set(SERVICES[name].get("command", [])) <= commands


def test_no_secret_is_written_down() -> None:
    compose = (ROOT / "compose.yaml").read_text("utf-8")
    secrets = re.findall(r"^ +\w+(?:PASSWORD|KEY): (.+)", compose, re.M)

    assert secrets
    assert all(one.startswith("${") for one in secrets)
    assert not re.search(r"(?i)(password|secret|key)\s*=", DOCKERFILE)


def test_the_image_is_installed_by_the_commands_of_the_makefile() -> None:
    pip = r"python -m pip install .+"
    makefile = (ROOT / "Makefile").read_text("utf-8")

    of_the_image = re.findall(pip, DOCKERFILE)
    assert len(of_the_image) == 3
    assert set(of_the_image) <= set(re.findall(pip, makefile))


def test_the_image_runs_as_a_user_of_its_own() -> None:
    runtime = DOCKERFILE.rpartition("\nFROM ")[2]

    assert DOCKERFILE.count("\nFROM ") == 2
    assert "\nUSER 10001:10001\n" in runtime
    assert runtime.index("USER ") < runtime.index("ENTRYPOINT ")
    assert "/health/ready" in runtime
    assert "\nVOLUME /var/lib/dalil\n" in runtime
    assert "DALIL_DATA_DIR=/var/lib/dalil" in runtime


def test_what_the_program_reads_is_let_into_the_image() -> None:
    let_in = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.M)

    assert {"app", "migrations", "seeds", "taxonomy", "alembic.ini", "pyproject.toml"} <= set(
        let_in
    )
    assert all((ROOT / one).exists() for one in let_in)
    assert not {"var", ".env", ".git", ".venv"} & set(let_in)


def test_the_proxy_knows_both_replicas() -> None:
    upstream = re.findall(r"server (api-\d):8000", (ROOT / "deploy/nginx.conf").read_text("utf-8"))

    assert upstream == ["api-1", "api-2"]


def test_postgresql_is_given_what_its_file_says() -> None:
    lines = (ROOT / "deploy" / "postgresql.conf").read_text("utf-8").splitlines()
    said = [one.replace(" = ", "=") for one in lines if one and not one.startswith("#")]

    given = SERVICES["postgres"]["command"]

    assert given == ["postgres", *chain.from_iterable(("-c", one) for one in said)]
