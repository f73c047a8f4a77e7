"""Small statutes to be read."""

NOTE = "（2020年10月1日白鹭市第三届人民代表大会常务委员会第五次会议通过）"
END = "本条例自2021年1月1日起施行。"


def statute(*body, title="白鹭市调解条例", note=NOTE, end=END, last="二"):
    """The bytes of a plain text whose last article says when it takes effect."""
    lines = [title, note, *body, *([f"第{last}条　{end}"] if end else [])]
    return "\n".join(lines).encode()
