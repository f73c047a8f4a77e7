"""A part of a page that is kept for everybody can bear nothing of anybody."""

import pytest
from django.template import engines
from django.utils.translation import override

LOADED = "{% load i18n kept %}"


def template(text):
    return engines["django"].from_string(LOADED + text)


def test_it_is_rendered_once_for_what_it_names():
    page = template("{% kept nav %}{{ nav }}{% endkept %}")

    assert [page.render({"nav": nav}) for nav in ("a", "b", "a")] == ["a", "b", "a"]


def test_it_sees_nothing_it_does_not_name(rf):
    request = rf.get("/secret/")
    request.user = "老周"
    page = template(
        "{% kept nav %}{{ nav }}{{ name }}{{ user }}{{ request.path }}"
        "{{ csrf_token }}{% csrf_token %}{% endkept %}"
    )

    assert page.render({"nav": "a", "name": "老周"}, request) == "a"


def test_what_it_includes_sees_nothing_either(rf):
    page = template('{% kept %}{% include "components/session.html" %}{% endkept %}')
    request = rf.get("/secret/")
    request.user = type("Somebody", (), {"is_authenticated": True})()

    assert "form" not in page.render({}, request)


def test_each_language_has_its_own():
    page = template('{% kept %}{% translate "Sign in" %}{% endkept %}')

    chinese = page.render({})
    with override("en"):
        assert page.render({}) == "Sign in"
    assert page.render({}) == chinese == "登录"


def test_values_without_end_are_rendered_but_not_kept():
    page = template("{% kept nav %}{{ nav }}{% endkept %}")

    said = [page.render({"nav": number}) for number in range(100)]

    assert said == [str(number) for number in range(100)]
    node = page.template.nodelist[1]
    assert len(node.kept) < 100


@pytest.mark.parametrize("value", ["<b>", "“"])
def test_what_it_names_is_escaped(value):
    page = template("{% kept nav %}{{ nav }}{% endkept %}")

    assert "<b>" not in page.render({"nav": value})
