"""What the Studio shows of each block before it is chosen: invented, and never stored."""

from datetime import date
from typing import Any

KEY_POINTS = {
    "points": ["先听完，再开口。", "问事实，不问态度。", "谈不拢就约下一次，不逼人。"]
}
CASE = {
    "title": "晾衣绳和一棵枣树",
    "story": (
        "白鹭村的许大娘把晾衣绳拴在隔壁老邱家的枣树上，一拴六年。今年枣树枯了半边，老邱说是绳子勒的。\n\n"
        "调解员到树下看了三次，第三次带了镇上的农技员。"
    ),
    "lesson": "事情说不清的时候，先一起去看一眼。",
}
DIALOGUE = {
    "title": "第一句话怎么说",
    "lines": [
        {"who": "老邱", "says": "这事没什么好谈的！"},
        {"who": "调解员", "says": "好，那先不谈。您带我看看那棵树，行吗？"},
    ],
}
TERM = {
    "term": "背靠背",
    "meaning": "调解员分别同两边单独谈，一边说的话，不经同意不传给另一边。",
}
SELF_CHECK = {
    "prompt": "老邱说完就要走，您先做什么？",
    "choices": [
        {
            "text": "拦住他，今天必须谈完",
            "right": False,
            "feedback": "调解要自愿，拦人只会更僵。",
        },
        {
            "text": "送他到门口，约好下次的时间",
            "right": True,
            "feedback": "对。留一扇门，比多说一句有用。",
        },
    ],
}
STEPS = {
    "title": "到现场之前",
    "steps": [
        {"title": "打电话", "text": "问清人在哪里，有没有人受伤。"},
        {"title": "约时间", "text": "挑两边都方便的钟点，不挑饭点。"},
    ],
}
CHECKLIST = {
    "title": "出门带上",
    "items": ["空白的调解记录", "两支笔", "上一次谈到哪里的笔记"],
}


def citation() -> dict[str, Any]:
    return {
        "article": _article("调解由一名调解员主持；双方可以请邻居在场。"),
        "note": "想请谁在场，先问过另一边。",
    }


def comparison() -> dict[str, Any]:
    return {
        "old": _article("调解一般在十五日内完成。", since=date(2015, 3, 1)),
        "new": _article("调解一般在三十日内完成。"),
        "note": "期限变长了，约下一次不必赶。",
    }


def audio() -> dict[str, Any]:
    return {
        "title": "一通电话怎么接",
        "file": _file("example.mp3", 1_400_000),
        "transcript": "喂，您慢慢说，我在听。",
    }


def video() -> dict[str, Any]:
    return {
        "title": "摆一张方桌",
        "file": _file("example.mp4", 6_300_000),
        "captions": None,
        "transcript": "画面里是一张方桌和四把椅子，椅子不正对着门。",
    }


def document() -> dict[str, Any]:
    return {
        "title": "调解记录（空白）",
        "file": _file("example.docx", 24_000),
        "note": "打印出来，两边各留一份。",
    }


def _article(text: str, since: date = date(2024, 3, 1)) -> Any:
    """Return the same article of a regulation that is nowhere, as of a day."""
    from laws.models import (  # noqa: PLC0415 -- needs the app registry
        Article,
        Statute,
        Version,
    )

    title = "白鹭县调解条例（样例）"
    statute = Statute(title=title, short_title=title, code="example")
    version = Version(statute=statute, promulgated_on=since, effective_on=since)
    return Article(version=version, number=9, position=9, text=text)


def _file(name: str, size: int) -> Any:
    from wagtail.documents import (  # noqa: PLC0415 -- needs the app registry
        get_document_model,
    )

    return get_document_model()(id=0, title=name, file=name, file_size=size)
