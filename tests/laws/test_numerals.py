import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws.numerals import from_chinese, to_chinese


@given(st.integers(min_value=1, max_value=9999))
def test_every_number_survives_being_written_and_read(number):
    assert from_chinese(to_chinese(number)) == number


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1260, "一千二百六十"),
    ],
)
def test_numbers_are_written_as_statutes_write_them(number, written):
    assert to_chinese(number) == written


@pytest.mark.parametrize(
    ("written", "number"),
    [("一十", 10), ("一百〇一", 101), ("两百", 200), ("１２", 12), ("260", 260)],
)
def test_other_ways_of_writing_are_read_too(written, number):
    assert from_chinese(written) == number


@pytest.mark.parametrize("nonsense", ["", "十百", "一二", "甲", "百百", "0", "零"])
def test_what_is_no_numeral_is_refused(nonsense):
    with pytest.raises(ValueError):  # noqa: PT011 -- its message is the numeral
        from_chinese(nonsense)


@pytest.mark.parametrize("number", [0, 10_000])
def test_what_has_no_numeral_is_refused(number):
    with pytest.raises(ValueError, match=str(number)):
        to_chinese(number)
