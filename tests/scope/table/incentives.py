"""Subsidies, honours and what is held against somebody."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.scope.rows import ADMINISTRATOR, FOUND, INSPECTOR, PLATFORM, Row

OVERSEERS = [ADMINISTRATOR, INSPECTOR]
ENTERS = {"look": [ADMINISTRATOR], "act": [ADMINISTRATOR]}
#: The platform's administrators are the only ones here who have a role over a bureau.
BUREAU = {"look": [PLATFORM], "act": [PLATFORM]}
KINDS = ["subsidy", "commendation", "grade", "evaluation", "recognition"]


def case(place):
    return {
        "organisation": place.committee.uuid,
        "case_ref": "云调2026-新",
        "mediated_on": "2026-03-01",
        "case_class": "simple",
        "form": "written",
    }


def decided(place):
    return {
        "organisation": place.committee.uuid,
        "authority": "云溪区司法局",
        "decided_by": place.world.people[PLATFORM].uuid,
        "decided_on": "2026-03-01",
        "document_no": "云司发〔2026〕9号",
    }


def award(place):
    own = {"programme": place.programme.uuid, "title": "先进人民调解员", "merit": ""}
    return {**decided(place), **own}


def grade(place):
    return {**decided(place), "grade": place.records["grade"].grade.pk}


def evaluation(place):
    own = {"branch": place.unit.uuid, "year": "2024", "level": "qualified"}
    return {**decided(place), **own}


def recognition(place):
    return {
        "organisation": place.committee.uuid,
        "title": "调解能手",
        "given_by": "云溪区总工会",
        "given_on": "2026-03-01",
    }


def measure(place):
    of = {"branch": place.world.district.uuid, "ground": "other", "measure": "talk"}
    return {**decided(place), **of}


BODIES = {
    "subsidy": case,
    "commendation": award,
    "grade": grade,
    "evaluation": evaluation,
    "recognition": recognition,
}


def schedule(place):
    return {
        "organisation": place.world.district.uuid,
        "title": "补贴标准",
        "document": "云司发〔2026〕3号",
        "valid_from": "2020-01-01",
        "valid_to": "2021-01-01",
        "rate-TOTAL_FORMS": "1",
        "rate-INITIAL_FORMS": "0",
        "rate-0-case_class": "simple",
        "rate-0-amount": "100",
    }


def programme(place):
    return {
        "organisation": place.unit.uuid,
        "name": "年度表彰",
        "year": "2026",
        "for_whom": "person",
        "approval_authority": "省评比达标表彰工作协调小组",
        "approval_document": "示评组发〔2026〕1号",
    }


def scheme(place):
    return {
        "organisation": place.unit.uuid,
        "name": "等级评定办法",
        "document": "云司发〔2026〕5号",
        "valid_from": "2026-01-01",
        "labels": "一级\n二级",
    }


BASES = {"programme": programme, "scheme": scheme}
OF_PLACE = {
    "schedule": lambda place: place.records["subsidy"].schedule,
    "programme": lambda place: place.programme,
    "scheme": lambda place: place.records["grade"].grade.scheme,
}


def basis_of(kind):
    return lambda place: [kind, OF_PLACE[kind](place).uuid]


def ended(_place):
    return {"on": "2027-01-01"}


def table(place):
    heads = "姓名,所属调委会,案件编号,调解结束日期,案件类别,协议形式"
    cells = [place.colleague.person.name, place.committee.name, "云调2026-导入"]
    row = ",".join([*cells, "2026-03-01", "简易", "书面协议"])
    return {"file": SimpleUploadedFile("案件.csv", f"{heads}\n{row}\n".encode())}


def declined(_place):
    return {"verdict": "decline", "reason": "材料不全"}


def reason(_place):
    return {"reason": "录错"}


def of(kind):
    return lambda place: [kind, place.records[kind].uuid]


ROWS = [
    Row("incentives:record-list", look=OVERSEERS, lists=True),
    Row("incentives:record-list", query="q=明", look=OVERSEERS, lists=True),
    Row("incentives:record-export", look=OVERSEERS, lists=True),
    # Each sees what names them as deciding, and nobody else, whoever they are.
    Row("incentives:waiting", look=[ADMINISTRATOR]),
    Row(
        "incentives:settle",
        args=lambda place: ["commendation", place.proposal.uuid],
        **ENTERS,
        body=declined,
        platform=False,
    ),
    Row("incentives:enter", look=[ADMINISTRATOR]),
    Row(
        "incentives:enter-for",
        args=lambda place: [place.colleague.uuid],
        look=[ADMINISTRATOR],
        lists=True,
    ),
    *[
        Row(
            "incentives:choose",
            args=lambda _place, kind=kind: [kind],
            query="q=明",
            look=[ADMINISTRATOR],
            look_outside=[ADMINISTRATOR],
            look_above=[ADMINISTRATOR],
            lists=True,
        )
        for kind in BODIES
    ],
    *[
        Row(
            "incentives:record-add",
            args=lambda place, kind=kind: [kind, place.colleague.uuid],
            **ENTERS,
            body=body,
            # A town proposes by the programmes of the bureau above, and is shown them.
            public=kind == "commendation",
        )
        for kind, body in BODIES.items()
    ],
    Row(
        "incentives:record-add-unit",
        args=lambda place: ["commendation", place.committee.uuid],
        **ENTERS,
        body=award,
        public=True,
    ),
    # Only the administrators of a bureau hold anybody to account.
    Row(
        "incentives:choose",
        args=lambda _place: ["accountability"],
        look=[PLATFORM],
    ),
    Row(
        "incentives:record-add",
        args=lambda place: ["accountability", place.colleague.uuid],
        **BUREAU,
        body=measure,
    ),
    Row(
        "incentives:import-template",
        args=lambda _place: ["subsidy"],
        look=[ADMINISTRATOR],
        look_outside=[ADMINISTRATOR],
        look_above=[ADMINISTRATOR],
    ),
    Row(
        "incentives:import",
        args=lambda _place: ["subsidy"],
        look=[ADMINISTRATOR],
        look_outside=[ADMINISTRATOR],
        look_above=[ADMINISTRATOR],
        act=[ADMINISTRATOR],
        act_outside=[ADMINISTRATOR],
        act_above=[ADMINISTRATOR],
        body=table,
        done=FOUND,
    ),
    Row(
        "incentives:import-confirm",
        args=lambda _place: ["subsidy"],
        takes_get=False,
        act=[ADMINISTRATOR],
        act_outside=[ADMINISTRATOR],
        act_above=[ADMINISTRATOR],
        body=lambda _place: {"rows": "没有签名"},
    ),
    # What a branch lays down holds beneath it: whoever oversees there may know of it.
    Row("incentives:basis-list", look=OVERSEERS, public=True),
    Row(
        "incentives:basis",
        args=basis_of("programme"),
        look=OVERSEERS,
        look_above=OVERSEERS,
        public=True,
    ),
    # All three places are of one district, whose bureau says what is paid.
    Row(
        "incentives:basis",
        args=basis_of("schedule"),
        look=OVERSEERS,
        look_outside=OVERSEERS,
        look_above=OVERSEERS,
        public=True,
    ),
    Row("incentives:basis", args=basis_of("scheme"), look=OVERSEERS, lists=True),
    Row(
        "incentives:basis-add",
        args=lambda _place: ["schedule"],
        **BUREAU,
        body=schedule,
    ),
    Row("incentives:basis-end", args=basis_of("schedule"), **BUREAU, body=ended),
    *[
        Row(
            "incentives:basis-add",
            args=lambda _place, kind=kind: [kind],
            look=[ADMINISTRATOR],
            look_outside=[ADMINISTRATOR],
            look_above=[ADMINISTRATOR],
            act=[ADMINISTRATOR],
            body=body,
            beyond=200,
            # The kinds of certificate that the branches above issue may be asked for.
            public=True,
        )
        for kind, body in BASES.items()
    ],
    *[
        Row("incentives:basis-end", args=basis_of(kind), **ENTERS, body=ended)
        for kind in BASES
    ],
    *[
        Row("incentives:record", args=of(kind), look=OVERSEERS, lists=True)
        for kind in KINDS
    ],
    *[
        Row("incentives:record-annul", args=of(kind), **ENTERS, body=reason)
        for kind in KINDS
    ],
    # A judicial office does not see what is held against its people: only a bureau does.
    Row("incentives:record", args=of("accountability"), **BUREAU),
    Row("incentives:record-annul", args=of("accountability"), **BUREAU, body=reason),
]
