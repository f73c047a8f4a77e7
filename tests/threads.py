"""Many at once, each with a connection of its own."""

from threading import Barrier, Thread

from django.db import connections

from lms.kernel.errors import DomainError


def at_once(work, given):
    """Call `work` with each of `given` in a thread of its own, all together.

    Return what each returned, or the refusal that it met.
    """
    barrier = Barrier(len(given), timeout=20)
    done = []

    def run(each):
        try:
            barrier.wait()
            done.append(work(each))
        except DomainError as refusal:
            done.append(refusal)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[each]) for each in given]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done
