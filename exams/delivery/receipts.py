"""The receipt of a hand-in: a short code that only we can make, from what was stored."""

import hashlib
import hmac
import json

from django.conf import settings

from exams.delivery.folding import Projection
from exams.delivery.models import Attempt

#: No 0 or O, 1, I or L: a receipt is read out over the telephone.
_SYMBOLS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_GROUPS, _IN_GROUP = 4, 4


def receipt_of(attempt: Attempt, projection: Projection) -> str:
    """Return HMAC(attempt, revision, digest of the answers), as people can read it."""
    answers = {**projection.answers, **projection.texts}
    spelled = json.dumps(answers, sort_keys=True, ensure_ascii=True)
    digest = hashlib.sha256(spelled.encode()).hexdigest()
    text = f"{attempt.uuid}|{attempt.rev}|{digest}".encode()
    key = hashlib.sha256(b"delivery.receipt" + settings.SECRET_KEY.encode()).digest()
    number = int.from_bytes(hmac.new(key, text, hashlib.sha256).digest(), "big")
    groups = []
    for _group in range(_GROUPS):
        symbols = ""
        for _symbol in range(_IN_GROUP):
            number, index = divmod(number, len(_SYMBOLS))
            symbols += _SYMBOLS[index]
        groups.append(symbols)
    return "-".join(groups)
