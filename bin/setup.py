"""Make ready what a bare machine lacks: environment, packages, system libraries.

`setup.py run|test|check|forward`. Needs Python and nothing else, and is written so that
a Python too old for us can still read it and say so. When nothing is missing it touches
no network.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import system
from say import say, stop

ROOT = Path(__file__).resolve().parents[1]
OLDEST = (3, 11)
NEWEST_TRIED = 15
#: purpose → (environment, list of requirements, what the system must have)
PURPOSES = {
    "run": (".venv", "base", (system.missing_libraries, system.missing_fonts)),
    "test": (".venv", "dev", (system.missing_libraries, system.missing_fonts)),
    "check": (
        ".venv",
        "dev",
        (system.missing_libraries, system.missing_fonts, system.missing_programs),
    ),
    "forward": (
        ".venv-forward",
        "forward",
        (system.missing_libraries, system.missing_fonts),
    ),
}


def suitable_python() -> str:
    """Return an interpreter that is new enough, or stop."""
    if tuple(sys.version_info[:2]) >= OLDEST:
        return sys.executable
    newer = (
        shutil.which(f"python3.{minor}")
        for minor in range(NEWEST_TRIED, OLDEST[1] - 1, -1)
    )
    found = next(filter(None, newer), None)
    if found is None:
        here = ".".join(map(str, sys.version_info[:3]))
        stop(
            f"需要 Python 3.11 或更新的版本，这里的 python3 是 {here}",
            "请安装 python3.11 后再试",
        )
    return found


def version_of(python: Path) -> str | None:
    """Return an environment's version, or None if it does not run or is too old."""
    code = "import pip, sys; print(*sys.version_info[:3], sep='.')"
    try:
        done = subprocess.run(
            [python, "-c", code], check=False, capture_output=True, text=True
        )
    except OSError:
        return None
    version = done.stdout.strip()
    enough = version and tuple(map(int, version.split(".")[:2])) >= OLDEST
    return version if enough else None


def make_environment(folder: Path) -> str:
    """Make the environment unless a working one is there; return its version."""
    version = version_of(folder / "bin" / "python")
    if version:
        return version
    python = suitable_python()
    say(f"正在建立 Python 环境 {folder.name} …")
    if subprocess.run(
        [python, "-c", "import ensurepip, venv"], check=False, capture_output=True
    ).returncode:
        if system.apt() is None:
            stop(
                "这里的 Python 缺少 venv 模块",
                "请安装系统软件包 python3-venv 后再试",
            )
        system.install(["python3-venv"])
    done = subprocess.run(
        [python, "-m", "venv", "--clear", folder],
        check=False,
        capture_output=True,
        text=True,
    )
    version = version_of(folder / "bin" / "python")
    if done.returncode or not version:
        stop(
            f"无法在 {folder.parent} 建立 {folder.name}",
            "请检查该目录能否写入、磁盘是否已满、python3-venv 是否装好",
        )
    return version


def fingerprint(requirements: str) -> str:
    return hashlib.sha256(
        (ROOT / "requirements" / f"{requirements}.txt").read_bytes()
    ).hexdigest()


def is_installed(stamp: Path, version: str, requirements: str) -> bool:
    """Say whether the pinned packages are there; those of tests include the others."""
    try:
        known = json.loads(stamp.read_text())
    except (OSError, ValueError):
        return False
    enough = {requirements, "dev"} if requirements == "base" else {requirements}
    return known.get("python") == version and any(
        known.get(name) == fingerprint(name) for name in enough
    )


def install_packages(folder: Path, version: str, requirements: str) -> None:
    stamp = folder / "installed.json"
    if is_installed(stamp, version, requirements):
        return
    say("正在安装 Python 依赖（只在第一次或依赖变化时，约一两分钟）…")
    stamp.unlink(missing_ok=True)
    wanted = str(ROOT / "requirements" / f"{requirements}.txt")
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-qq"]
    pip += ["--disable-pip-version-check", "--no-input", "--no-deps"]
    command = [*pip, "--require-hashes", "-r", wanted]
    if subprocess.run(command, check=False).returncode:
        stop(
            f"requirements/{requirements}.txt 里的依赖没有装上",
            "请检查网络和磁盘空间，然后再来一次",
        )
    stamp.write_text(
        json.dumps({"python": version, requirements: fingerprint(requirements)})
    )


def prepare_files(python: Path) -> None:
    """Tests read the fonts and the compiled translations from the tree."""
    fonts = os.environ.get("TEST_FONT_DIR", str(ROOT / "var" / "fonts"))
    for script in (["fonts.py", fonts], ["locales.py"]):
        if subprocess.run(
            [python, ROOT / "bin" / script[0], *script[1:]], check=False
        ).returncode:
            raise SystemExit(1)


def main(purpose: str) -> None:
    if purpose not in PURPOSES:
        raise SystemExit(f"不认识的用途：{purpose}。可以是 {'、'.join(PURPOSES)}。")
    folder, requirements, finders = PURPOSES[purpose]
    environment = ROOT / folder
    version = make_environment(environment)
    install_packages(environment, version, requirements)
    system.require(*finders)
    if purpose != "run":
        prepare_files(environment / "bin" / "python")


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        raise SystemExit("\n已中断。") from None
