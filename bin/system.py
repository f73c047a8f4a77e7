"""System libraries, fonts and programs: what is missing, and installing it by apt.

Runs before there is an environment, so it uses the standard library only.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from say import say, stop

#: What WeasyPrint opens at run time, and the Debian package that has it.
#: Without the last one it still works, but takes seconds for each certificate.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
CJK_PACKAGE = "fonts-noto-cjk"
#: Files that carry the simplified Chinese face, best first.
SONG = (
    "NotoSerifCJK-Regular.ttc",
    "NotoSerifCJKsc-Regular.otf",
    "SourceHanSerifSC-Regular.otf",
)
HEI = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "SourceHanSansSC-Regular.otf",
)
#: What only `make check` needs, under any of its names.
PROGRAMS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "gettext": ("xgettext",),
}


def font_folders() -> list[Path]:
    """Return where fonts may be; `FONT_PATH` names one folder to look in instead."""
    only = os.environ.get("FONT_PATH")
    if only:
        return [Path(only)]
    home = Path.home()
    return [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/Library/Fonts"),
    ]


def find_font(names: Iterable[str]) -> Path | None:
    found = {
        name: Path(folder) / name
        for start in reversed(font_folders())
        for folder, _, files in os.walk(start)
        for name in files
        if name in names
    }
    return next((found[name] for name in names if name in found), None)


def can_open(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_libraries(opens: Callable[[str], bool] = can_open) -> Iterator[str]:
    yield from (package for library, package in LIBRARIES.items() if not opens(library))


def missing_fonts() -> Iterator[str]:
    if find_font(SONG) and find_font(HEI):
        return
    only = os.environ.get("FONT_PATH")
    if only:
        stop(
            f"FONT_PATH 所指的文件夹 {only} 里没有中文宋体和黑体",
            f"请改正 FONT_PATH（需要 {SONG[0]} 和 {HEI[0]}），或去掉它、使用系统字体",
        )
    yield CJK_PACKAGE


def missing_programs() -> Iterator[str]:
    for package, names in PROGRAMS.items():
        if not any(map(shutil.which, names)):
            yield package


def apt() -> list[str] | None:
    """Return the start of an apt command that needs no password, if there is one."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    if (
        shutil.which("sudo")
        and not subprocess.run(
            ["sudo", "-n", "true"], check=False, capture_output=True
        ).returncode
    ):
        return ["sudo", "-n", "apt-get"]
    return None


def install(packages: list[str]) -> None:
    """Install Debian packages, or stop with one sentence that names them."""
    names = " ".join(packages)
    command = apt()
    if command is None:
        stop(
            f"缺少系统软件包 {names}",
            f"请用管理员身份安装，例如 apt-get install {names}，然后再来一次",
        )
    say(f"正在安装系统软件包 {names} …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    wanted = [*command, "install", "-qq", "--no-install-recommends", "-y", *packages]
    for step in (wanted, [*command, "update", "-qq"], wanted):
        done = subprocess.run(
            step,
            check=False,
            capture_output=True,
            env=environment,
            stdin=subprocess.DEVNULL,
        )
        if step is wanted and done.returncode == 0:
            return
    stop(
        f"系统软件包 {names} 装不上",
        f"请检查软件源或网络，然后手工执行 apt-get install {names}",
    )


def require(*finders: Callable[[], Iterator[str]]) -> None:
    """See that everything the finders ask for is there."""
    packages = [package for finder in finders for package in finder()]
    if not packages:
        return
    install(packages)
    left = [package for finder in finders for package in finder()]
    if left:
        stop(
            f"已安装 {' '.join(left)}，但仍然打不开",
            "请重新安装它，或重启后再试",
        )
