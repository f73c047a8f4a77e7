"""Ask the site in this container whether it is well; leave with 0 if it says yes."""

from __future__ import annotations

import os
import sys
import urllib.request

ADDRESS = "http://127.0.0.1:8000/healthz"


def main() -> int:
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].lstrip(".")
    request = urllib.request.Request(ADDRESS, headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=4) as response:
            return int(response.status != 200)  # noqa: PLR2004 -- the HTTP word for well
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
