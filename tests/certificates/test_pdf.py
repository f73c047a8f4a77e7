import io

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from certificates import pdf
from tests.factories.certificates import CertificateTypeFactory, certificate

LONG_NAME = "阿卜杜热西提·买买提依明·阿布力克木"


def text_of(content):
    pages = PdfReader(io.BytesIO(content)).pages
    return len(pages), "".join(pages[0].extract_text().split())


@pytest.mark.parametrize("name", ["周小满", "欧阳䶮𬱖", LONG_NAME])
def test_the_bytes_hold_every_printed_field(name):
    issued = certificate(name=name, kind=CertificateTypeFactory(validity_months=36))

    pages, text = text_of(pdf.render(issued))

    printed = [
        name,
        "青禾村人民调解委员会",
        "成绩87分",
        issued.number,
        issued.code_in_groups,
        "2029年11月22日",
        "2026年11月23日",
        "青禾区司法局",
        "不是人民调解员证",
    ]
    assert (pages, [each for each in printed if each not in text]) == (1, [])


def test_the_longest_wording_stays_on_the_page():
    kind = CertificateTypeFactory(wording="培训内容" * 55 + "{committee}特发此证。")
    issued = certificate(kind=kind, committee="青禾村" * 30)

    pages, text = text_of(pdf.render(issued))

    assert (pages, "特发此证。" in text) == (1, True)


def test_the_qr_code_leads_to_the_page_of_verification(settings):
    settings.BASE_URL = "https://xuetang.example"
    issued = certificate()

    (page,) = pypdfium2.PdfDocument(pdf.render(issued))
    found = zxingcpp.read_barcodes(page.render(scale=110 / 72).to_pil())

    assert [each.text for each in found] == [
        f"https://xuetang.example/verify/{issued.code}"
    ]


def test_it_says_that_it_is_an_archival_and_tagged_document():
    catalogue = PdfReader(io.BytesIO(pdf.render(certificate()))).trailer["/Root"]

    assert bool(catalogue["/MarkInfo"]["/Marked"])
    assert str(catalogue["/Lang"]) == "zh-Hans"
    assert b"pdfaid" in catalogue["/Metadata"].get_data()
    assert "/Outlines" not in catalogue
