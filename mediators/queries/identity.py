"""Which record holds somebody's identity number, and its mask."""

from lms.kernel import personal
from mediators.models import Person


def bearer_of_id_number(person: Person) -> Person | None:
    """Return the record that holds the number: their own, or one merged into it."""
    if person.has_id_number:
        return person
    return person.merged.exclude(id_number_sealed=None).order_by("pk").first()


def masked_id_number(person: Person) -> str:
    """Return the number with the day of birth hidden, or "" if there is none.

    Opens the mask and never the number; two queries. A page that shows it shows no day
    of birth to anybody but the person: both together are the number.
    """
    bearer = bearer_of_id_number(person)
    if bearer is None or bearer.id_number_mask_sealed is None:
        return ""
    try:
        opened = personal.decrypt(bearer.uuid, bytes(bearer.id_number_mask_sealed))
    except personal.PersonErased:
        return ""
    mask: str = opened["mask"]
    return mask
