import pytest

from mediators.phones import NotAPhone, read_phone


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("", ""),
        ("  ", ""),
        ("13900000000", "13900000000"),
        ("139 0000 0000", "13900000000"),
        ("139-0000-0000", "13900000000"),
        ("+86 139 0000 0000", "13900000000"),
        ("008613900000000", "13900000000"),
        ("１３９００００００００", "13900000000"),
        ("0531-84210000", "0531-84210000"),
        ("（0531）84210000", "0531-84210000"),
        ("053184210000", "0531-84210000"),
        ("010 62000000", "010-62000000"),
        ("0634 6200000", "0634-6200000"),
    ],
)
def test_a_phone_is_kept_in_one_form_however_it_is_typed(typed, phone):
    assert read_phone(typed) == phone


@pytest.mark.parametrize(
    "typed",
    ["1390000000", "139000000000", "12900000000", "84210000", "053118421000", "abc"],
)
def test_what_cannot_be_dialled_is_refused(typed):
    with pytest.raises(NotAPhone):
        read_phone(typed)
