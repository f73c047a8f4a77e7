"""What a row of the table says, and the words it is written in."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

ANONYMOUS = "anonymous"
MEDIATOR = "mediator"
TRAINER = "trainer"
MARKER = "marker"
INSPECTOR = "inspector"
ADMINISTRATOR = "administrator"
PLATFORM = "platform"
#: A trainer who also publishes: for the Studio alone.
REVIEWER = "reviewer"
#: Who signs in; all of them but the platform have their role over one town.
SIGNED_IN = (MEDIATOR, TRAINER, MARKER, INSPECTOR, ADMINISTRATOR, PLATFORM)
EVERYBODY = (ANONYMOUS, *SIGNED_IN)
#: Whoever has business in the Office.
OFFICE = SIGNED_IN[1:]

#: Where the object stands, as seen from the town of the role: in it, in the next town, in
#: the district above, or the mediator's own.
INSIDE, OUTSIDE, ABOVE, OWN = "inside", "outside", "above", "own"
PLACES = (INSIDE, OUTSIDE, ABOVE, OWN)

#: The answer to whoever must sign in first: a redirect to our own sign-in.
LOGIN = "login"
FOUND, DONE, MOVED, NOT_HERE, NOT_SO = 200, 302, 302, 404, 405

Roles = Collection[str]
Body = Callable[[Any], Mapping[str, Any]]


@dataclass(frozen=True)
class Row:
    """One URL, and who may do what there. Whoever is not named gets 404.

    The platform's administrators may do everywhere what anybody may do, unless
    `platform=False`. Without `body` the URL takes no POST, and answers 405 to one.
    """

    #: The name of the URL, or the route of one without a name.
    url: str
    #: Which object of the place stands in the address; without one, nobody's.
    of: str = ""
    #: What stands in the address, if not the uuid of that object.
    args: Callable[[Any], Iterable[Any]] | None = None
    query: str = ""

    #: Who may look, at what is inside, outside, above, and the mediator's own.
    look: Roles = ()
    look_outside: Roles = ()
    look_above: Roles = ()
    look_own: Roles = ()
    #: Who may act.
    act: Roles = ()
    act_outside: Roles = ()
    act_above: Roles = ()
    act_own: Roles = ()
    #: What is sent: valid, so that a refusal is scope and nothing else.
    body: Body | None = None

    #: What a look and a deed answer to whoever may.
    found: int = FOUND
    done: int | str = DONE
    #: What they answer to everybody else who is signed in, and to who is not.
    otherwise: int = NOT_HERE
    anonymous: int | str = LOGIN
    #: Where the body names what is not theirs and the address does not: the form again.
    beyond: int | None = None
    platform: bool = True
    takes_get: bool = True

    #: A list: what is inside is named to those who look, the rest to nobody.
    lists: bool = False
    #: Whom it tells of what is outside or above, because everybody may know.
    public: bool = False
    #: Why somebody gets another answer than the row says: (role, place, method) to status.
    except_for: Mapping[tuple[str, str, str], int | str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.url if not self.query else f"{self.url}?{self.query}"

    @property
    def places(self) -> tuple[str, ...]:
        """Where an object is asked for; a page about none is asked for once."""
        if self.of or self.args or self.beyond:
            return PLACES if (self.look_own or self.act_own) else PLACES[:-1]
        return (INSIDE,)

    def expected(self, role: str, place: str, method: str) -> int | str:
        """Return the status, or LOGIN, that `role` gets."""
        if (special := self.except_for.get((role, place, method))) is not None:
            return special
        if method == "GET" and not self.takes_get:
            return NOT_SO
        if method == "POST" and self.body is None:
            return NOT_SO
        return (
            self._looked(role, place) if method == "GET" else self._acted(role, place)
        )

    def _looked(self, role: str, place: str) -> int | str:
        at = place if self.of or self.args else INSIDE
        who = {
            INSIDE: self.look,
            OUTSIDE: self.look_outside,
            ABOVE: self.look_above,
            OWN: {*self.look, *self.look_own},
        }
        return self._answer(role, who[at], self.look, self.found)

    def _acted(self, role: str, place: str) -> int | str:
        who = {
            INSIDE: self.act,
            OUTSIDE: self.act_outside,
            ABOVE: self.act_above,
            OWN: {*self.act, *self.act_own},
        }
        answer = self._answer(role, who[place], self.act, self.done)
        if self.beyond and answer == self.otherwise and role in self.act:
            return self.beyond
        return answer

    def _answer(
        self, role: str, who: Roles, anywhere: Roles, answer: int | str
    ) -> int | str:
        if role in who:
            return answer
        if role == PLATFORM and self.platform and anywhere:
            return answer
        return self.anonymous if role == ANONYMOUS else self.otherwise


def absent(url: str, *args: Any) -> Row:
    """A row for an address that a part we build on offers and this site does not have."""
    return Row(
        url, args=lambda _place: args, anonymous=NOT_HERE, body=lambda _place: {}
    )


@dataclass(frozen=True)
class Studio:
    """A namespace of the Studio, and what its URLs answer to whom.

    Whoever has no place in the Studio is led to its door, which tells them so. Whoever
    has one reads in no answer a word of what is another branch's, and changes nothing
    of it: whatever is answered.
    """

    #: The namespace; or the name, or the route, of a URL that has none.
    namespace: str
    #: What a look may answer to an editor or a reviewer of another branch.
    editor: Collection[int]
    #: What it may answer to whoever has no place there.
    others: Collection[int | str] = (MOVED,)
    #: How the object of another branch is called in its addresses, by the argument.
    keys: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.namespace
