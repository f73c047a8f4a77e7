import json

import pytest

from exams.delivery.incoming import (
    MOST_BYTES,
    MOST_EVENTS,
    Malformed,
    parse,
    read_events,
)
from tests.exams.delivery.conftest import answer
from tests.factories.delivery import SLOTS

BY_SLOT = {f"s{number}": slot for number, slot in enumerate(SLOTS, start=1)}


def read(*raw, epoch=1):
    return read_events(raw, slots=BY_SLOT, epoch=epoch)


@pytest.mark.parametrize(
    ("slot", "payload", "kind", "kept"),
    [
        ("s1", {"option": "a7f3"}, "answer", {"option": "a7f3"}),
        ("s2", {"options": ["b002", "b001"]}, "answer", {"options": ["b001", "b002"]}),
        ("s3", {"option": "t"}, "answer", {"option": "t"}),
        ("s4", {"texts": ["三", "\x00九"]}, "answer", {"texts": ["三", "九"]}),
        ("s5", {"text": "终止\ud800"}, "text", {"text": "终止?"}),
    ],
)
def test_an_answer_has_one_spelling(slot, payload, kind, kept):
    (event,) = read(answer(1, slot, payload))

    assert (event.fits, event.kind, event.payload) == (True, kind, kept)


@pytest.mark.parametrize(
    ("slot", "payload"),
    [
        ("s1", None),
        ("s1", {}),
        ("s1", "a7f3"),
        ("s1", {"option": "b001"}),
        ("s1", {"option": ["a7f3"]}),
        ("s1", {"option": "a7f3", "more": 1}),
        ("s2", {"options": []}),
        ("s2", {"options": "b001"}),
        ("s2", {"options": ["b001", "b001"]}),
        ("s2", {"options": [["b001"]]}),
        ("s4", {"texts": ["三"]}),
        ("s4", {"texts": ["", " "]}),
        ("s4", {"texts": ["三", 9]}),
        ("s4", {"texts": ["三" * 201, "九"]}),
        ("s5", {"text": ""}),
        ("s5", {"text": "长" * 301}),
        ("s9", {"option": "a7f3"}),
        ("s1", {"option": 1e308 * 10}),
    ],
)
def test_what_fits_no_question_is_marked_and_kept_as_text(slot, payload):
    (event,) = read(answer(1, slot, payload))

    assert (event.fits, event.payload) == (False, {"raw": json.dumps(payload)})


@pytest.mark.parametrize(
    ("kind", "payload", "fits"),
    [
        ("clear", None, True),
        ("clear", {"option": "a7f3"}, False),
        ("flag", {"on": True}, True),
        ("flag", {"on": 1}, True),
        ("flag", {"on": "yes"}, False),
        ("decision", {"option": "a7f3"}, False),
    ],
)
def test_only_what_a_device_may_do_fits(kind, payload, fits):
    (event,) = read(answer(1, "s1", payload, kind=kind))

    assert event.fits is fits


def test_what_a_device_says_of_itself_is_evidence_or_nothing():
    raw = answer(1, "s1", {"option": "a7f3"})

    plain, odd = read(
        {**raw, "mono": 1500, "wall": "2026-11-23T08:00:00Z", "rev": 3},
        {**raw, "seq": 2, "mono": -1, "wall": 5, "rev": "3"},
    )

    assert (plain.mono_ms, plain.wall, plain.base_rev) == (
        1500,
        "2026-11-23T08:00:00Z",
        3,
    )
    assert (odd.mono_ms, odd.wall, odd.base_rev) == (None, "", None)


@pytest.mark.parametrize(
    "raw",
    [
        "event",
        {"seq": 1, "epoch": 1, "kind": "answer"},
        {"seq": 0, "epoch": 1, "kind": "answer", "slot": "s1"},
        {"seq": True, "epoch": 1, "kind": "answer", "slot": "s1"},
        {"seq": 2**31, "epoch": 1, "kind": "answer", "slot": "s1"},
        {"seq": 1, "epoch": 2, "kind": "answer", "slot": "s1"},
        {"seq": 1, "kind": "answer", "slot": "s1"},
    ],
)
def test_an_event_without_what_it_is_known_by_is_refused_whole(raw):
    with pytest.raises(Malformed):
        read(raw)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"events": 3}',
        b'{"events": [NaN]}',
        b"[" * 60_000,
        b" " * (MOST_BYTES + 1),
        json.dumps({"events": [1] * (MOST_EVENTS + 1)}).encode(),
    ],
)
def test_what_is_no_request_is_refused_and_never_breaks(body):
    with pytest.raises(Malformed):
        parse(body)


def test_an_answer_nested_too_deep_is_refused_or_kept_and_never_breaks():
    deep = b'{"a":' * 900 + b"1" + b"}" * 900
    body = b'{"events":[{"seq":1,"epoch":1,"kind":"answer","slot":"s1","v":%s}]}' % deep

    try:
        (event,) = read(*parse(body)["events"])
    except Malformed:
        return

    assert event.fits is False
