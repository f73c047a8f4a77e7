"""What the page of an exam asks for: by token, signed in or not."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from exams.delivery import operations, tokens
from exams.delivery.models import Attempt
from lms.kernel.database import LIMIT
from tests.exams.delivery.conftest import answer, choose
from tests.factories.delivery import OTHER_PHONE, PHONE, AttemptFactory
from tests.factories.mediators import MediatorFactory, UserFactory


def token_of(attempt, *, device=PHONE, epoch=1):
    return operations.token_for(attempt=attempt, device=device, epoch=epoch)


@pytest.fixture
def ask(client):
    """Return a function that asks as a device does: with a token and without a cookie."""

    def ask(name, attempt, *, token=None, events=None, body=None):
        url = reverse(f"delivery:{name}", args=[attempt.uuid])
        headers = {"Authorization": f"Bearer {token or token_of(attempt)}"}
        if name in {"state", "paper"}:
            return client.get(url, headers=headers)
        data = json.dumps({"events": events or []}) if body is None else body
        return client.post(url, data, content_type="application/json", headers=headers)

    return ask


@pytest.fixture
def open_device(client):
    """Return a function that opens the attempt on a device, signed in as `user`."""

    def open_device(user, attempt, **body):
        if user is not None:
            client.force_login(user)
        url = reverse("delivery:open-device", args=[attempt.uuid])
        data = {"device": str(PHONE), **body}
        return client.post(url, json.dumps(data), content_type="application/json")

    return open_device


def test_saving_needs_the_token_alone_and_tells_what_is_stored(ask, attempt):
    response = ask("save", attempt, events=[choose(1)])

    told = response.json()
    assert response.status_code == 200
    assert told == {
        "verdict": "accepted",
        "state": "in_progress",
        "rev": 1,
        "slots": {"s1": "1.1"},
        "ack": [[1, "accepted"]],
        "now": told["now"],
        "deadline": int(attempt.deadline_at.timestamp() * 1000),
        "receipt": "",
    }


@pytest.mark.postgres
def test_a_save_asks_the_database_once(ask, attempt, django_assert_num_queries):
    ask("save", attempt, events=[choose(1)])

    with django_assert_num_queries(1):
        ask("save", attempt, token=token_of(attempt), events=[choose(2, "09bc")])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_save_that_waits_too_long_is_told_to_come_again(ask, attempt, monkeypatch):
    monkeypatch.setattr("exams.delivery.saving.LIMIT", LIMIT.replace("2000", "50"))
    ask("save", attempt, events=[choose(1)])  # whatever is asked once, is asked now
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            other.set_autocommit(False)
            cursor.execute("SELECT 1 FROM delivery_attempt FOR UPDATE")
            told = ask("save", attempt, events=[choose(2, "09bc")])
            other.rollback()
    finally:
        other.close()

    again = ask("save", attempt, events=[choose(2, "09bc")])

    assert (told.status_code, told.json()) == (503, {"error": "busy"})
    assert again.json()["ack"] == [[2, "accepted"]]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["save", "submit"])
def test_what_lost_a_race_is_stored_at_the_next_go(ask, attempt, monkeypatch, name):
    real, goes = operations.store, []

    def beaten(**given):
        goes.append(1)
        if len(goes) == 1:
            with connection.cursor() as cursor:
                cursor.execute("DO $$BEGIN RAISE SQLSTATE '40P01'; END$$")
        return real(**given)

    monkeypatch.setattr("exams.delivery.operations.store", beaten)
    monkeypatch.setattr("exams.delivery.operations.handing_in.store", beaten)

    answer = ask(name, attempt, events=[choose(1)])

    assert (len(goes), answer.status_code) == (2, 200)
    assert answer.json()["ack"] == [[1, "accepted"]]


@pytest.mark.parametrize("name", ["save", "submit", "state", "paper"])
def test_without_a_token_of_this_attempt_nothing_is_told(client, ask, attempt, name):
    stranger = AttemptFactory(running=True)
    old = tokens.AttemptToken(
        attempt=attempt.uuid,
        paper=attempt.admission.sitting.paper.uuid,
        device=PHONE,
        epoch=1,
        expires_at=timezone.now() - timedelta(seconds=1),
    )
    forged = f"{token_of(attempt)}x"

    answers = [
        ask(name, attempt, token=one) for one in (token_of(stranger), old, forged)
    ]
    url = reverse(f"delivery:{name}", args=[attempt.uuid])
    answers.append(client.get(url) if name in {"state", "paper"} else client.post(url))

    assert [one.status_code for one in answers] == [401] * 4
    assert attempt.events.count() == 0


def test_a_token_lives_past_the_late_window(attempt):
    sitting = attempt.admission.sitting
    late = timedelta(seconds=sitting.grace_s + sitting.late_packet_s)

    assert token_of(attempt).expires_at > sitting.closes_at + late


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", '{"events": 1}', '{"events": [{}]}', "[" * 9000, "x" * 70_000],
)
@pytest.mark.parametrize("name", ["save", "submit"])
def test_nonsense_is_refused_with_400_and_changes_nothing(ask, attempt, name, body):
    response = ask(name, attempt, body=body)

    attempt.refresh_from_db()
    assert (response.status_code, attempt.state) == (400, "in_progress")


def test_the_state_tells_everything_to_a_page_opened_again(ask, attempt):
    ask(
        "save",
        attempt,
        events=[
            choose(1),
            answer(2, "s5", {"text": "终止"}),
            answer(3, "s2", {"on": True}, kind="flag"),
        ],
    )

    told = ask("state", attempt).json()

    assert told == {
        "state": "in_progress",
        "epoch": 1,
        "seed": 7,
        "rev": 1,
        "answers": {"s1": {"option": "a7f3"}, "s5": {"text": "终止"}},
        "flags": {"s2": True},
        "slots": {"s1": "1.1", "s5": "1.2", "!s2": "1.3"},
        "last_seq": 3,
        "now": told["now"],
        "deadline": int(attempt.deadline_at.timestamp() * 1000),
    }


def test_opening_a_page_again_costs_little(ask, attempt, django_assert_num_queries):
    token = token_of(attempt)

    with django_assert_num_queries(4):
        ask("state", attempt, token=token)

    with django_assert_num_queries(1):
        ask("paper", attempt, token=token)


def test_the_paper_comes_to_the_device_that_answers_while_the_attempt_runs(
    ask, attempt
):
    other = token_of(attempt, device=OTHER_PHONE)

    given = ask("paper", attempt)
    fenced = ask("paper", attempt, token=other)
    Attempt.objects.update(state="void")
    after = ask("paper", attempt)

    assert given.json() == attempt.admission.sitting.paper.snapshot.content
    assert (fenced.status_code, after.status_code) == (409, 409)


def test_a_device_that_was_replaced_reads_that_its_epoch_is_over(ask, attempt):
    token = token_of(attempt, device=OTHER_PHONE)

    assert ask("state", attempt, token=token).json()["epoch"] == 0


def test_handing_in_gives_a_receipt_as_often_as_it_is_asked(ask, attempt):
    first = ask("submit", attempt, events=[choose(1)])
    again = ask("submit", attempt, events=[choose(1)])

    attempt.refresh_from_db()
    told = first.json()
    assert (first.status_code, again.status_code) == (200, 200)
    assert told["receipt"] == again.json()["receipt"] == attempt.receipt
    assert (told["state"], told["ack"]) == ("submitted", [[1, "accepted"]])
    assert told["cause_words"] == "考生交卷"
    assert ask("state", attempt).json()["receipt"] == attempt.receipt


def test_a_replaced_device_hands_nothing_in_and_is_told(ask, attempt):
    response = ask("submit", attempt, token=token_of(attempt, device=OTHER_PHONE))

    assert (response.status_code, response.json()["verdict"]) == (409, "fenced")


def test_the_candidate_opens_the_attempt_and_gets_the_token(
    open_device, ask, attempt, settings
):
    settings.TRUSTED_PROXIES = 0
    user = attempt.admission.mediator.person.user

    opened = open_device(user, attempt).json()

    assert opened["epoch"] == 1
    assert ask("save", attempt, token=opened["token"]).status_code == 200


@pytest.mark.parametrize("passed", ["192.0.2.7", "192.0.2.7:5678"])
def test_the_address_of_a_device_is_kept_as_our_proxies_tell_it(
    client, settings, passed
):
    settings.TRUSTED_PROXIES = 1
    attempt = operations.start_attempt(admission=AttemptFactory().admission)
    client.force_login(attempt.admission.mediator.person.user)

    client.post(
        reverse("delivery:open-device", args=[attempt.uuid]),
        json.dumps({"device": str(PHONE)}),
        content_type="application/json",
        headers={"X-Forwarded-For": f"10.0.0.9, {passed}"},
    )

    assert attempt.devices.get().address == "192.0.2.7"


def proof(attempt, **changed):
    """What a candidate who takes over tells: their ticket and their password."""
    right = {
        "ticket": attempt.admission.ticket_no,
        "password": "correct horse battery",
    }
    return {**right, **changed}


def test_a_second_phone_asks_first_and_then_takes_over(open_device, ask, attempt):
    user = attempt.admission.mediator.person.user
    second = {"device": str(OTHER_PHONE)}

    asked = open_device(user, attempt, **second)
    taken = open_device(user, attempt, **second, take_over=proof(attempt))

    assert (asked.status_code, asked.json()) == (409, {"error": "other_device"})
    assert taken.json()["epoch"] == 2
    fenced = ask("save", attempt, events=[choose(1)]).json()
    assert (fenced["verdict"], fenced["ack"]) == ("fenced", [[1, "fenced"]])


@pytest.mark.parametrize(
    "told",
    [
        True,
        "yes",
        [],
        {},
        {"ticket": "1", "password": "correct horse battery"},
        {"password": "correct horse battery"},
        {"ticket": None, "password": None},
    ],
)
def test_nobody_takes_over_without_ticket_and_password(open_device, attempt, told):
    user = attempt.admission.mediator.person.user

    refused = open_device(user, attempt, device=str(OTHER_PHONE), take_over=told)

    attempt.refresh_from_db()
    assert refused.status_code in {403, 409}
    assert (attempt.device_id, attempt.device_epoch) == (PHONE, 1)


def test_the_right_ticket_with_a_wrong_password_takes_nothing_over(
    open_device, attempt
):
    user = attempt.admission.mediator.person.user
    wrong = proof(attempt, password="guessed")

    refused = open_device(user, attempt, device=str(OTHER_PHONE), take_over=wrong)

    attempt.refresh_from_db()
    assert (refused.status_code, refused.json()) == (403, {"error": "not_proven"})
    assert attempt.device_epoch == 1


def test_who_guessed_five_times_waits_even_with_what_is_right(open_device, attempt):
    user = attempt.admission.mediator.person.user
    second = {"device": str(OTHER_PHONE)}
    for _ in range(5):
        open_device(user, attempt, **second, take_over=proof(attempt, ticket="1"))

    late = open_device(user, attempt, **second, take_over=proof(attempt))

    assert (late.status_code, late.json()) == (429, {"error": "too_many"})


def test_opening_what_is_over_tells_the_receipt(open_device, ask, attempt):
    ask("submit", attempt)

    response = open_device(
        attempt.admission.mediator.person.user, attempt, device=str(OTHER_PHONE)
    )

    attempt.refresh_from_db()
    assert (response.status_code, response.json()["receipt"]) == (409, attempt.receipt)


def test_nobody_else_opens_an_attempt(open_device, client, attempt):
    unnamed = open_device(None, attempt)
    strangers = [
        open_device(user, attempt)
        for user in (MediatorFactory().person.user, UserFactory())
    ]

    assert unnamed.status_code == 401
    assert [one.status_code for one in strangers] == [404, 404]


@pytest.mark.parametrize("device", [None, "phone", 5])
def test_a_device_without_an_identity_is_refused(open_device, attempt, device):
    user = attempt.admission.mediator.person.user

    assert open_device(user, attempt, device=device).status_code == 400


def test_a_token_for_an_attempt_that_is_gone_finds_nothing(ask, attempt):
    token = token_of(attempt)
    attempt.uuid = OTHER_PHONE
    lost = tokens.AttemptToken(
        attempt.uuid, token.paper, token.device, token.epoch, token.expires_at
    )

    assert ask("save", attempt, token=lost).status_code == 404
