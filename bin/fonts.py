"""Cut the two faces that certificates are set in out of the system's CJK fonts.

`fonts.py FOLDER` writes FengqiaoSong and FengqiaoHei there, unless they are up to date.
A full collection costs every certificate about a tenth of a second; these have every
hanzi, but no forms of other regions, layout features or hints, and cost far less.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import system
from say import say, stop

FACES = {"FengqiaoSong": system.SONG, "FengqiaoHei": system.HEI}
#: Latin letters, punctuation, symbols, kana, and every block of hanzi to Extension H.
WANTED = (
    (0x0020, 0x024F),
    (0x2000, 0x206F),
    (0x2100, 0x25FF),
    (0x3000, 0x30FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
    (0x20000, 0x323AF),
)


def stamp_of(source: Path) -> str:
    facts = source.stat()
    made_by = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return f"{source} {facts.st_size} {facts.st_mtime_ns} {made_by}"


def cut(source: Path) -> bytes:
    """Return the simplified Chinese face of `source` with nothing but what we print."""
    import uharfbuzz  # noqa: PLC0415 -- a start with nothing to do need not load it

    blob = uharfbuzz.Blob.from_file_path(str(source))
    faces = (uharfbuzz.Face(blob, index) for index in range(16))
    family = uharfbuzz.OTNameIdPredefined.FONT_FAMILY
    face = next(
        (face for face in faces if (face.get_name(family) or "").endswith(" SC")), None
    )
    if face is None:
        stop(
            f"字体文件 {source} 里没有简体中文字形",
            f"请安装系统软件包 {system.CJK_PACKAGE}",
        )
    subset = uharfbuzz.SubsetInput()
    subset.unicode_set.update(
        code for first, last in WANTED for code in range(first, last + 1)
    )
    subset.layout_feature_tag_set.clear()
    # Without the identity charset a PDF's glyph numbers differ from the font's.
    subset.flags = (
        uharfbuzz.SubsetFlags.CFF_IDENTITY_CHARSET
        | uharfbuzz.SubsetFlags.NO_HINTING
        | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
    )
    return bytes(uharfbuzz.subset(face, subset).blob.data)


def make(folder: Path) -> None:
    """Write the faces that are missing or out of date."""
    for name, candidates in FACES.items():
        source = system.find_font(candidates)
        if source is None:
            stop(
                "找不到中文字体，证书无法排版",
                f"请安装系统软件包 {system.CJK_PACKAGE} 后再试",
            )
        stamp = folder / f"{name}.stamp"
        target = folder / f"{name}.otf"
        if target.exists() and stamp.exists() and stamp.read_text() == stamp_of(source):
            continue
        say(f"正在准备证书字体 {name} …")
        folder.mkdir(parents=True, exist_ok=True)
        half_done = target.with_suffix(".part")
        half_done.write_bytes(cut(source))
        half_done.replace(target)
        stamp.write_text(stamp_of(source))


if __name__ == "__main__":
    make(Path(sys.argv[1]))
