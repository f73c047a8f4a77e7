from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    """Argon2id at the minimum OWASP recommends: 19 MiB, two passes, one lane.

    Django's default takes 100 MiB and eight lanes: a thousand people who sign in for
    the same exam would wait for each other.
    """

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1
