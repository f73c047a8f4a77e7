"""One plot: for each branch, whose proof holds, whose ends soon, and who has none."""

import sys
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

import pygal
from django.utils.translation import gettext as _
from pygal.style import Style

# It looks for plugins that we have none of, in a way of which Python warns at each import.
sys.meta_path[:] = [
    finder
    for finder in sys.meta_path
    if not isinstance(finder, pygal.PluginImportFixer)
]
#: As `css/tokens.css` has them: a picture cannot ask the page for its colours.
_INK, _CARD, _LINE = "#1E2A2B", "#FFFFFF", "#D9D6CE"
_PINE, _AMBER, _MAPLE = "#0E5A54", "#8A5A00", "#B23A22"
_FONTS = "PingFang SC, HarmonyOS Sans SC, MiSans, Noto Sans CJK SC, Microsoft YaHei, sans-serif"
_SIZE = 14
#: A name longer than this is cut in the plot; the table has it whole.
_LONGEST = {True: 8, False: 14}


@dataclass(frozen=True)
class Bar:
    label: str
    covered: int
    expiring: int
    gap: int


@dataclass(frozen=True)
class Plot:
    """The addresses of a picture for a desk and of one for a phone."""

    wide: str
    narrow: str


def plot(bars: Sequence[Bar]) -> Plot:
    return Plot(_drawn(bars, width=860), _drawn(bars, width=360))


def _drawn(bars: Sequence[Bar], *, width: int) -> str:
    is_narrow = width < 400  # noqa: PLR2004 -- a phone
    labels = [_cut(bar.label, _LONGEST[is_narrow]) for bar in bars]
    chart = pygal.HorizontalStackedBar(
        js=[],
        style=_style(),
        width=width,
        height=100 + 34 * len(bars),
        explicit_size=True,
        legend_at_bottom=True,
        legend_at_bottom_columns=1 if is_narrow else 3,
        show_minor_x_labels=False,
        margin=12,
        # Its author reckons letters at six tenths of their height; ours are square.
        margin_left=12 + round(max(map(len, labels), default=0) * _SIZE * 0.4),
        value_formatter=lambda value: f"{value:.0f}",
        max_scale=5 if is_narrow else 10,
        x_labels=labels[::-1],
        truncate_label=-1,
        truncate_legend=-1,
        no_data_text=_("Nobody yet"),
    )
    chart.add(_("Valid beyond 90 days"), [bar.covered for bar in bars][::-1])
    chart.add(_("Ends within 90 days"), [bar.expiring for bar in bars][::-1])
    chart.add(_("No valid certificate"), [bar.gap for bar in bars][::-1])
    return f"data:image/svg+xml;base64,{b64encode(chart.render()).decode()}"


def _cut(label: str, longest: int) -> str:
    return label if len(label) <= longest else f"{label[: longest - 1]}…"


def _style() -> Style:
    return Style(
        background=_CARD,
        plot_background=_CARD,
        foreground=_INK,
        foreground_strong=_INK,
        foreground_subtle=_LINE,
        guide_stroke_color=_LINE,
        major_guide_stroke_color=_LINE,
        colors=(_PINE, _AMBER, _MAPLE),
        font_family=_FONTS,
        label_font_size=_SIZE,
        major_label_font_size=_SIZE,
        legend_font_size=_SIZE,
        no_data_font_size=18,
        opacity="1",
        transition="0s",
    )
