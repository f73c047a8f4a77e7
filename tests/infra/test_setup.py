"""A bare machine is made ready, or told in one sentence what it lacks."""

import ast
import json
import re
import shutil

import pytest
import setup
import system

from tests.infra.conftest import BIN, ROOT

BEFORE_THE_ENVIRONMENT = ["setup.py", "system.py", "say.py"]
PRETEND_OLD = (
    "import runpy, sys; sys.version_info = (3, 9, 2); sys.argv = ['setup.py', 'run']; "
    "runpy.run_path('setup.py', run_name='__main__')"
)
LACKS_A_LIBRARY = (
    "import system; system.LIBRARIES['libnowhere.so.0'] = 'libnowhere0'; "
    "system.require(system.missing_libraries)"
)


@pytest.fixture
def bare(tmp_path):
    """A tree with the scripts and no environment, and a path with no program in it."""
    shutil.copytree(BIN, tmp_path / "bin")
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    (tmp_path / "nothing").mkdir()
    return tmp_path


@pytest.mark.parametrize("script", BEFORE_THE_ENVIRONMENT)
def test_an_old_python_can_read_what_tells_it_that_it_is_old(script):
    ast.parse((BIN / script).read_text(), feature_version=(3, 7))


def test_an_old_python_is_named_in_one_sentence(bare, run_python):
    done = run_python(
        "-c", PRETEND_OLD, folder=bare / "bin", PATH=str(bare / "nothing")
    )

    assert (done.returncode, done.stderr) == (
        1,
        (
            "✗ 需要 Python 3.11 或更新的版本，这里的 python3 是 3.9.2："
            "请安装 python3.11 后再试。\n"
        ),
    )


def test_a_python_without_venv_is_told_the_package(bare, run_python):
    (bare / "nothing" / "ensurepip.py").write_text("raise ImportError")

    done = run_python(
        bare / "bin" / "setup.py",
        "run",
        PATH=str(bare / "nothing"),
        PYTHONPATH=str(bare / "nothing"),
    )

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "✗ 这里的 Python 缺少 venv 模块：请安装系统软件包 python3-venv 后再试。"
    )


def test_a_missing_library_is_told_by_its_package_where_we_may_not_install(
    bare, run_python
):
    done = run_python("-c", LACKS_A_LIBRARY, PATH=str(bare / "nothing"))

    assert (done.returncode, done.stderr) == (
        1,
        (
            "✗ 缺少系统软件包 libnowhere0：请用管理员身份安装，"
            "例如 apt-get install libnowhere0，然后再来一次。\n"
        ),
    )


def test_missing_fonts_are_told_by_their_package(bare, run_python):
    done = run_python("fonts.py", bare / "fonts", FONT_PATH=str(bare / "nothing"))

    assert (done.returncode, done.stderr) == (
        1,
        "✗ 找不到中文字体，证书无法排版：请安装系统软件包 fonts-noto-cjk 后再试。\n",
    )


def test_a_folder_of_fonts_that_has_none_is_told_by_its_variable(run_python, tmp_path):
    code = "import system; list(system.missing_fonts())"

    done = run_python("-c", code, FONT_PATH=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr.startswith(f"✗ FONT_PATH 所指的文件夹 {tmp_path} 里没有")
    assert done.stderr.count("\n") == 1


def test_every_library_that_opens_is_not_asked_for():
    assert list(system.missing_libraries(lambda _library: True)) == []


@pytest.mark.parametrize(
    ("known", "wanted", "expected"),
    [
        ({"python": "3.11.7", "base": setup.fingerprint("base")}, "base", True),
        ({"python": "3.11.7", "dev": setup.fingerprint("dev")}, "base", True),
        ({"python": "3.11.7", "base": setup.fingerprint("base")}, "dev", False),
        ({"python": "3.12.1", "base": setup.fingerprint("base")}, "base", False),
        ({"python": "3.11.7", "base": "older"}, "base", False),
    ],
)
def test_packages_are_installed_only_when_the_pins_or_the_python_changed(
    tmp_path, known, wanted, expected
):
    stamp = tmp_path / "installed.json"
    stamp.write_text(json.dumps(known))

    assert setup.is_installed(stamp, "3.11.7", wanted) is expected


def test_an_installation_that_was_interrupted_is_done_again(tmp_path):
    assert not setup.is_installed(tmp_path / "installed.json", "3.11.7", "base")


def pins(name):
    """Return the pinned version of each package in a list of requirements."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return dict(re.findall(r"^([a-z0-9_.-]+)(?:\[.*\])?==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", ["base", "dev", "forward"])
def test_every_pin_has_its_hash_and_none_its_address(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    unhashed = re.findall(r"^[a-z0-9][^\n]*[^\\]\n", text, re.MULTILINE)

    assert unhashed == []
    assert re.findall(r"://|--index-url|--extra-index", text) == []


def test_what_tests_need_includes_what_running_needs():
    assert pins("base").items() <= pins("dev").items()


def test_the_step_forward_is_the_next_wagtail():
    assert pins("forward")["wagtail"].startswith("8.0")
