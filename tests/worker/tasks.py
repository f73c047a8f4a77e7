import time
from pathlib import Path

from celery import shared_task
from django.conf import settings

from lms.kernel.models import Job


@shared_task
def count_slowly(*, job_id, n, **_later):
    """Count, waiting at each number as long as a file `hold` exists."""
    hold = Path(settings.DATA_DIR) / "hold"
    with (job := Job.objects.get(pk=job_id)).running():
        for _ in job.track(range(n)):
            while hold.exists():
                time.sleep(0.05)
