"""Sixty questions in a bank, written by one trainer and approved by another."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from exams.banks import operations
from exams.banks.models import Bank, Topic
from laws.models import Article
from lms.demo.law import read
from mediators.models import Organisation, User

TOPICS = {
    "principles": "原则",
    "organisation": "调解委员会",
    "mediators": "调解员",
    "procedure": "调解程序",
    "agreement": "协议与司法确认",
    "technique": "调解方法",
}


def load(
    organisation: Organisation,
    articles: Mapping[int, Article],
    *,
    author: User,
    reviewer: User,
    at: datetime,
) -> Bank:
    """Make the bank; its review is simulated, as its title says."""
    bank = operations.create_bank(
        organisation=organisation,
        code="PML",
        title="人民调解法题库（演示：审核为模拟）",
        by=author,
        at=at,
    )
    topics = {
        code: operations.add_topic(code=code, name=name, by=author, at=at)
        for code, name in TOPICS.items()
    }
    for question in read("questions.toml")["questions"]:
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
    return bank


def _manuscript(
    question: Mapping[str, Any],
    topics: Mapping[str, Topic],
    articles: Mapping[int, Article],
) -> operations.Manuscript:
    known = {"code", "kind", "topic", "difficulty", "article", "prompt", "explanation"}
    return operations.Manuscript(
        topic=topics[question["topic"]],
        prompt=question["prompt"],
        content={key: value for key, value in question.items() if key not in known},
        difficulty=question["difficulty"],
        explanation=question["explanation"],
        articles=[articles[question["article"]]],
    )
