"""What axe finds in the Studio and what is Wagtail's own, in 7.4: not ours to mend.

A template of ours in the place of one of these would have to be kept up with every
version of Wagtail. Whatever is not named here is a barrier, in the Studio as elsewhere.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Excuse:
    """A rule of axe, and how what breaks it begins."""

    rule: str
    html: str
    why: str


EXCUSES = (
    Excuse(
        "aria-allowed-attr",
        r'<div (id="overall-progress" )?class="progress',
        "the bar of an upload has a value and no role",
    ),
    Excuse(
        "aria-allowed-attr",
        r'<div [^>]*public-DraftEditor-content" contenteditable="false"',
        "a text is no field while the chooser of a link lies above it",
    ),
    Excuse(
        "aria-allowed-role",
        r'<h2 role="alert">',
        "the number of matches is a heading that is announced",
    ),
    Excuse("aria-dialog-name", r'<div class="modal ', "no dialog says its name"),
    Excuse(
        "color-contrast",
        r'<span data-text="true">',
        "a text is grey while the chooser of a link lies above it",
    ),
    Excuse("empty-heading", r"<h2></h2>", "a page of a workflow that is gone"),
    Excuse("empty-table-header", r"<th", "columns of signs and of buttons"),
    Excuse("heading-order", r'<h3 id="other-searches-title"', "below the title"),
    Excuse("heading-order", r'<h4 class="workflow-tasks__name"', "below the title"),
    Excuse("label", r'<input id="fileupload"', "hidden behind a button, which has one"),
    Excuse(
        "landmark-unique",
        r'<section class="w-panel w-panel--nested"',
        "two blocks of a kind are sections of one name",
    ),
    Excuse("list", r'<ul class="workflow-tasks">', "links stand between list and row"),
    Excuse(
        "list", r'<ul class="fields">', "the opinion of a reviewer is a row of none"
    ),
    Excuse("listitem", r'<li class="workflow-tasks__task"', "as above"),
    Excuse("page-has-heading-one", r"<html", "a snippet has its title among the links"),
    Excuse(
        "scrollable-region-focusable",
        r'<ol class="w-minimap__list">',
        "the map of a page, beside headings that can be reached",
    ),
)
#: Which of them were needed since the tests began.
NEEDED: set[Excuse] = set()


def excuse(rule: str, html: str) -> Excuse | None:
    """Return what excuses a finding, and remember that it was needed."""
    for each in EXCUSES:
        if each.rule == rule and re.match(each.html, html):
            NEEDED.add(each)
            return each
    return None
