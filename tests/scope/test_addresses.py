"""No URL without a row, and no row without a URL."""

from tests.scope.addresses import every_address
from tests.scope.table import NAMESPACES, ROWS


def test_every_url_outside_the_studio_has_a_row():
    named = {row.url for row in ROWS}
    missing = {each.name for each in every_address() if not each.of_studio} - named

    assert not missing, (
        f"No row of tests/scope/table says who may open {sorted(missing)}: "
        "see docs/howto/add-a-page-of-the-office.md."
    )


def test_every_row_is_of_a_url():
    there = {each.name for each in every_address()}
    left_over = {row.url for row in ROWS} - there

    assert not left_over, f"These rows of tests/scope/table have no URL: {left_over}."


def test_every_url_of_the_studio_has_a_row_of_its_namespace():
    studio = [each for each in every_address() if each.of_studio]
    asked = {each.namespace or each.name for each in studio}
    named = {row.namespace for row in NAMESPACES}

    assert asked == named, (
        f"tests/scope/table/studio.py lacks {sorted(asked - named)} "
        f"and has too many: {sorted(named - asked)}."
    )
