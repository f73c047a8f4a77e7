"""What the tables of records refuse, whoever writes to them."""

from lms.kernel.guards import Refusal, RefusalAsking

#: Whether an account is that of the mediator, under any record of theirs.
_OWN = (
    "EXISTS (SELECT 1 FROM mediators_person q, mediators_mediator m "
    "JOIN mediators_person p ON p.id = m.person_id "
    "WHERE m.id = NEW.mediator_id AND q.user_id IN ({accounts}) "
    "AND COALESCE(q.merged_into_id, q.id) = COALESCE(p.merged_into_id, p.id))"
)
_NOT_OWN = "Nobody enters, decides or annuls what is about themselves."


def annulled_only(*columns: str) -> list[Refusal]:
    """Return the guards of a record: never deleted, and never changed but to annul it.

    `columns` are those that even annulling leaves as they are. Nobody enters or annuls a
    record of their own.
    """
    return _guards(columns, "NEW.annulled_at IS NOT NULL", "NEW.recorded_by_id")


def decided_only(*columns: str) -> list[Refusal]:
    """Return the guards of a record that somebody decides.

    It may be settled besides, once, while it is proposed. Nobody decides about
    themselves; and what another enters does not stand before whoever is to decide has
    said so.
    """
    settled = ("state", "settled_at", "decline_reason")
    settles = (
        "NEW.annulled_at IS NULL AND OLD.state = 'proposed' "
        "AND NEW.state <> 'proposed' AND NEW.settled_at IS NOT NULL"
    )
    annuls = (
        "NEW.annulled_at IS NOT NULL AND OLD.state <> 'declined' "
        f"AND NOT ({_changed(settled)})"
    )
    return [
        *_guards(
            (*columns, "authority", "decided_by_id", "decided_on", "document_no"),
            f"(({settles}) OR ({annuls}))",
            "NEW.recorded_by_id, NEW.decided_by_id",
        ),
        Refusal(
            "INSERT",
            "A decision stands once whoever takes it has confirmed it.",
            when="NEW.state = 'decided' AND NEW.recorded_by_id <> NEW.decided_by_id",
        ),
    ]


def once(table: str, *same: str, where: str = "", message: str) -> RefusalAsking:
    """Return the guard against a second row of a table that is alike and takes its place.

    Rows that were stored before it are left as they are.
    """
    alike = " AND ".join(f"o.{column} = NEW.{column}" for column in same)
    return RefusalAsking(
        "INSERT",
        message,
        when=f"EXISTS (SELECT 1 FROM {table} o WHERE {alike} "  # noqa: S608 -- our own names
        f"AND o.annulled_at IS NULL{where})",
    )


def _guards(columns: tuple[str, ...], allowed: str, accounts: str) -> list[Refusal]:
    kept = ("uuid", "organisation_id", "mediator_id", "recorded_at", "recorded_by_id")
    return [
        Refusal("DELETE", "A record is annulled with a reason, never deleted."),
        Refusal(
            "UPDATE",
            "A record does not change: annul it and enter another.",
            when=f"OLD.annulled_at IS NOT NULL OR NOT ({allowed}) "
            f"OR {_changed((*kept, *columns))}",
        ),
        RefusalAsking("INSERT", _NOT_OWN, when=_OWN.format(accounts=accounts)),
        RefusalAsking(
            "UPDATE", _NOT_OWN, when=_OWN.format(accounts="NEW.annulled_by_id")
        ),
    ]


def _changed(columns: tuple[str, ...]) -> str:
    return " OR ".join(
        f"COALESCE(CAST(NEW.{each} AS text), '') <> COALESCE(CAST(OLD.{each} AS text), '')"
        for each in columns
    )
