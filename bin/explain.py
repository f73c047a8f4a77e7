"""Turn what stopped a start into one sentence that names the variable to blame."""

from __future__ import annotations

import errno
import os
import re
import traceback
from collections.abc import Iterator
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[1] / ".env.example"


def known_variables() -> set[str]:
    return set(
        re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", EXAMPLE.read_text(), re.MULTILINE)
    )


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Give the error, then what caused it, and so on."""
    while error:
        yield error
        error = error.__cause__ or error.__context__


def suspects(error: BaseException) -> Iterator[str]:
    """Give the names an error may be about, the surest first."""
    known = sorted(known_variables())
    said = " ".join(map(str, chain(error)))
    values = {name: os.environ.get(name, "") for name in known}
    yield from (word for word in re.findall(r"[A-Z][A-Z0-9_]+", said) if word in known)
    # What read the environment had the name in hand as `var`.
    for frame, _ in traceback.walk_tb(error.__traceback__):
        yield str(frame.f_locals.get("var"))
    for name, value in values.items():
        if name.endswith("_URL") and value and "://" not in value:
            yield name
    yield from (name for name, value in values.items() if value and value in said)


def variable_in(error: BaseException) -> str | None:
    """Return the environment variable an error is about, as far as can be told."""
    known = known_variables()
    return next((name for name in suspects(error) if name in known), None)


#: What the settings say of a value, and how people are told.
IN_WORDS = (
    (r".* must be an address that begins with (.+)\.", r"应以 \1 开头"),
    (r".* is no address of a database\.", "不是数据库的地址"),
    (
        r".* is no address of a mail server, as (.+) is\.",
        r"不是邮件服务器的地址，应如 \1",
    ),
    (r".* must be true or false\.", "应为 true 或 false"),
    (r".* must be set if (.+) is\.", r"填写 \1 时也要填写"),
    (r".* must be a whole number\.", "应为整数"),
    (r".* must be one of (.+)\.", r"应为 \1 之一"),
    (
        r".* must name the PostgreSQL database of DATABASE_URL\.",
        "应是 DATABASE_URL 所指的 PostgreSQL 数据库，另用一个角色",
    ),
)


def in_words(detail: str) -> str:
    """Return what is wrong in Chinese, or as it was said if nobody foresaw it."""
    for said, told in IN_WORDS:
        if re.fullmatch(said, detail):
            return re.sub(said, told, detail).replace(" or ", " 或 ")
    return detail


def wrong_setting(error: BaseException) -> tuple[str, str]:
    """Return what is wrong and what to do."""
    detail = in_words(" ".join(str(error).split()) or type(error).__name__)
    variable = variable_in(error)
    problem = (
        f"环境变量 {variable} 的值不对（{detail}）"
        if variable
        else f"配置有误（{detail}）"
    )
    return problem, "请对照 .env.example 改正后再试"


#: Why a folder cannot be written, as people are told.
FOLDER_FAULTS = {
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "所在磁盘只能读",
    errno.ENOSPC: "磁盘已满",
    errno.EEXIST: "这是一个文件，不是目录",
    errno.ENOTDIR: "路径中有一段是文件，不是目录",
    errno.ENOENT: "建不了这个目录",
}


def unwritable_folder(folder: Path, error: OSError) -> tuple[str, str]:
    """Return what is wrong and what to do."""
    detail = FOLDER_FAULTS.get(error.errno or 0, str(error.strerror))
    problem = f"数据目录 {folder} 不能写入（{detail}）"
    return problem, "请换一个可以写入的目录，例如 DATA_DIR=另一个目录 make run"


def unreachable_server(variable: str, error: BaseException) -> tuple[str, str]:
    """Return what is wrong and what to do."""
    detail = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return (
        f"{variable} 所指的服务没有应答（{detail}）",
        "请检查地址，并确认服务已经启动",
    )


def unreachable_database(error: BaseException) -> tuple[str, str]:
    """Return what is wrong and what to do."""
    detail = (str(error).strip().splitlines() or [type(error).__name__])[0]
    problem = f"DATABASE_URL 所指的数据库不能用（{detail}）"
    return problem, "请检查地址、账号和磁盘空间"
