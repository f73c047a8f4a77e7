import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import override

from laws.models import Article, Statute, Version
from tests.laws.parsing.texts import statute

DATA = Path(settings.BASE_DIR).parent / "shared" / "data" / "laws"
GOOD = statute("第一条　调解员应当公正。")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "市").mkdir()
    (tmp_path / "市" / "条例.txt").write_bytes(GOOD)
    (tmp_path / "README.md").write_text("# 说明")
    (tmp_path / "INDEX.md").write_text("# 目录")
    (tmp_path / "index.json").write_text("{}")
    return tmp_path


def run(*paths, **options):
    """What the command printed, what it complained of, and its exit code."""
    out, err, code = StringIO(), StringIO(), 0
    try:
        with override("en"):
            call_command("import_laws", *paths, stdout=out, stderr=err, **options)
    except SystemExit as error:
        code = error.code
    return out.getvalue(), err.getvalue(), code


def summary(*paths):
    out, err, _code = run(*paths, json=True)
    assert err == ""
    return json.loads(out)


def test_a_folder_is_walked_and_each_file_reported(folder):
    out, err, code = run(folder)

    assert (err, code) == ("", 0)
    assert out == (
        f"{folder}/市/条例.txt: imported, 2 articles.\n"
        "1 statutes, 1 versions, 2 articles; 0 errors.\n"
    )


def test_a_second_run_says_that_nothing_changed(folder):
    run(folder)

    out, _err, code = run(folder)

    assert code == 0
    assert out == (
        f"{folder}/市/条例.txt: already here, 2 articles, nothing changed.\n"
        "Nothing changed: all 1 files were imported before.\n"
    )


def test_json_is_one_object_and_counts_what_the_files_hold(folder):
    expected = {"statutes": 1, "versions": 1, "articles": 2, "errors": []}

    assert summary(folder) == expected
    assert summary(folder) == expected


def test_an_error_in_one_file_stops_no_other(folder):
    wrong = folder / "a.md"
    wrong.write_bytes(statute("第一条　甲。", last="三", title="另一条例"))

    out, err, code = run(folder)

    assert (err, code) == (f"{wrong}: Missing: 第二条.\n", 1)
    assert out.endswith("1 statutes, 1 versions, 2 articles; 1 errors.\n")
    assert list(Statute.objects.values_list("title", flat=True)) == ["白鹭市调解条例"]


def test_a_corrected_file_is_taken_with_replace_alone(folder):
    run(folder)
    path = folder / "市" / "条例.txt"
    path.write_bytes(statute("第一条　调解员应当公正、耐心。"))

    _out, err, code = run(path)
    out, _err, replaced = run(path, replace=True)

    assert (code, replaced) == (1, 0)
    assert "use --replace" in err
    assert "corrected, 2 articles." in out
    assert Article.objects.filter(text__contains="耐心").exists()


def test_a_remark_on_the_day_of_effect_is_reported(folder):
    path = folder / "b.md"
    note = "（2001年1月1日通过 根据2019年1月1日《关于修改的决定》修正）"
    path.write_bytes(statute("第一条　甲。", note=note, end="自2002年1月1日起施行。"))

    out, _err, _code = run(path)

    assert "last amendment" in out


def test_the_same_file_twice_is_imported_once(folder):
    path = folder / "市" / "条例.txt"

    assert summary(path, folder)["articles"] == 2


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: None, "There is no such file or folder."),
        (lambda path: path.mkdir(), "There is no .md or .txt file in this folder."),
        (os.mkfifo, "This is not a text file in UTF-8 or GB18030."),
        (lambda path: path.write_bytes(b""), "The file is empty."),
        (
            lambda path: path.symlink_to(path.parent / "nowhere"),
            "The file cannot be read: No such file or directory.",
        ),
        (
            lambda path: path.write_bytes(b"x" * 6_000_000),
            "The file is larger than 5 MB, too large for a statute.",
        ),
    ],
)
def test_what_cannot_be_read_gives_one_sentence(tmp_path, make, sentence):
    path = tmp_path / "odd.md"
    make(path)

    assert run(path)[1:] == (f"{path}: {sentence}\n", 1)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_what_may_not_be_read_gives_one_sentence(tmp_path):
    path = tmp_path / "市"
    path.mkdir(mode=0)
    file = tmp_path / "条例.md"
    file.touch(mode=0)

    _out, err, code = run(path, file)

    assert code == 1
    assert err.count("The file cannot be read: Permission denied.") == 2


@pytest.mark.skipif(not DATA.is_dir(), reason="the statute texts are not beside us")
def test_all_statute_texts_are_imported_without_an_error():
    result = summary(DATA)

    assert result == {"statutes": 35, "versions": 36, "articles": 2754, "errors": []}
    assert Article.objects.count() == 2754
    old, new = Version.objects.filter(statute__code="治安管理处罚法").order_by(
        "effective_on"
    )
    assert old.repealed_on == new.effective_on
    assert Article.objects.get(
        version__statute__code="民法典", number=1076
    ).heading.startswith("第五编 婚姻家庭 › 第四章")
