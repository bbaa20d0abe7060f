"""The values that travel through the program; all frozen, all plain.

A capture goes one way: bytes -> Capture -> Recognition -> Report -> Inspection. Offsets always count characters of
`Capture.text`.

The values are named tuples and not dataclasses: they are created five times faster, at every start and for every node
of a large tree. Neither this module nor any other whose named tuples a start needs imports anything from `__future__`:
field types given as text would be compiled when the class is created.
"""

from bisect import bisect_right
from collections.abc import Sequence
from operator import le
from typing import NamedTuple


class Span(NamedTuple):
    """A piece of `Capture.text`: from `start` up to, not including, `end`."""

    start: int
    end: int

    def over(self, other: "Span") -> "Span":
        """Give all from the first to the last character of both, in whatever order they stand."""
        return Span(min(self.start, other.start), max(self.end, other.end))


class Excerpt(NamedTuple):
    """Text read out of a capture, each character knowing where it came from.

    Peeling a prefix or decoding an escape makes a new excerpt; the capture stays as received.
    `steps` are offsets in `text` where a new piece begins, `origins` the place of each piece in
    `Capture.text`, `widths` how many received characters one character of that piece stands for.
    """

    text: str
    steps: tuple[int, ...] = (0,)
    origins: tuple[int, ...] = (0,)
    widths: tuple[int, ...] = (1,)

    def origin(self, offset: int) -> int:
        """Give the place in `Capture.text` of the character at `offset`."""
        piece = bisect_right(self.steps, offset) - 1
        return self.origins[piece] + (offset - self.steps[piece]) * self.widths[piece]

    def span(self, start: int, end: int) -> Span:
        """Give the received characters behind `text[start:end]`: all from the first to the last, in whatever order."""
        steps, origins, widths = self.steps, self.origins, self.widths
        first = bisect_right(steps, start) - 1
        begin = origins[first] + (start - steps[first]) * widths[first]
        if end <= start:
            if first and start == steps[first]:  # nothing stands behind what is before it
                begin = origins[first - 1] + (start - steps[first - 1]) * widths[first - 1]
            return Span(begin, begin)
        last = bisect_right(steps, end - 1) - 1
        stop = origins[last] + (end - steps[last]) * widths[last]
        if first == last or _are_in_order(origins[first : last + 1]):
            return Span(begin, stop)
        ends = [origins[at] + (steps[at + 1] - steps[at]) * widths[at] for at in range(first, last)]
        return Span(min(begin, *origins[first + 1 : last + 1]), max(stop, *ends))

    def behind(self, text: str) -> "Excerpt":
        """Give a text that stands for no character, to be put behind this excerpt."""
        return Excerpt(text, (0,), (self.span(0, len(self.text)).end,), (0,))

    def cut(self, start: int, end: int) -> "Excerpt":
        """Give the part from `start` to `end` as an excerpt of its own."""
        first = bisect_right(self.steps, start) - 1
        last = bisect_right(self.steps, max(start, end - 1))
        begin = self.origins[first] + (start - self.steps[first]) * self.widths[first]
        if last == first + 1:  # most parts lie in one piece
            return Excerpt(self.text[start:end], (0,), (begin,), self.widths[first:last])
        steps = (0, *[step - start for step in self.steps[first + 1 : last]])
        return Excerpt(self.text[start:end], steps, (begin, *self.origins[first + 1 : last]), self.widths[first:last])

    @staticmethod
    def join(parts: Sequence["Excerpt"]) -> "Excerpt":
        """Put excerpts of one capture together in the given order."""
        steps: list[int] = []
        origins: list[int] = []
        widths: list[int] = []
        length = 0
        for part in parts:
            if not part.text:
                continue
            steps += [step + length for step in part.steps]
            origins += part.origins
            widths += part.widths
            length += len(part.text)
        if not steps:
            return parts[0] if parts else Excerpt("")
        return Excerpt("".join([part.text for part in parts]), tuple(steps), tuple(origins), tuple(widths))


def _are_in_order(places: Sequence[int]) -> bool:
    return all(map(le, places, places[1:]))


class Problem(NamedTuple):
    """Imperfect input, told to the user: `id` names the wording in the catalog, `detail` is plain text for it."""

    id: str
    detail: str = ""


class Capture(NamedTuple):
    """What was pasted, decoded but never altered; `repairs` tell what decoding had to guess."""

    text: str
    origin: str
    name: str
    encoding: str = "utf-8"
    repairs: tuple[Problem, ...] = ()


class Pair(NamedTuple):
    """A name and a value as received, with the place of the value and of the whole line."""

    name: str
    value: str
    span: Span
    line: Span


class StartLine(NamedTuple):
    """A request line (`method`, `target`) or a status line (`status`, `reason`)."""

    text: str
    span: Span
    version: str = ""
    status: int | None = None
    reason: str = ""
    method: str = ""
    target: str = ""


class Request(NamedTuple):
    """The request that a capture shows before its response."""

    start: StartLine
    headers: tuple[Pair, ...]
    span: Span
    body: Excerpt | None = None


class Node(NamedTuple):
    """A row of the tree.

    `kind` is request, status, headers, fields, body, from-header or copy for a section (its label is worded by the
    front); header, field, element, cut (an element in which the capture ends) or text for what was received. `span`
    covers the value, `block` all that belongs to the row.
    """

    kind: str
    label: str
    value: str
    span: Span
    block: Span
    children: tuple["Node", ...] = ()
    damaged: bool = False


class Exchange(NamedTuple):
    """One response, with its request where the capture shows it.

    `fields` are named values that a program printed, such as `[ErrorCode]: NoSuchKey`; `client` is the program, an id
    of the wording (`client.oss2`), or empty; `shape` names the reader. `copies` are further places that tell of the
    same response: the client's own words beside the body, or the same text once more.
    """

    span: Span
    request: Request | None = None
    start: StartLine | None = None
    headers: tuple[Pair, ...] = ()
    fields: tuple[Node, ...] = ()
    body: Excerpt | None = None
    problems: tuple[Problem, ...] = ()
    client: str = ""
    shape: str = ""
    copies: tuple["Exchange", ...] = ()

    @property
    def places(self) -> tuple["Exchange", ...]:
        """Give every place that tells of this response, this one first."""
        return (self, *self.copies)


class Fact(NamedTuple):
    """A named value and where it was read: `header:x-oss-ec`, `body:Error/Code`, `status-line`, `host`."""

    name: str
    value: str
    place: str
    span: Span | None = None


class Finding(NamedTuple):
    """Something observed, computed or inferred (`grade`); its wording is in the catalog under `id`."""

    id: str
    grade: str
    values: tuple[tuple[str, str], ...] = ()
    evidence: tuple[Span, ...] = ()


class Compared(NamedTuple):
    """One line of two strings that should be equal, and what it holds, such as `content-type`.

    `server` is what the server signed, `rebuilt` what the captured request gives, None where a side has no such line;
    `differs` is the number of the first character in which they differ, -1 where they do not.
    """

    name: str
    server: str | None
    rebuilt: str | None
    differs: int = -1
    server_span: Span | None = None
    rebuilt_span: Span | None = None


class Comparison(NamedTuple):
    """The server's string beside the one rebuilt from the request, line by line.

    `scheme`: how it was signed (`v1-header`, `v4-url`); `source`: the element that holds the server's string.
    `rebuilt` is False where the request is not in the capture.
    """

    scheme: str
    source: str
    rebuilt: bool
    lines: tuple[Compared, ...]


class Moment(NamedTuple):
    """A time that the capture holds: which clock showed it (`date`, `request-time`), when, and what follows from it.

    `time` is ISO 8601 in UTC; `verdict` names a wording, empty for the clock that the others are held against.
    """

    clock: str
    time: str
    verdict: str = ""
    span: Span | None = None


class Advice(NamedTuple):
    """Guidance in one language: a heading, what happened, why (the likeliest first), steps, and what is uncertain."""

    title: str
    cause: str
    why: tuple[str, ...]
    fix: tuple[str, ...]
    note: str = ""


class Remark(NamedTuple):
    """What a team adds to an entry; `origin` is the name of its file."""

    origin: str
    en: str
    zh: str


class Entry(NamedTuple):
    """A piece of guidance. `matched_on` is the level on which it matched: ec, code+message, code, family or status.

    `inferred` names what was concluded because no document prints it (code, message, status); `community`: reported by
    users, not by the provider. `origin` is the team's file that it came from, empty for ours; `see` are ids of other
    entries.
    """

    id: str
    matched_on: str
    en: Advice
    zh: Advice
    sources: tuple[str, ...]
    checked: str
    inferred: tuple[str, ...] = ()
    community: bool = False
    see: tuple[str, ...] = ()
    origin: str = ""
    remarks: tuple[Remark, ...] = ()

    def advice(self, language: str) -> Advice:
        """Give the guidance in one language, `en` or `zh`."""
        return self.zh if language == "zh" else self.en


class Report(NamedTuple):
    """One exchange explained. `provider` is an id such as `aliyun-oss`, or None where the text proves none.

    `aside` is text beside the answers that helps to explain them, such as the bucket's CORS rules; the diagnosis uses
    it
    and drops it.
    """

    exchange: Exchange
    tree: tuple[Node, ...] = ()
    provider: str | None = None
    facts: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    timeline: tuple[Moment, ...] = ()
    aside: tuple[Excerpt, ...] = ()

    def fact(self, name: str) -> str | None:
        """Give the first value under `name`: the one that ranks highest."""
        return next((fact.value for fact in self.facts if fact.name == name), None)

    @property
    def status(self) -> int | None:
        """Give the HTTP status; None where the text does not say it."""
        status = self.fact("http_status")
        return None if status is None else int(status)

    @property
    def failed(self) -> bool:
        """Tell whether the exchange is an error: by its status, or by carrying an error code or EC."""
        if self.fact("code") is not None or self.fact("ec") is not None:
            return True
        return self.status is not None and not 100 <= self.status < 300  # noqa: PLR2004 - what is no error in HTTP


class Inspection(NamedTuple):
    """All that is known about one capture."""

    capture: Capture
    shape: str
    reports: tuple[Report, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def recognised(self) -> bool:
        """Tell whether the capture holds at least one response."""
        return bool(self.reports)
