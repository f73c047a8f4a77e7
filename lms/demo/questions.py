"""Banks of questions, written by one trainer and approved by another."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from exams.banks import operations
from exams.banks.models import Bank, QuestionVersion, Topic
from exams.practice import operations as practice
from exams.practice import queries as practice_queries
from lms.demo.law import Articles, cited, read
from mediators.models import Organisation, User

SUBJECTS = {
    "principles": "调解原则",
    "organisation": "调解委员会",
    "mediators": "调解员",
    "procedure": "调解程序",
    "agreement": "协议与司法确认",
    "family": "婚姻家庭",
    "inheritance": "继承与赡养",
    "neighbours": "邻里与损害赔偿",
    "property": "物业",
    "labour": "劳动争议与欠薪",
    "traffic": "道路交通事故",
    "security": "治安边界",
    "online": "在线调解与个人信息",
}
TECHNIQUES = {
    "listening": "倾听共情",
    "caucus": "背靠背",
    "reframing": "换个说法",
    "explain_law": "以案释法",
    "cost_benefit": "利弊分析",
    "early_containment": "苗头早发现",
    "kin_help": "亲友邻里参与",
    "expert_help": "请懂行的人",
    "joint": "联合调解",
    "proposing": "提出方案",
    "drafting": "写好协议",
    "performance": "督促履行与回访",
    "signpost": "告知别的途径",
    "boundary": "认清边界、及时报告",
}
#: Which file makes which bank; that its review is simulated is in its title.
BANKS = (
    ("PML", "人民调解法题库", "peoples-mediation-law"),
    ("FAM", "婚姻家庭与邻里题库", "family-and-neighbours"),
    ("WTL", "劳动、交通与土地题库", "work-traffic-land"),
    ("BAO", "治安边界、协议与在线调解题库", "boundary-agreement-online"),
)


def load(
    organisation: Organisation,
    articles: Articles,
    *,
    author: User,
    reviewer: User,
    at: datetime,
) -> None:
    """Make the banks; their review is simulated, as their titles say."""
    topics = _topics(by=author, at=at)
    for code, title, name in BANKS:
        bank = operations.create_bank(
            organisation=organisation,
            code=code,
            title=f"{title}（演示：审核为模拟）",
            by=author,
            at=at,
        )
        for question in read(f"questions/{name}.toml")["questions"]:
            version = operations.draft_question(
                bank=bank,
                code=question["code"],
                kind=question["kind"],
                manuscript=_manuscript(question, topics, articles),
                by=author,
                at=at,
            )
            operations.submit_for_review(version=version, by=author, at=at)
            operations.approve(version=version, by=reviewer, at=at)


def give_away(*, by: User, at: datetime) -> None:
    """Release about a third of the questions for practice, none that stands on a paper."""
    for bank in Bank.objects.order_by("code"):
        questions = QuestionVersion.objects.filter(question__bank=bank)
        free = practice_queries.preview(questions, at=at).versions
        practice.release(versions=free[::2], by=by, at=at)


def _topics(*, by: User, at: datetime) -> dict[str, Topic]:
    axes = ((Topic.Axis.SUBJECT, SUBJECTS), (Topic.Axis.TECHNIQUE, TECHNIQUES))
    return {
        code: operations.add_topic(
            code=code.replace("_", "-"), name=name, axis=axis, by=by, at=at
        )
        for axis, names in axes
        for code, name in names.items()
    }


#: What a question says for all kinds alike; `recall` is for the test of the content.
_COMMON = {
    "code",
    "kind",
    "topic",
    "technique",
    "difficulty",
    "law",
    "article",
    "recall",
    "prompt",
    "explanation",
}


def _manuscript(
    question: Mapping[str, Any], topics: Mapping[str, Topic], articles: Articles
) -> operations.Manuscript:
    return operations.Manuscript(
        topic=topics[question["topic"]],
        technique=topics.get(question.get("technique", "")),
        prompt=question["prompt"],
        content={key: value for key, value in question.items() if key not in _COMMON},
        difficulty=question["difficulty"],
        explanation=question["explanation"],
        articles=[cited(question, articles)],
    )
