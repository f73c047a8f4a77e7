import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from mediators import operations, queries
from mediators.models import Mediator, Person, RoleGrant
from mediators.pinyin import spell
from tests.factories.mediators import MediatorFactory, PersonFactory, RoleGrantFactory


@pytest.mark.parametrize(
    ("name", "spelling", "initials"),
    [
        ("周小满", "zhou xiao man", "zxm"),
        ("单雄", "shan xiong", "sx"),
        ("仇小满", "qiu xiao man", "qxm"),
        ("解放", "xie fang", "xf"),
        ("查干", "zha gan", "zg"),
        ("区明", "ou ming", "om"),
        ("任我行", "ren wo xing", "rwx"),
        ("曾曾", "zeng zeng", "zz"),
        ("盖明", "ge ming", "gm"),
        ("尉迟恭", "yu chi gong", "ycg"),
        ("尉明", "wei ming", "wm"),
        ("万俟明", "mo qi ming", "mqm"),
        ("朴正", "piao zheng", "pz"),
        ("缪明", "miao ming", "mm"),
        ("翟明", "zhai ming", "zm"),
        ("覃明", "qin ming", "qm"),
        ("欧阳建国", "ou yang jian guo", "oyjg"),
        ("单于", "shan yu", "sy"),
        ("长孙明", "zhang sun ming", "zsm"),
        ("周长平", "zhou chang ping", "zcp"),
        ("周A明", "zhou a ming", "zam"),
        ("周AB", "zhou ab", "za"),
        ("周𰻝𰻝明", "zhou biang biang ming", "zbbm"),
        ("䶮", "yan", "y"),
        ("李𬱖", "li di", "ld"),
        ("阿依古丽·吐尔逊江", "a yi gu li tu er xun jiang", "aygltexj"),
        ("John Smith", "john smith", "js"),
        ("吕明", "lv ming", "lm"),
        ("", "", ""),
    ],
)
def test_a_name_is_spelt_as_its_bearer_says_it(name, spelling, initials):
    columns = spell(name).columns()

    assert (columns["spelling"], columns["initials"]) == (spelling, initials)
    assert columns["pinyin"] == spelling.replace(" ", "")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("周小满", ["周小满", "小满", "周 小满", "zxm", "zx", "ZXM", "z x m"]),
        ("周小满", ["zhouxiaoman", "zhou xiaoman", "Zhou Xiao Man", "Zhōu", "ＺＸＭ"]),
        ("单雄", ["shan", "sx", "shanxiong"]),
        ("覃明", ["qin", "tan", "tanming", "tm", "qm"]),
        ("吕明", ["lv", "lu", "lü", "lǚ", "luming"]),
        ("周长平", ["zhouchang", "zhouzhang", "zcp", "zzp"]),
        ("李𬱖", ["𬱖", "li di", "ld"]),
        ("John Smith", ["john", "johnsmith", "js"]),
    ],
)
def test_people_are_found_by_characters_by_pinyin_and_by_initials(name, words):
    person = PersonFactory(name=name)
    PersonFactory(name="郑别人")

    found = {word: list(Person.objects.called(word)) for word in words}

    assert found == {word: [person] for word in words}


@pytest.mark.parametrize("words", ["dan", "xm", "zhouxiaomann", "周xm", "!", "1"])
def test_what_a_name_does_not_begin_with_finds_nobody(words):
    PersonFactory(name="单雄")
    PersonFactory(name="周小满")

    assert list(Person.objects.called(words)) == []


@pytest.mark.parametrize(
    "index", ["pinyin", "initials", "pinyin_also", "initials_also"]
)
def test_pinyin_is_looked_for_in_an_index(index):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # three rows need no index

    plan = Person.objects.called("zxm").explain()

    assert f"person_{index}" in plan


def test_lists_are_in_the_order_of_pinyin_surnames_together():
    names = ["连小满", "李安", "单雄", "周小满", "欧阳明", "李明"]
    for name in names:
        MediatorFactory(person__name=name)

    ordered = ["李安", "李明", "连小满", "欧阳明", "单雄", "周小满"]
    assert [person.name for person in Person.objects.in_order()] == ordered
    assert [str(mediator) for mediator in Mediator.objects.in_order()] == ordered


def test_the_offices_searches_understand_pinyin(now):
    mediator = MediatorFactory(person__name="单雄")
    place = mediator.person.posts.get().organisation
    clerk = RoleGrantFactory(organisation=place, role=RoleGrant.Role.ADMINISTRATOR).user

    assert list(queries.mediators_found(clerk, words="shan")) == [mediator]
    assert queries.people_named("sx", by=clerk) == [mediator.person]
    assert queries.people_named("dan", by=clerk) == []


def test_whoever_is_registered_is_spelt(now):
    person = operations.register_person(name="仇 小满", at=now, actor=None)

    assert (person.spelling, person.initials) == ("qiu xiao man", "qxm")


def test_those_known_before_are_spelt_by_a_migration():
    person = PersonFactory(name="覃明", spelling="", pinyin="", initials="")
    module = importlib.import_module("mediators.migrations.0005_spell_known_people")

    module.spell_everybody(apps, SimpleNamespace(connection=connection))

    person.refresh_from_db()
    assert (person.spelling, person.pinyin_also) == ("qin ming", "tanming")
