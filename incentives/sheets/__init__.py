"""Tables of cases that come in, and of records that go out."""
