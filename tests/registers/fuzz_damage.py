"""Ways to damage a file: bytes, lines, columns, cells, encodings, delimiters, what a zip holds."""

import io
import random
import zipfile
from collections.abc import Callable

NASTY = (
    "", " ", "-", "--", "=cmd|' /C calc'!A0", "+1", "@SUM(1)", "\0", "\x01", "\ufeff", "\u200b",
    "\N{NO-BREAK SPACE}/", '"', '""', "'", '"open', "a,b", "a;b", "a\tb", "a|b", "NULL", "null", "None",
    "NA", "nan", "inf", "-inf", "1e999", "TRUE", "#N/A", "#REF!", "#", "##", "@", "!", "0", "1", "l",
    "|", "9" * 40, "-1", "1.0", "1E2", "1.23E+11", "L10", "L (999)", "L 1000", "I - flu", "I01", "X99",
    "Z", "\uff0f", "/\\", "\u0660\u0661", "\u00b2", "\u2460", "\u1d52", "31/09/2025", "29/02/2025",
    "09/25/2025", "00/00/0000", "9999-12-31", "0001-01-01", "45908", "99999", "45908.5",
    "2025-09-08T23:30:00Z", "2025-09-08T99:99:99Z", "1 Sep", "Mon 1 Sep", "12/09/25 PM", "2025-13-45",
    "20259999", "01/01/1900", "31/12/2099", "AM", "PM", "EVE", "3", "Reg 3", "Year 3", "N", "K", "E",
    "Y", "Leaver", "13", "R", "x" * 300, "\N{PILE OF POO}" * 50, "\u202eevil",
    "<script>alert(1)</script>", "$x$", "{0}", "%s", "A" * 70_000, "UN1", "Total", "Grand Total",
    "Page 1 of 2", "upn", "mark", "Date", "{'date': '2025-09-08'}", "sep=;",
    "\N{LATIN SMALL LETTER DOTLESS I}", "\N{LATIN CAPITAL LETTER SHARP S}", "\N{KELVIN SIGN}", "\r",
    "\n", "\r\n",
)  # fmt: skip
DELIMITERS = (",", ";", "\t", "|", " ", ":")
ENCODINGS = (
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "cp1252",
    "cp437",
    "utf-32",
    "utf-7",
    "cp500",
    "shift_jis",
)
Damage = Callable[[bytes, random.Random], bytes]


def damaged(content: bytes, chance: random.Random) -> tuple[bytes, list[str]]:
    """The content after one to three kinds of damage, and which."""
    done = []
    for _ in range(chance.choice((1, 1, 2, 3))):
        is_zip = content.startswith(b"PK\x03\x04")
        damage = chance.choice(IN_A_ZIP if is_zip and chance.random() < 0.8 else EVERYWHERE)
        content = damage(content, chance)
        done.append(damage.__name__)
    return content, done


def flip_bytes(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 20))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut_short(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def cut_a_piece(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + content[start + chance.randrange(1, 40) :]


def put_in(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content) + 1)
    piece = chance.choice(
        [b"\0" * 9, b'"', b"\n\n\n", b"\r", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1a", b"\x81", b"<", b"{"]
    )
    return content[:place] + piece + content[place:]


def cut_or_double_lines(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    for _ in range(chance.choice((1, 2, 8))):
        place = chance.randrange(len(lines))
        what = chance.randrange(4)
        if what == 0 and len(lines) > 1:
            del lines[place]
        elif what == 1:
            lines.insert(chance.randrange(len(lines) + 1), lines[place])
        elif what == 2:
            other = chance.randrange(len(lines))
            lines[place], lines[other] = lines[other], lines[place]
        else:
            lines.insert(place, chance.choice([b"", b",,,,", b"Register report", b"Total,,,9", b" "]))
    return b"\n".join(lines)


def many_times(content: bytes, chance: random.Random) -> bytes:
    heading, _, rest = content.partition(b"\n")
    return content if len(content) > 20_000 else heading + b"\n" + rest * chance.choice((2, 60))


def shuffle_columns(content: bytes, chance: random.Random) -> bytes:
    rows = [line.split(b",") for line in content.split(b"\n")]
    width = max(len(row) for row in rows)
    order = chance.sample(range(width), width)
    is_ragged = chance.random() < 0.3
    for row in rows:
        if is_ragged and chance.random() < 0.2:
            chance.shuffle(row)
        elif len(row) == width:
            row[:] = [row[place] for place in order]
    return b"\n".join(b",".join(row) for row in rows)


def drop_or_double_a_column(content: bytes, chance: random.Random) -> bytes:
    rows = [line.split(b",") for line in content.split(b"\n")]
    place = chance.randrange(max(len(row) for row in rows))
    is_doubled = chance.random() < 0.5
    for row in rows:
        if place < len(row):
            row[place : place + 1] = [row[place]] * 2 if is_doubled else []
    return b"\n".join(b",".join(row) for row in rows)


def nasty_cells(content: bytes, chance: random.Random) -> bytes:
    rows = [line.split(b",") for line in content.split(b"\n")]
    for _ in range(chance.choice((1, 3, 12))):
        row = chance.choice(rows)
        row[chance.randrange(len(row))] = chance.choice(NASTY).encode()
    return b"\n".join(b",".join(row) for row in rows)


def nasty_column(content: bytes, chance: random.Random) -> bytes:
    heading, *rows = [line.split(b",") for line in content.split(b"\n")]
    place, values = chance.randrange(len(heading)), chance.sample(NASTY, 3)
    for row in rows:
        if place < len(row):
            row[place] = chance.choice(values).encode()
    return b"\n".join(b",".join(row) for row in [heading, *rows])


def other_encoding(content: bytes, chance: random.Random) -> bytes:
    text = content.decode("utf-8", errors="replace").replace("Quill", "Qu\u00ef\u2019ll")
    return text.encode(chance.choice(ENCODINGS), errors="replace")


def encoded_twice(content: bytes, chance: random.Random) -> bytes:
    accented = content.decode("utf-8", "replace").replace("e", "\u00eb")
    return accented.encode().decode("cp1252", "replace").encode()


def other_delimiter(content: bytes, chance: random.Random) -> bytes:
    new = chance.choice(DELIMITERS).encode()
    lines = content.split(b"\n")
    if chance.random() < 0.3:  # on some lines only
        return b"\n".join(line.replace(b",", new) if chance.random() < 0.3 else line for line in lines)
    return content.replace(b",", new)


def other_line_ends(content: bytes, chance: random.Random) -> bytes:
    return b"".join(
        line + chance.choice([b"\n", b"\r\n", b"\r", b"\n\r", b"\n\n"]) for line in content.split(b"\n")
    )


def damaged_member(content: bytes, chance: random.Random) -> bytes:
    """A zip, or workbook, of which one file is damaged and zipped again."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001 already damaged: leave it so
        return content
    if not members:
        return content
    name = chance.choice([*members, *[name for name in members if "sheet" in name.lower()] * 4])
    members[name] = chance.choice(EVERYWHERE + XML_ONLY)(members[name], chance)
    if chance.random() < 0.1:
        del members[name]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, inside in members.items():
            archive.writestr(member, inside)
    return file.getvalue()


def nasty_text(content: bytes, chance: random.Random) -> bytes:
    """In XML or JSON: what stands between tags or quotes replaced."""
    pieces = content.split(b">" if b">" in content else b'"')
    joiner = b">" if b">" in content else b'"'
    for _ in range(chance.choice((1, 4, 12))):
        place = chance.randrange(len(pieces))
        _, bracket, rest = pieces[place].partition(b"<")
        value = chance.choice(NASTY).replace("&", "&amp;").replace("<", "&lt;").encode()
        pieces[place] = value + bracket + rest
    return joiner.join(pieces)


def tags_cut_or_doubled(content: bytes, chance: random.Random) -> bytes:
    pieces = content.split(b"<")
    for _ in range(chance.choice((1, 3))):
        place = chance.randrange(len(pieces))
        if chance.random() < 0.5 and len(pieces) > 1:
            del pieces[place]
        else:
            pieces.insert(place, chance.choice(pieces))
    return b"<".join(pieces)


EVERYWHERE: tuple[Damage, ...] = (
    flip_bytes, cut_short, cut_a_piece, put_in, cut_or_double_lines, many_times, shuffle_columns,
    drop_or_double_a_column, nasty_cells, nasty_cells, nasty_cells, nasty_column, nasty_column,
    other_encoding, encoded_twice, other_delimiter, other_line_ends, nasty_text, tags_cut_or_doubled,
)  # fmt: skip
XML_ONLY: tuple[Damage, ...] = (nasty_text, tags_cut_or_doubled) * 5
IN_A_ZIP: tuple[Damage, ...] = (damaged_member,)
