"""The pages of the Office where papers are planned, drawn and sealed."""
