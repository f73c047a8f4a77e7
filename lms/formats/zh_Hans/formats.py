"""A moment somebody waits for carries its weekday: 2026年11月23日（周一）09:30."""

DATETIME_FORMAT = "Y年n月j日（D）H:i"
