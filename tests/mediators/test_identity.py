from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediators import identity
from mediators.identity import Doubt, read_id_number
from mediators.models import Division, Person
from tests.factories.mediators import PersonFactory

DAY = date(2026, 3, 1)
JIYANG = "370115199003077519"


def id_number(address="370115", born="19050301", sequence="751"):
    digits = f"{address}{born}{sequence}"
    return digits + identity.check_sign(digits)


@pytest.mark.parametrize(
    ("number", "address", "born_on", "gender"),
    [
        ("11010519491231002X", "110105", date(1949, 12, 31), "2"),
        ("34052419800101001X", "340524", date(1980, 1, 1), "1"),
        ("513101198201130014", "513101", date(1982, 1, 13), "1"),
        (JIYANG, "370115", date(1990, 3, 7), "1"),
        ("370125197001010015", "370125", date(1970, 1, 1), "1"),
        ("370115196502280024", "370115", date(1965, 2, 28), "2"),
        ("370115198506153320", "370115", date(1985, 6, 15), "2"),
    ],
)
def test_a_number_says_where_when_and_what_gender(number, address, born_on, gender):
    read = read_id_number(number, day=DAY)

    assert (read.text, read.address_code) == (number, address)
    assert (read.born_on, read.gender) == (born_on, gender)


def test_the_standards_own_example_of_1880_agrees_in_its_check_and_is_too_old():
    number = "440524188001010014"

    assert identity.check_sign(number[:-1]) == number[-1]
    with pytest.raises(identity.NoSuchBirthday):
        read_id_number(number, day=DAY)


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        "110105 19491231 002X",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "　110105194912310 02ｘ\n",
    ],
)
def test_a_number_is_read_however_it_is_typed(typed):
    assert read_id_number(typed, day=DAY).text == "11010519491231002X"


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", identity.WrongLength),
        (JIYANG[:-1], identity.WrongLength),
        (JIYANG + "0", identity.WrongLength),
        ("370115900307751", identity.OldNumber),
        ("3701159003O7751", identity.WrongLength),
        ("X" + JIYANG[1:], identity.WrongSigns),
        (JIYANG[:-1] + "A", identity.WrongSigns),
        ("٣٧٠١١٥١٩٩٠٠٣٠٧٧٥١٩", identity.WrongSigns),
        (id_number(address="990115"), identity.NoSuchProvince),
        (id_number(address="160115"), identity.NoSuchProvince),
        (id_number(born="19900230"), identity.NoSuchBirthday),
        (id_number(born="19000229"), identity.NoSuchBirthday),
        (id_number(born="18991231"), identity.NoSuchBirthday),
        (id_number(born="20260302"), identity.NoSuchBirthday),
        (JIYANG[:-1] + "8", identity.WrongCheckSign),
    ],
)
def test_what_is_no_number_is_refused_with_a_sentence_that_does_not_repeat_it(
    typed, refusal
):
    with pytest.raises(identity.NotAnIdNumber) as refused:
        read_id_number(typed, day=DAY)

    assert refused.type is refusal
    assert not typed or typed not in str(refused.value)


@pytest.mark.parametrize("born", ["19000101", "20260301", "20000229"])
def test_the_first_and_the_last_possible_birthday_are_taken(born):
    assert read_id_number(id_number(born=born), day=DAY).text[6:14] == born


@pytest.mark.parametrize(
    "address", ["110105", "650101", "710000", "810000", "820000", "830000"]
)
def test_every_province_is_taken_whatever_the_district(address):
    assert read_id_number(id_number(address=address), day=DAY)


def test_every_single_slip_and_every_swap_of_neighbours_is_caught():
    slips = {
        JIYANG[:place] + sign + JIYANG[place + 1 :]
        for place in range(18)
        for sign in "0123456789X"
    }
    swaps = {
        JIYANG[:place] + JIYANG[place + 1] + JIYANG[place] + JIYANG[place + 2 :]
        for place in range(17)
    }

    for wrong in (slips | swaps) - {JIYANG}:
        with pytest.raises(identity.NotAnIdNumber):
            read_id_number(wrong, day=DAY)


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=DAY),
    st.integers(0, 999),
    st.sampled_from(["110105", "370115", "370125", "659001"]),
)
def test_what_is_made_by_the_rule_is_read_back(born_on, sequence, address):
    number = id_number(address, f"{born_on:%Y%m%d}", f"{sequence:03d}")

    read = read_id_number(number, day=DAY)

    assert (read.text, read.born_on) == (number, born_on)
    assert read.gender == (Person.Gender.MALE if sequence % 2 else Person.Gender.FEMALE)


@pytest.mark.parametrize(
    ("born", "adult"),
    [("20080301", True), ("20080302", False), ("20080229", True)],
)
def test_an_adult_is_eighteen_on_the_birthday_itself(born, adult):
    assert read_id_number(id_number(born=born), day=DAY).is_adult_on(DAY) is adult


def test_a_mask_hides_the_day_of_birth():
    read = read_id_number(JIYANG, day=DAY)

    assert read.masked == "370115********7519"
    assert JIYANG not in repr(read)
    assert "0307" not in repr(read)


def county(code):
    return Division.objects.create(
        code=code,
        name="某区",
        level=Division.Level.COUNTY,
        valid_from=date(2020, 1, 1),
    )


@pytest.mark.parametrize(
    ("counties", "known"),
    [
        ([], True),
        (["110105"], True),
        (["370115"], True),
        (["370116"], False),
    ],
)
def test_an_unknown_district_is_a_doubt_where_districts_are_on_record(counties, known):
    for code in counties:
        county(code)
    read = read_id_number(id_number(), day=DAY)

    assert (Doubt.ADDRESS_UNKNOWN in identity.doubts(read, Person(), day=DAY)) is (
        not known
    )


@pytest.mark.parametrize(
    ("record", "doubts"),
    [
        ({"born_on": None, "gender": "0"}, []),
        ({"born_on": None, "gender": "9"}, []),
        ({"born_on": date(1905, 3, 1), "gender": "1"}, []),
        ({"born_on": date(1905, 3, 2), "gender": "1"}, [Doubt.BORN_OTHERWISE]),
        ({"born_on": date(1905, 3, 1), "gender": "2"}, [Doubt.GENDER_OTHERWISE]),
    ],
)
def test_what_differs_from_the_record_is_a_doubt(record, doubts):
    read = read_id_number(id_number(), day=DAY)

    assert identity.doubts(read, PersonFactory.build(**record), day=DAY) == doubts


def test_a_child_is_a_doubt():
    read = read_id_number(id_number(born="20150301"), day=DAY)

    assert identity.doubts(read, Person(), day=DAY) == [Doubt.TOO_YOUNG]
