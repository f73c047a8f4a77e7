import pytest
from django.utils import translation

from certificates import glyphs


@pytest.mark.parametrize(
    "name", ["王䶮", "欧阳𬱖", "司马㛃", "阿卜杜热西提·买买提", "Wang Li"]
)
def test_rare_names_are_printed(name):
    glyphs.check(name, "人民调解委员会\n（试行）")


def test_a_character_that_no_face_has_is_named():
    with pytest.raises(glyphs.GlyphMissing) as refusal:
        glyphs.check("周𪚥满", "好𪚥\ue000")

    with translation.override("en"):
        assert str(refusal.value) == (
            "These characters cannot be printed: 𪚥（U+2A6A5）、\ue000（U+E000）. Nothing "
            "was issued. Correct the spelling, or install a font that has them."
        )


def test_without_fonts_the_refusal_says_how_to_make_them(settings, tmp_path):
    settings.FONT_DIR = tmp_path

    with pytest.raises(glyphs.FontsMissing) as refusal:
        glyphs.check("周小满")

    assert "make run" in str(refusal.value)
