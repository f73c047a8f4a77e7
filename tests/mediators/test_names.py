import pytest

from mediators import names


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" 周　小 满 ", "周小满"),
        ("阿依古丽•吐尔逊江", "阿依古丽·吐尔逊江"),
        ("阿依古丽．吐尔逊江", "阿依古丽·吐尔逊江"),
        ("阿依古丽.吐尔逊江", "阿依古丽·吐尔逊江"),
        ("阿依古丽 ・ 吐尔逊江", "阿依古丽·吐尔逊江"),
        ("阿依古丽‧吐尔逊江", "阿依古丽·吐尔逊江"),
        ("周\u200b小满\ufeff", "周小满"),
        ("John   Smith", "John Smith"),
        ("䶮", "䶮"),
        ("李𬱖", "李𬱖"),
        ("\uf9d1", "\uf9d1"),
    ],
)
def test_a_name_is_tidied_and_no_character_of_it_rewritten(typed, name):
    assert names.tidy(typed) == name


@pytest.mark.parametrize(
    "name",
    [
        "欧阳建国",
        "阿依古丽·吐尔逊江",
        "䶮",
        "李𬱖",
        "朱〇",
        "John Smith",
        "\U00031350",
        "José Núñez",
    ],
)
def test_what_people_are_called_is_a_name(name):
    assert names.is_name(name)


@pytest.mark.parametrize("text", ["", "·", "周·", "周3", "周小满！", "a@b", "周\x00"])
def test_what_nobody_is_called_is_none(text):
    assert not names.is_name(text)
