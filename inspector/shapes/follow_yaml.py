"""What Wireshark and tshark write of a followed stream as YAML: the bytes of each packet in Base64, or as text.

Source: `follow_stream_dialog.cpp` and `tap-follow.c` of Wireshark: a list of packets with `data: !!binary |`, the
lines below it indented (`-z follow,tcp,yaml`, `follow,http,yaml`); in older versions `peer0_0: !!binary |`. The bytes
of packets that one side sent without a pause are one text: a character, or a compressed body, may lie across two.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from operator import sub

from inspector import capture
from inspector.model import Excerpt
from inspector.shapes import literals

_MOST_PACKETS = 20_000
_LETTERS = 4
_BYTES = 3
_RUN = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]")


@cache
def _packet() -> re.Pattern[str]:
    """Find the data of a packet, and the number of the side that sent it before or in the name."""
    return re.compile(
        r"(?:(?<=[\r\n])|\A)(?P<indent>[ \t]{0,20})(?:data|peer(?P<old>\d{1,3})_\d{1,9}):[ \t]{1,8}"
        r"(?:(?P<binary>!!binary)[ \t]{1,4})?(?:[|>][+-]?[ \t]{0,8}"
        r"(?P<block>(?:(?:\r\n|\n|\r)(?P=indent)[ \t]{1,20}[^\r\n]{1,4000}"
        r"|(?:\r\n|\n|\r)[ \t]{0,20}(?=[\r\n])){0,20000})|\"(?P<quoted>(?:[^\"\\]|\\.){0,200000}))"
    )


@cache
def _side() -> re.Pattern[str]:
    return re.compile(r"[\r\n][ \t]{0,20}peer: (\d{1,3})[ \t]{0,8}(?=[\r\n])")


def bare(excerpt: Excerpt) -> Excerpt | None:
    """Give the bytes of the packets as text, an empty line between the sides; None where there are no such packets."""
    text = excerpt.text
    if "!!binary |" not in text and not ("packets:" in text and "data: " in text):
        return None
    sent = list(_sent(excerpt))
    if not any("HTTP/" in one.text for _, one in sent):
        return None
    parts: list[Excerpt] = []
    for _, one in sent:
        parts += (one, one.behind("\n\n"))
    return Excerpt.join(parts)


def _sent(excerpt: Excerpt) -> Iterator[tuple[str, Excerpt]]:
    """Give what each side sent in turn."""
    packets: list[tuple[str, Excerpt, bytes]] = []
    before = 0
    for match, _ in zip(_packet().finditer(excerpt.text), range(_MOST_PACKETS), strict=False):
        sides = _side().findall(excerpt.text, before, match.start() + 1)
        side = match["old"] or (sides[-1] if sides else "")
        before = match.end()
        if match["binary"] and match["block"] is not None:
            letters = _letters(excerpt.cut(*match.span("block")))
            packets.append((side, letters, _bytes_of(letters.text)))
        elif match["quoted"] is not None:
            yield side, literals.unescaped(excerpt.cut(*match.span("quoted")))
        elif match["block"]:
            yield side, _lines(excerpt.cut(*match.span("block")))
    for side, run in groupby(packets, key=lambda packet: packet[0]):
        yield side, _laid([(letters, raw) for _, letters, raw in run if raw])


def _letters(block: Excerpt) -> Excerpt:
    blanks = re.finditer(r"[^A-Za-z0-9+/=]{1,4000}", block.text)
    return literals.replaced(block, [(*match.span(), "") for match in blanks])


def _bytes_of(letters: str) -> bytes:
    """Decode Base64, of which the end of the text may have cut the last letters."""
    try:
        return base64.b64decode(letters[: len(letters) // _LETTERS * _LETTERS])
    except (binascii.Error, ValueError):
        return b""


def _laid(packets: list[tuple[Excerpt, bytes]]) -> Excerpt:
    """Decode the bytes of several packets as one text; each character stands for the letters its bytes came from."""
    if not packets:
        return Excerpt("")
    read = capture.read_text(b"".join(raw for _, raw in packets))
    starts, ends, stops = _places(packets, len(read.text.encode(read.encoding, "replace")))
    origins: list[int] = []
    widths: list[int] = []
    done = 0
    for run in _RUN.findall(read.text):
        size = len(run) if run.isascii() else len(run.encode(read.encoding, "replace"))
        if run.isascii():
            origins += starts[done : done + size]
            widths += map(sub, ends[done : done + size], starts[done : done + size])
        else:
            origins.append(starts[done])
            widths.append(max(0, ends[min(done + size, stops[done]) - 1] - starts[done]))
        done += size
    return Excerpt(read.text, tuple(range(len(read.text))), tuple(origins), tuple(widths))


def _places(packets: list[tuple[Excerpt, bytes]], length: int) -> tuple[list[int], list[int], list[int]]:
    """Give for each byte where the letters of its three begin, where they end, and with which byte its packet does.

    The last is repeated up to `length`: signs that stand for bad bytes are longer than those.
    """
    starts: list[int] = []
    ends: list[int] = []
    stops: list[int] = []
    for letters, raw in packets:
        places, behind = _of_letters(letters)
        tails = behind[_LETTERS - 1 :: _LETTERS] + (behind[-1:] if len(behind) % _LETTERS else [])
        starts += [place for place in places[::_LETTERS] for _ in range(_BYTES)][: len(raw)]
        ends += [place for place in tails for _ in range(_BYTES)][: len(raw)]
        stops += [len(stops) + len(raw)] * len(raw)
    more = length - len(stops)
    return starts + starts[-1:] * more, ends + ends[-1:] * more, stops + stops[-1:] * more


def _of_letters(letters: Excerpt) -> tuple[list[int], list[int]]:
    """Give for each letter where it stands, and where it ends."""
    places: list[int] = []
    behind: list[int] = []
    stops = (*letters.steps[1:], len(letters.text))
    for at, stop, origin, width in zip(letters.steps, stops, letters.origins, letters.widths, strict=True):
        places += [origin + number * width for number in range(stop - at)]
        behind += [origin + number * width for number in range(1, stop - at + 1)]
    return places, behind


def _lines(block: Excerpt) -> Excerpt:
    """Take the indent off the lines of a text."""
    first = re.match(r"(?:\r\n|\n|\r)([ \t]{1,40})", block.text)
    indent = len(first[1]) if first else 0
    heads = re.finditer(rf"(?:(?<=[\r\n])|\A)[ \t]{{1,{max(indent, 1)}}}", block.text)
    return literals.replaced(block, [(*match.span(), "") for match in heads])
