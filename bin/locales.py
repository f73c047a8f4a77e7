"""The translation catalogues: where they are, and compiling those that changed."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LANGUAGE = "zh_Hans"


def apps(root: Path = ROOT) -> list[Path]:
    """Return the folders with a catalogue of their own: the project and every app."""
    found = [
        config.parent
        for depth in ("*", "*/*")
        for config in root.glob(f"{depth}/apps.py")
    ]
    inside_lms = [folder for folder in found if folder.parent.name == "lms"]
    return sorted({root / "lms", *found} - set(inside_lms))


def catalogues(root: Path = ROOT) -> list[Path]:
    return sorted(
        path for app in apps(root) for path in app.glob("locale/*/LC_MESSAGES/*.po")
    )


def compile_stale(root: Path = ROOT) -> int:
    """Compile every catalogue that is newer than its compiled form; return how many."""
    from babel.messages import mofile, pofile  # noqa: PLC0415 -- the lists above need no Babel

    stale = [
        path
        for path in catalogues(root)
        if not path.with_suffix(".mo").exists()
        or path.with_suffix(".mo").stat().st_mtime < path.stat().st_mtime
    ]
    for path in stale:
        with path.open("rb") as source:
            catalogue = pofile.read_po(source, locale=path.parts[-3])
        half_done = path.with_suffix(f".{path.stem}.part")
        with half_done.open("wb") as target:
            mofile.write_mo(target, catalogue)
        half_done.replace(path.with_suffix(".mo"))
    return len(stale)


if __name__ == "__main__":
    compile_stale()
