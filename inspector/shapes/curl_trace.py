"""`curl --trace` and `--trace-ascii`: blocks of bytes under a line that says which way they went.

Source: curl's tool_cb_dbg.c. Each row begins with its offset. In hex, sixteen bytes a row; as text, 64 bytes a row, a
row of its own after CR LF, and a dot for every byte that cannot be printed. So the offsets say where a line ends. A
value with several dots may have held anything: it is left out. What was sent as a body, and TLS, is left out too, and
so is what `-i` prints behind a block of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, pairwise, takewhile

from inspector.model import Excerpt
from inspector.shapes import hex_dump
from inspector.shapes.lines import Line, lines
from inspector.shapes.literals import replaced

_Piece = tuple[int, int, str]
_WIDTH = 0x40
_READ = {"=> Send header", "<= Recv header", "<= Recv data"}


@cache
def _head() -> re.Pattern[str]:
    return re.compile(
        r"[ \t]{0,40}(?:\d{2}:\d{2}:\d{2}\.\d{6} )?(?:\[\d{1,9}-(?:\d{1,9}|x)\] )?"
        r"(=> Send|<= Recv) ((?:SSL )?(?:header|data)), (\d{1,12}) bytes \(0x[0-9a-f]{1,10}\)"
    )


@cache
def _said() -> re.Pattern[str]:
    return re.compile(r"[ \t]{0,40}(?:\d{2}:\d{2}:\d{2}\.\d{6} )?(?:\[\d{1,9}-(?:\d{1,9}|x)\] )?== Info: ")


@cache
def _row() -> re.Pattern[str]:
    return re.compile(r"[ \t]{0,40}([0-9a-f]{4,10}):(?: |$)")


@cache
def _line_ends() -> re.Pattern[str]:
    """Find the dots between elements: line feeds, as no store puts text there."""
    return re.compile(r"(?<=>)\.{1,4}(?=[ \t]{0,200}(?:<|$))")


@cache
def _lost() -> re.Pattern[str]:
    return re.compile(r"<([A-Za-z][\w.-]{0,63})>[^<>]{0,4000}\.\.[^<>]{0,4000}</\1>\.?")


def bare(excerpt: Excerpt) -> Excerpt | None:
    """Put the bytes together that were sent and received; None where no block begins."""
    if " bytes (0x" not in excerpt.text or not any(map(_head().match, excerpt.text.splitlines())):
        return None
    unframed = replaced(excerpt, _pieces(excerpt.text))
    sure = replaced(unframed, ((*match.span(), "") for match in _lost().finditer(unframed.text)))
    return replaced(sure, ((*match.span(), "\n" * len(match[0])) for match in _line_ends().finditer(sure.text)))


def _pieces(text: str) -> Iterator[_Piece]:
    found = lines(text)
    ends = [after.start for _, after in pairwise(found)] + [len(text)]
    at = 0
    while at < len(found):
        head = _head().match(found[at].text)
        if head is None:
            if _said().match(found[at].text):
                yield found[at].start, ends[at], ""
            at += 1
            continue
        rows = _rows(found, at + 1)
        last = at + len(rows)
        yield found[at].start, ends[at], ""
        if f"{head[1]} {head[2]}" not in _READ and rows:
            yield rows[0].start, ends[last], ""
        elif rows:
            yield from _of_block(text, rows, int(head[3]), ended=head[2] == "header")
            yield from hex_dump.cut_row(text, rows[-1].end) or [(rows[-1].end, ends[last], "")]
            if head[2] == "header" and last + 1 < len(found) and _is_shown_again(found[last + 1].text, text, rows):
                last += 1
                yield found[last].start, ends[last], ""
        at = last + 1


def _rows(found: Sequence[Line], first: int) -> list[Line]:
    return list(takewhile(lambda line: _row().match(line.text), islice(found, first, None)))


def _of_block(text: str, rows: Sequence[Line], size: int, *, ended: bool) -> Iterator[_Piece]:
    """Give what the rows of one block stand for."""
    in_hex = _in_hex(rows, size, cut=_ends_there(text, rows[-1].end))
    if in_hex:
        yield from hex_dump.gaps(in_hex, list(hex_dump.characters(text, in_hex)))
        yield in_hex[-1].line.end, rows[-1].end, ""
        return
    for number, line in enumerate(rows):
        mark = _row().match(line.text)
        if mark is None:
            continue
        offset, length = int(mark[1], base=16), len(line.text) - mark.end()
        after = rows[number + 1] if number + 1 < len(rows) else None
        following = int(after.text.split(":", 1)[0], base=16) if after else size
        yield line.start, line.start + mark.end(), ""
        if after is not None:
            broken = following - offset == length + 2 or following - offset not in (length, _WIDTH)
            yield line.end, after.start, "\r\n" if broken else " " * (following - offset - length)
        elif ended or following == offset + length + 2:
            yield line.end, line.end, "\r\n"


def _is_shown_again(line: str, text: str, rows: Sequence[Line]) -> bool:
    """Tell whether a line is what `-i` prints of a head: the rows above, once more."""
    return not (_head().match(line) or _said().match(line)) and line.strip() == _shown(text, rows)


def _shown(text: str, rows: Sequence[Line]) -> str:
    """Give the line of a head that the rows of one block stand for."""
    in_hex = [one for line in rows if (one := hex_dump.row(line))]
    if len(in_hex) == len(rows):
        return "".join(sign for _, _, sign in hex_dump.characters(text, in_hex)).strip()
    return "".join(_row().sub("", line.text, count=1) for line in rows).strip()


def _ends_there(text: str, end: int) -> bool:
    """Tell whether the capture ends in the row that ends here, or in the offset of the next."""
    return len(text) - end <= len("\r\n") or bool(hex_dump.cut_row(text, end))


def _in_hex(rows: Sequence[Line], size: int, *, cut: bool) -> list[hex_dump.Row]:
    """Read rows as hex; nothing where one has not the bytes that its offset and the next one's say.

    The last may have fewer where the capture is `cut` in it.
    """
    read = [one for line in rows if (one := hex_dump.row(line))]
    whole = rows[:-1] if cut and len(rows) > 1 and hex_dump.row(rows[-1]) is None else rows
    if len(read) < len(whole):
        return []
    lacking = [after - one.offset - len(one.places) for one, after in zip(read, _ends(read, size), strict=True)]
    return [] if any(lacking[:-1]) or (lacking[-1] and not (cut and lacking[-1] > 0)) else read


def _ends(rows: Sequence[hex_dump.Row], size: int) -> list[int]:
    return [*(row.offset for row in rows[1:]), size]
