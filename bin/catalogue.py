"""Every marked string is in its app's zh-Hans catalogue, translated, not doubtful."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import locales
from babel.messages import Catalog, Message, pofile

ROOT = locales.ROOT
MAKE_MESSAGES = [
    "makemessages",
    "-l",
    locales.LANGUAGE,
    "--no-location",
    "--no-obsolete",
    "--verbosity",
    "0",
]


def make_messages(app: Path) -> None:
    """Refresh an app's catalogue from its code and templates."""
    (app / "locale" / locales.LANGUAGE / "LC_MESSAGES").mkdir(
        parents=True, exist_ok=True
    )
    for domain in ("django", "djangojs"):
        django_admin = [sys.executable, "-m", "django", *MAKE_MESSAGES, "-d", domain]
        subprocess.run(django_admin, cwd=app, check=True)


def read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale=locales.LANGUAGE)
    with path.open("rb") as source:
        return pofile.read_po(source, locale=locales.LANGUAGE)


def is_translated(message: Message) -> bool:
    strings = (
        message.string
        if isinstance(message.string, (list, tuple))
        else [message.string]
    )
    return all(strings) and not message.fuzzy


def key(message: Message) -> tuple[str, str]:
    words = message.id if isinstance(message.id, str) else message.id[0]
    return (message.context or "", words)


def faults(written: Catalog, fresh: Catalog) -> list[str]:
    """Compare the committed catalogue with one made from the code just now."""
    have = {key(message): message for message in written if message.id}
    need = {key(message) for message in fresh if message.id}
    untranslated = [
        where for where in need & have.keys() if not is_translated(have[where])
    ]
    return [
        *(
            f"not in the catalogue: {words!r}"
            for _, words in sorted(need - have.keys())
        ),
        *(f"untranslated or fuzzy: {words!r}" for _, words in sorted(untranslated)),
        *(
            f"no longer in the code: {words!r}"
            for _, words in sorted(have.keys() - need)
        ),
    ]


def disagreements() -> list[str]:
    """Say which words two apps translate differently: Django shows only one of them.

    What scripts say is apart from what pages say.
    """
    told: dict[tuple[str, str, str], dict[str, list[str]]] = {}
    for path in locales.catalogues():
        app = path.relative_to(ROOT).parent.parent.parent.parent.as_posix()
        for message in read(path):
            if message.id:
                strings = message.string or ""
                first = strings if isinstance(strings, str) else strings[0]
                where = (path.stem, *key(message))
                told.setdefault(where, {}).setdefault(first, []).append(app)
    return [
        f"{words!r} means two things: {versions}; give one a context"
        for (*_, words), versions in sorted(told.items())
        if len(versions) > 1
    ]


def copy_of_tree(target: Path) -> Path:
    """Copy what makemessages reads, so that checking changes no file."""
    wanted = ("*.py", "*.html", "*.txt", "*.po", "*.js")
    for app in locales.apps():
        sources = (path for pattern in wanted for path in app.rglob(pattern))
        for path in sources:
            copy = target / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    return target


def check() -> int:
    """Print every fault of every app; return how many there are."""
    differing = disagreements()
    for fault in differing:
        print(fault)
    total = len(differing)
    with tempfile.TemporaryDirectory(prefix="lms-messages-") as folder:
        tree = copy_of_tree(Path(folder))
        for app in locales.apps(tree):
            make_messages(app)
            for fresh in app.glob(f"locale/{locales.LANGUAGE}/LC_MESSAGES/*.po"):
                path = fresh.relative_to(tree)
                for fault in faults(read(ROOT / path), read(fresh)):
                    print(f"{path}: {fault}")
                    total += 1
    return total


if __name__ == "__main__":
    if sys.argv[1:] == ["refresh"]:
        for folder in locales.apps():
            make_messages(folder)
    elif check():
        raise SystemExit(
            "The zh-Hans catalogue is not complete: `make messages`, then translate."
        )
