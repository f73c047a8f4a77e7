"""The fonts that certificates are set in have every hanzi a name may need."""

import fonts
import pytest
import uharfbuzz

RARE = "䶮𬱖㛃𠅤𰻝"
PLAIN = "人民调解员证书（2026）·枫桥学堂Abc"
LARGEST = 15_000_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fonts")
    fonts.make(folder)
    return folder


@pytest.mark.parametrize("name", ["FengqiaoSong", "FengqiaoHei"])
def test_both_faces_print_plain_words_and_rare_names(folder, name):
    path = folder / f"{name}.otf"
    has = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))).unicodes

    assert [letter for letter in RARE + PLAIN if ord(letter) not in has] == []
    assert path.stat().st_size < LARGEST


def test_fonts_that_are_up_to_date_are_left_alone(folder):
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}

    fonts.make(folder)

    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_a_font_cut_by_an_older_script_is_cut_again(folder):
    stamp = folder / "FengqiaoHei.stamp"
    good = stamp.read_text()
    stamp.write_text("older")

    fonts.make(folder)

    assert stamp.read_text() == good
