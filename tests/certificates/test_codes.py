import math

import pytest

from certificates import codes


def test_a_code_holds_eighty_random_bits_and_no_symbol_that_looks_like_another():
    code = codes.new_code()

    assert codes.LENGTH * math.log2(len(codes.ALPHABET)) > 80
    assert (len(code), set(code) - set(codes.ALPHABET)) == (18, set())
    assert set("01OIL") & set(codes.ALPHABET) == set()
    assert len({codes.new_code() for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "typed",
    [
        "ABCDEF-GHJKMN-PQRSTU",
        " abcdef ghjkmn pqrstu ",
        "ＡＢＣＤＥＦ－ＧＨＪＫＭＮ—ＰＱＲＳＴＵ",
        "https://xuetang.example/verify/ABCDEFGHJKMNPQRSTU",
        "https://xuetang.example/verify/ABCDEFGHJKMNPQRSTU/",
        "ABCDEF_GHJKMN·PQRSTU",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert codes.normalised(typed) == "ABCDEFGHJKMNPQRSTU"


def test_a_code_is_printed_in_groups():
    assert codes.grouped("ABCDEFGHJKMNPQRSTU") == "ABCDEF-GHJKMN-PQRSTU"
