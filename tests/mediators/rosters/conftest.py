import io
from datetime import date

import pytest
import xlsxwriter

from mediators.models import Organisation, Speciality
from mediators.rosters.columns import BY_KEY
from tests.factories.mediators import OrganisationFactory, RoleGrantFactory

ROW = {
    "name": "李梅",
    "gender": "女",
    "born_on": "1980-05-01",
    "ethnicity": "汉族",
    "education": "高中",
    "phone": "13900000001",
    "organisation": "青禾村人民调解委员会",
    "role": "委员",
    "appointment": "推选",
    "kind": "兼职",
    "valid_from": "2026-03-01",
    "last_day": "2029-02-28",
    "basis": "村民代表会议推选记录 2026-03",
    "background": "教师",
    "languages": "济南话",
    "specialities": "婚姻家庭纠纷",
}


@pytest.fixture(autouse=True)
def _speciality():
    """A flush between tests takes away what migrations brought."""
    Speciality.objects.get_or_create(code="01", defaults={"name": "婚姻家庭纠纷"})


@pytest.fixture
def bureau():
    return OrganisationFactory(
        kind=Organisation.Kind.BUREAU, name="云溪区司法局", committee_type=""
    )


@pytest.fixture
def office(bureau):
    return OrganisationFactory(
        parent=bureau,
        kind=Organisation.Kind.OFFICE,
        name="临河镇司法所",
        committee_type="",
        founded_on=date(2018, 1, 1),
    )


@pytest.fixture
def committee(office):
    return OrganisationFactory(parent=office, name="青禾村人民调解委员会")


@pytest.fixture
def clerk(office):
    """The administrator of a town."""
    return RoleGrantFactory(organisation=office).user


def row(**changes):
    """A row as somebody writes it; None leaves a cell out."""
    return {key: cell for key, cell in {**ROW, **changes}.items() if cell is not None}


def csv_of(*rows, heads=None):
    """A CSV file in UTF-8 with the columns that any of the rows has."""
    keys = list(dict.fromkeys(key for each in rows for key in each))
    lines = [[BY_KEY[key].head for key in keys]]
    lines += [[str(each.get(key, "")) for key in keys] for each in rows]
    return "\n".join(",".join(line) for line in lines).encode()


def xlsx_of(fill):
    """A workbook that `fill` writes into."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        fill(book)
    return packed.getvalue()


def xlsx_rows(*rows):
    """A workbook of one sheet with these rows of cells."""

    def fill(book):
        sheet = book.add_worksheet("名册")
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)

    return xlsx_of(fill)
