"""Parts of a page that say the same to everybody, rendered once a process."""

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.translation import get_language

register = template.Library()
#: A name that takes more values than this does not belong in a kept part.
_AT_MOST = 32


class KeptNode(template.Node):
    """Renders its content once for each language and each value of the names given.

    The content sees these names and nothing else: no request, nobody signed in, no token.
    So what is kept for all cannot bear anything of one of them.
    """

    def __init__(self, nodelist: NodeList, names: list[str]) -> None:
        self.nodelist = nodelist
        self.names = names
        self.kept: dict[tuple[Any, ...], str] = {}

    def render(self, context: Context) -> str:
        seen = {name: context.get(name) for name in self.names}
        key = (get_language(), *seen.values())
        if key not in self.kept:
            alone = Context(seen)
            with alone.bind_template(context.template):  # type: ignore[arg-type]  # -- bound
                text = self.nodelist.render(alone)
            if len(self.kept) >= _AT_MOST:
                return text
            self.kept[key] = text
        return self.kept[key]


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Keep what stands until `endkept`: `{% kept %}` or `{% kept nav face %}`."""
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, token.split_contents()[1:])
