from datetime import date
from math import inf, nan

import pytest

from mediators.rosters import cells
from mediators.rosters.cells import CellProblem
from mediators.rosters.columns import BY_KEY, COLUMNS, of_head, read_row


@pytest.mark.parametrize(
    "cell",
    [
        "1965-03-01",
        "1965/3/1",
        "1965.3.1",
        "1965年3月1日",
        "１９６５年３月１日",
        "19650301",
        19650301,
        19650301.0,
        23802,
        23802.0,
        "23802",
        "1965-03-01 00:00:00",
        " 1965-3-1 ",
    ],
)
def test_a_day_is_read_however_it_is_written(cell):
    assert cells.day(cell) == date(1965, 3, 1)


@pytest.mark.parametrize(
    "cell",
    [
        *(
            1965.3,
            "1965.3",
            "1965年3月",
            1965,
            "1965",
            "1965-02-30",
            "春天",
            "",
            True,
            7,
        ),
        *("①", "²", "9" * 5000, inf, -inf, nan, 10**400, "٣٣٣٣٣"),
    ],
)
def test_what_is_no_whole_day_is_refused(cell):
    with pytest.raises(CellProblem):
        cells.day(cell)


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("139 0000 0001", "13900000001"),
        (13900000001.0, "13900000001"),
        (13900000001, "13900000001"),
        ("+86 13900000001", "13900000001"),
        ("139-0000-0001", "13900000001"),
        ("0531-88880000", "0531-88880000"),
        ("（0531）88880000", "0531-88880000"),
    ],
)
def test_a_phone_is_read_however_it_is_written(cell, phone):
    assert cells.phone(cell) == phone


@pytest.mark.parametrize("cell", ["1.39E+10", "1.39e10", "12345", "无", 1.5])
def test_a_phone_that_was_shortened_or_is_none_is_refused(cell):
    with pytest.raises(CellProblem):
        cells.phone(cell)


@pytest.mark.parametrize("cell", [3.7e17, 370115198005013325, "3.70115E+17"])
def test_an_identity_number_that_was_a_number_is_refused(cell):
    with pytest.raises(CellProblem, match="18"):
        cells.id_number(cell)


@pytest.mark.parametrize(
    "cell", ["=李梅", "+李梅", "-李梅", "@李梅", "'=李梅", "李梅2", "\x00"]
)
def test_what_is_no_name_is_refused(cell):
    with pytest.raises(CellProblem):
        cells.name(cell)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("李 梅", "李梅"),
        ("周䶮", "周䶮"),
        ("陈𬱖", "陈𬱖"),
        ("阿依古丽•吐尔逊江", "阿依古丽·吐尔逊江"),
    ],
)
def test_names_are_tidied_and_keep_rare_characters(cell, name):
    assert cells.name(cell) == name


def test_text_that_is_too_long_is_refused():
    with pytest.raises(CellProblem):
        cells.text("长" * 121, longest=120)


def test_text_loses_what_disarmed_it():
    assert [cells.plain(each) for each in ("'=1+1", "'平", 3.0, None)] == [
        "=1+1",
        "'平",
        "3",
        "",
    ]


@pytest.mark.parametrize("column", [c for c in COLUMNS if c.words], ids=lambda c: c.key)
def test_every_word_that_is_offered_is_read_and_written_alike(column):
    assert [column.write(column.read(word)) for word in column.words] == list(
        column.words
    )


def test_a_word_that_is_not_known_is_refused_with_those_that_are():
    with pytest.raises(CellProblem, match="主任、副主任、委员、调解员"):
        BY_KEY["role"].read("组长")


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("姓名", "name"),
        (" 姓 名 ", "name"),
        ("姓名*", "name"),
        ("姓名（必填）", "name"),
        ("姓名(必填)", "name"),
        ("人员姓名", "name"),
        ("联系电话", "phone"),
        ("身份证号码：", "id_number"),
    ],
)
def test_heads_are_known_by_their_synonyms(head, key):
    assert of_head(head).key == key


def test_no_two_columns_share_a_head():
    heads = [name for column in COLUMNS for name in (column.head, *column.synonyms)]
    assert len(heads) == len(set(heads))


def test_the_identity_number_is_never_given_out_by_default():
    assert [c.key for c in COLUMNS if not c.is_exported] == ["id_number"]


def test_a_row_has_a_value_or_a_sentence_for_each_cell():
    values, problems = read_row({"name": "李梅", "born_on": 1965.3, "phone": " "})

    assert (values, len(problems)) == ({"name": "李梅"}, 1)
    assert problems[0].startswith("出生日期")
