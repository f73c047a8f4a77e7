"""What is done with files that are not what they should be."""

import io
import zipfile
from datetime import datetime

import pytest

from mediators.rosters import tables
from mediators.rosters.columns import BY_KEY
from mediators.rosters.tables import problems
from mediators.rosters.tables.opening import check_size
from tests.mediators.rosters.conftest import ROW, csv_of, row, xlsx_of, xlsx_rows

HEADS = [BY_KEY[key].head for key in ROW]
CELLS = list(ROW.values())


def found(content, **options):
    return tables.find(tables.sheets(content, **options))


def zip_of(**parts):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
    return packed.getvalue()


def part_of(content, name, change):
    """The same workbook, one part of it changed."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            part = old.read(each)
            new.writestr(each, change(part) if each == name else part)
    return packed.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_a_workbook_is_read_by_its_heads_in_any_order():
    table = found(xlsx_rows(HEADS[::-1], CELLS[::-1]))

    assert (table.sheet, table.rows, table.notes) == ("名册", [(2, ROW)], [])


@pytest.mark.parametrize(
    ("hide", "problem", "said"),
    [
        (lambda sheet: sheet.set_row(2, None, None, {"hidden": True}), "Rows", "第 3"),
        (
            lambda sheet: sheet.set_column(0, 0, None, None, {"hidden": True}),
            "Columns",
            HEADS[0],
        ),
        (lambda sheet: sheet.hide(), "Sheet", "名册"),
    ],
)
def test_what_nobody_sees_is_refused_and_named(hide, problem, said):
    def fill(book):
        book.add_worksheet("说明").activate()
        sheet = book.add_worksheet("名册")
        for number, cells in enumerate([HEADS, CELLS, CELLS]):
            sheet.write_row(number, 0, cells)
        hide(sheet)

    with pytest.raises(getattr(problems, f"Hidden{problem}")) as refusal:
        found(xlsx_of(fill))

    assert said in str(refusal.value)


def test_what_is_hidden_and_says_nothing_is_in_nobodys_way():
    def fill(book):
        sheet = book.add_worksheet("名册")
        sheet.write_row(0, 0, ["填表日期"])
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.write_row(1, 0, HEADS)
        sheet.write_row(2, 0, CELLS)
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_column(60, 70, None, None, {"hidden": True})
        book.add_worksheet("旧").hide()

    assert found(xlsx_of(fill)).rows == [(3, ROW)]


def test_utf_8_is_read_at_once_with_and_without_its_mark():
    plain = csv_of(row())

    assert found(plain).rows == found(b"\xef\xbb\xbf" + plain).rows == [(2, ROW)]


def test_other_characters_are_read_once_a_person_has_seen_them():
    content = csv_of(row(name="周䶮")).decode().encode("gb18030")

    with pytest.raises(tables.EncodingUnknown):
        found(content)

    assert "周䶮" in tables.sample(content)[1]
    assert found(content, encoding="gb18030").rows[0][1]["name"] == "周䶮"


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_csv_may_be_parted_by_other_signs(delimiter):
    content = csv_of(row()).replace(b",", delimiter.encode())

    assert found(content).rows == [(2, ROW)]


def test_titles_and_remarks_may_stand_above_the_head():
    table = found(
        xlsx_rows(["2026 年人民调解员名册"], ["填表日期", "2026"], HEADS, CELLS)
    )

    assert table.rows == [(3 + 1, ROW)]


def test_of_several_sheets_the_one_whose_head_fits_is_read():
    def fill(book):
        book.add_worksheet("说明").write_row(0, 0, ["请先读"])
        sheet = book.add_worksheet("人员")
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, CELLS)

    table = found(xlsx_of(fill))

    assert (table.sheet, len(table.rows), len(table.notes)) == ("人员", 1, 1)


def test_a_second_roster_in_the_file_is_named():
    def fill(book):
        for name in ("仁风", "新市"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADS)
            sheet.write_row(1, 0, CELLS)

    table = found(xlsx_of(fill))

    assert (table.sheet, len(table.notes)) == ("仁风", 2)
    assert "新市" in table.notes[1]


def test_a_file_without_a_head_is_refused_with_what_was_found():
    with pytest.raises(problems.NoHead) as refusal:
        found(xlsx_rows(["调解案件", "当事人"], ["1", "2"]))

    assert "调解案件、当事人" in str(refusal.value)


def test_missing_columns_are_named():
    with pytest.raises(problems.HeadLacks) as refusal:
        found(xlsx_rows(["姓名", "性别", "所属调委会"], ["李梅", "女", "青禾村"]))

    assert "职务、产生方式、类型、任期开始、推选记录或聘书" in str(refusal.value)


def test_two_columns_that_mean_the_same_are_refused():
    with pytest.raises(problems.HeadTwice) as refusal:
        found(xlsx_rows([*HEADS, "联系电话"], [*CELLS, "1"]))

    assert "手机、联系电话" in str(refusal.value)


def test_unknown_columns_are_named_and_left_out():
    table = found(xlsx_rows([*HEADS, "备注"], [*CELLS, "好"]))

    assert (table.rows, "备注" in table.notes[0]) == ([(2, ROW)], True)


def test_a_head_without_people_is_refused():
    with pytest.raises(problems.NoRows):
        found(xlsx_rows(HEADS))


def test_merged_cells_hold_for_every_row_they_cover():
    def fill(book):
        sheet = book.add_worksheet("名册")
        sheet.merge_range(0, 0, 0, 5, "名册")
        sheet.write_row(1, 0, HEADS)
        sheet.write_row(2, 0, CELLS)
        sheet.write_row(3, 0, ["王芳", *CELLS[1:]])
        place = HEADS.index("所属调委会")
        sheet.merge_range(2, place, 3, place, "石桥头村")

    table = found(xlsx_of(fill))

    assert [cells["organisation"] for _n, cells in table.rows] == ["石桥头村"] * 2
    assert len(table.notes) == 1


def test_a_merged_name_makes_no_second_person():
    def fill(book):
        sheet = book.add_worksheet("名册")
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, CELLS)
        sheet.write_row(2, 1, CELLS[1:])
        sheet.merge_range(1, 0, 2, 0, "李梅")

    assert [cells.get("name") for _n, cells in found(xlsx_of(fill)).rows] == [
        "李梅",
        None,
    ]


def test_a_head_of_two_is_told_what_it_lacks():
    with pytest.raises(problems.HeadLacks, match="职务"):
        found(xlsx_rows(["姓名", "所属调委会"], ["李梅", "青禾村"]))


def test_a_row_without_a_name_is_a_row():
    nameless = [None, *CELLS[1:]]
    rows = found(xlsx_rows(HEADS, CELLS, nameless, [None] * len(HEADS), CELLS)).rows

    assert [(number, "name" in cells) for number, cells in rows] == [
        (2, True),
        (3, False),
        (5, True),
    ]


def test_a_row_that_is_only_covered_by_a_merged_cell_is_none():
    def fill(book):
        sheet = book.add_worksheet("名册")
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, CELLS)
        place = HEADS.index("所属调委会")
        sheet.merge_range(1, place, 4, place, "石桥头村")

    assert len(found(xlsx_of(fill)).rows) == 1


def test_days_and_computed_values_are_read_as_what_they_show():
    def fill(book):
        sheet = book.add_worksheet("名册")
        sheet.write_row(0, 0, ["姓名", *HEADS[1:]])
        sheet.write_row(1, 0, CELLS)
        sheet.write_formula(1, 0, '="李"&"梅"', None, "李梅")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(1, 2, datetime(1965, 3, 1), day)  # noqa: DTZ001
        sheet.write_number(1, HEADS.index("手机"), 13900000001)

    ((_number, cells),) = found(xlsx_of(fill)).rows

    assert (cells["name"], cells["born_on"], cells["phone"]) == (
        "李梅",
        "1965-03-01",
        13900000001,
    )


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", problems.Empty),
        (b" \n \n", problems.Empty),
        (b"%PDF-1.7 ...", problems.NoTable),
        (b"\x89PNG\r\n\x1a\n", problems.NoTable),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, problems.OldWorkbook),
        (b"PK\x03\x04 broken", problems.Damaged),
        (zip_of(word__document="x"), problems.OtherDocument),
        (zip_of(**{"xl__workbook.xml": "<no"}), problems.Damaged),
        ("姓名".encode("utf-16"), problems.NotGb18030),
        ("姓名,性别".encode() + b"\x00", problems.Nul),
        (b"\xff\x81\xff", problems.NotGb18030),
        ("随便写的一句话".encode(), problems.NoHead),
    ],
)
def test_what_is_no_roster_is_refused_in_a_sentence(content, refusal):
    with pytest.raises(refusal) as refused:
        found(content)

    assert str(refused.value)


def test_a_file_of_200_mb_is_refused_by_its_size():
    with pytest.raises(tables.TooBig) as refusal:
        check_size(200 * 1024 * 1024)

    assert "超过了 10 MB" in str(refusal.value)


def test_a_bomb_is_refused_by_its_directory():
    bomb = zip_of(
        **{"xl__workbook.xml": "x", SHEET.replace("/", "__"): b"0" * 120_000_000}
    )

    with pytest.raises(problems.Bomb):
        found(bomb)


def test_a_file_that_packs_too_well_is_refused():
    bomb = zip_of(
        **{"xl__workbook.xml": "x", SHEET.replace("/", "__"): b"0" * 12_000_000}
    )

    with pytest.raises(problems.Bomb):
        found(bomb)


def test_a_file_of_thousands_of_parts_is_refused():
    with pytest.raises(problems.Bomb):
        found(zip_of(**{f"xl__{n}.xml": "" for n in range(1001)}))


def test_a_directory_that_lies_about_sizes_is_found_out():
    honest = xlsx_rows(HEADS, CELLS)
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        size = archive.getinfo(SHEET).file_size
    lying = honest.replace(size.to_bytes(4, "little"), (20).to_bytes(4, "little"))

    with pytest.raises(problems.Damaged):
        found(lying)


@pytest.mark.parametrize("sign", [b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<!doctype a>"])
def test_a_workbook_with_entities_is_refused(sign):
    bomb = part_of(xlsx_rows(HEADS, CELLS), SHEET, lambda xml: sign + xml)

    with pytest.raises(problems.Entities):
        found(bomb)


def test_a_workbook_in_another_encoding_hides_nothing():
    hidden = part_of(
        xlsx_rows(HEADS, CELLS), SHEET, lambda xml: xml.decode().encode("utf-16")
    )

    with pytest.raises(problems.Entities):
        found(hidden)


def test_a_sheet_whose_cells_lie_far_apart_is_refused_before_it_is_read():
    def fill(book):
        sheet = book.add_worksheet("名册")
        sheet.write_row(0, 0, HEADS)
        sheet.write(1_048_575, 16_383, "远")

    with pytest.raises(problems.TooWide) as refusal:
        found(xlsx_of(fill))
    assert "「名册」" in str(refusal.value)


@pytest.mark.parametrize(
    "cell",
    [
        "<c r='A2'><f>1+1</f></c>",
        "<c r='A2'><f>1+1</f><v/></c>",
        "<c r='A2'><f>1+1</f><v> </v></c>",
    ],
)
def test_a_formula_without_a_result_is_told_by_its_cell(cell):
    with pytest.raises(problems.NotReckoned) as refusal:
        found(with_sheet(sheet_of(f"<row r='2'>{cell}</row>")))
    assert "A2" in str(refusal.value)


@pytest.mark.parametrize(
    "cell",
    [
        "<c r='A2'><f>1+1</f><v>2</v></c>",
        "<c r='A2' t='str'><f>IF(1,B1,B1)</f><v></v></c>",
        "<c r='A2'><v/></c>",
    ],
)
def test_a_formula_with_a_result_is_what_came_out(cell):
    rows = "".join(f"<row r='{n}'><c r='A{n}'><v>1</v></c></row>" for n in range(3, 5))

    tables.sheets(with_sheet(sheet_of(f"<row r='2'>{cell}</row>{rows}")))


def with_sheet(sheet, *, part="xl/worksheets/sheet1.xml"):
    """A workbook whose sheet is written as nobody's program writes it."""
    given = zipfile.ZipFile(io.BytesIO(xlsx_rows(HEADS, CELLS)))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            text = given.read(name)
            if name == "xl/worksheets/sheet1.xml":
                made.writestr(part, sheet)
            else:
                made.writestr(
                    name, text.replace(b"worksheets/sheet1.xml", part[3:].encode())
                )
    return packed.getvalue()


def sheet_of(rows, more=""):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    data = f"<sheetData>{rows}</sheetData>{more}"
    return f'<worksheet xmlns="{main}">{data}</worksheet>'


FAR = [
    "<row><c r='A1'/></row><row r='1048576'><c r='XFD1048576'/></row>",
    f'<row r="1">{"<c/>" * 16_384}</row><row r="1048576"><c/></row>',
    '<row r="1"><c r="a1"/><c r="xfd1"/></row><row r="1048576"><c r="a1048576"/></row>',
    '<row r="1"><c t="&gt;" r="A1"/><c t="&gt;" r="XFD1048576"/></row>',
]


@pytest.mark.parametrize("rows", FAR, ids=range(len(FAR)))
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/elsewhere.xml"])
def test_however_it_is_written_far_is_far(rows, part):
    with pytest.raises(problems.TooWide):
        found(with_sheet(sheet_of(rows), part=part))


def test_a_sheet_merged_over_and_over_is_refused():
    merged = '<mergeCell ref="A1:A9999"/>' * 20_001
    sheet = sheet_of(
        '<row r="1"><c r="A1"/></row>', f"<mergeCells>{merged}</mergeCells>"
    )

    with pytest.raises(problems.Damaged):
        found(with_sheet(sheet))


def test_a_sheet_that_is_no_xml_is_damaged():
    with pytest.raises(problems.Damaged):
        found(with_sheet("<worksheet><sheetData><row></sheetData></worksheet>"))


def test_too_many_rows_are_refused():
    heads, cells = csv_of(row()).split(b"\n")

    with pytest.raises(problems.TooManyRows):
        found(b"\n".join([heads, *[cells] * 20_001]))


def test_a_reader_that_breaks_down_is_answered_in_words(monkeypatch):
    class PanicException(BaseException):
        pass

    def panic(*_args):
        raise PanicException

    monkeypatch.setattr(
        "mediators.rosters.tables.opening.calamine.CalamineWorkbook",
        type("Book", (), {"from_filelike": panic}),
    )
    with pytest.raises(problems.Damaged):
        found(xlsx_rows(HEADS, CELLS))


def test_the_template_is_read_by_its_own_heads_and_its_examples_are_left_alone():
    sheets = tables.sheets(tables.write_template(["临河镇司法所/青禾村人民调解委员会"]))

    with pytest.raises(problems.NoRows):
        tables.find(sheets)
    assert [sheet.name for sheet in sheets] == ["名册", "填写示例", "选项"]
    assert sheets[1].rows[1][0] == "周小满"


def test_what_looks_like_a_formula_is_disarmed_when_it_is_written():
    columns = [BY_KEY["name"], BY_KEY["basis"]]

    csv = b"".join(tables.write_csv(columns, [["李梅", "=cmd|x"]])).decode("utf-8-sig")
    xlsx = tables.sheets(tables.write_xlsx(columns, [["李梅", "@SUM(1)"]], name="名册"))

    assert csv.splitlines()[1] == "李梅,'=cmd|x"
    assert xlsx[0].rows[1] == ["李梅", "'@SUM(1)"]
