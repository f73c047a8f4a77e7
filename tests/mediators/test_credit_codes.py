import pytest

from mediators import credit_codes

#: The vectors of the standard's own formula; all but the first are invented.
VALID = [
    "91110000600037341L",
    "11370115004189400T",
    "52370115MJD000001R",
    "54370115MEA000001Q",
]


@pytest.mark.parametrize("code", VALID)
def test_a_code_whose_check_agrees_is_taken_as_it_is(code):
    assert credit_codes.read(code) == code


@pytest.mark.parametrize(
    "typed",
    [
        "91110000600037341l",
        " 9111 0000 6000 3734 1L ",
        "９１１１００００６０００３７３４１Ｌ",
        "91110000-60003734-1L",
        "9111　0000600037341ｌ",
    ],
)
def test_full_width_lower_case_and_spaces_are_tidied(typed):
    assert credit_codes.read(typed) == "91110000600037341L"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("9111000060003734", "18 个字符，您填写的有 16 个"),
        ("", "您填写的有 0 个"),
        ("91110000600037341L0", "您填写的有 19 个"),
        ("9111000060003734IL", "第 17 个字符“I”"),
        ("9111OOOO600037341L", "第 5 个字符“O”"),
        ("91110000600037341济", "第 18 个字符“济”"),
        ("91110000600037341M", "最后一个字符与前面的不相符"),
        ("91110000600073341L", "最后一个字符与前面的不相符"),
    ],
)
def test_a_refusal_says_what_is_wrong(typed, words):
    with pytest.raises(credit_codes.NotACreditCode) as refusal:
        credit_codes.read(typed)

    assert words in str(refusal.value)


@pytest.mark.parametrize("place", range(18))
def test_one_mistyped_character_is_always_noticed(place):
    code = VALID[0]
    others = credit_codes.ALPHABET.replace(code[place], "")

    for sign in others:
        with pytest.raises(credit_codes.WrongCheck):
            credit_codes.read(code[:place] + sign + code[place + 1 :])


def test_the_second_character_is_not_asked_what_it_stands_for():
    first = "9Y370115MEA000001"

    assert credit_codes.read(first + credit_codes.check_character(first))
