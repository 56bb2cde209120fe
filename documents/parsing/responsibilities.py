"""Who is responsible: the note that closes a measure → bodies with their roles.

Only closing notes, department cells and statements for the whole document count; a body named inside a sentence does
not. Roles are those of the contract (docs/parse-output.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from documents.parsing import patterns
from documents.parsing.lexicon import agencies
from documents.parsing.lexicon.divisions import Division, provinces
from documents.parsing.source import Sourced
from documents.parsing.tree import Responsibility

PAIRS = {"(": ")", "（": "）", "[": "]", "［": "］", "〔": "〕", "【": "】"}
_CLOSING = {close: open_ for open_, close in PAIRS.items()}
_MARK = re.compile("[" + re.escape("".join((*PAIRS, *_CLOSING, "、，,；;。"))) + "]")
_LEADING = ("牵头", "牵头负责", "主办", "主责", "主要责任")
# Words that make a body join, so that even alone it does not lead.
_JOINING = ("配合", "参与", "参加", "协助", "协办")
_SHARED = re.compile(r"等\d{1,3}个|分工负责")
# A note names dozens of bodies at most; a longer bracket is a paragraph.
LONGEST_NOTE = 900


@dataclass(frozen=True, slots=True)
class Place:
    """Whose document it is and of which day, for the full names of its bodies."""

    division: Division | None
    national: bool
    day: date | None


@dataclass(frozen=True, slots=True)
class _Body:
    name: str
    start: int  # in the note's text
    role: str | None  # lead, participant, or None where the note does not say
    labelled: bool  # by 配合 or 参与, so that it does not lead alone


def closing_note(text: str) -> tuple[int, int] | None:
    """Where the note of bodies stands that closes a paragraph, its brackets included; None without one."""
    stripped = text.rstrip().rstrip("。.；;")
    if stripped and stripped[-1] in _CLOSING:
        start = _opening(stripped)
        if start is not None and is_note(stripped[start + 1 : -1]):
            return start, len(text)
    start = _never_closed(stripped)
    if start is not None and patterns.SAYS_ROLE.search(stripped) and is_note(stripped[start + 1 :]):
        return start, len(text)
    for pattern in (patterns.DASHED_NOTE, patterns.UNBRACKETED_NOTE):
        match = pattern.search(stripped)
        if match and match.start("note") > 0 and is_note(match["note"].removeprefix("——")):
            return match.start("note"), len(text)
    return None


class NoteBehind(NamedTuple):
    """A note of bodies behind a title: where it starts, and whether a full stop follows it."""

    start: int
    ended: bool


def note_behind(title: str) -> NoteBehind | None:
    """The note of （一）推进县域医共体建设（省卫生健康委牵头）; None where a title has none or is no title."""
    text = title.rstrip()
    if len(text) > 200 or text.rstrip("。")[-1:] not in tuple(")）〕】]"):
        return None
    found = closing_note(text)
    return NoteBehind(found[0], text.endswith("。")) if found and found[0] > 0 else None


def _never_closed(text: str) -> int | None:
    """Where the text's last bracket opens, if it lost its closing one."""
    at = max(text.rfind("（"), text.rfind("("))
    closed = max(text.rfind("）"), text.rfind(")"))
    return at if at > closed and len(text) - at < LONGEST_NOTE else None


def _opening(text: str) -> int | None:
    """Where the bracket opens that the text's last character closes; widths may be mixed, as in （…)."""
    depth = 0
    for index in range(len(text) - 1, max(-1, len(text) - LONGEST_NOTE), -1):
        if text[index] in _CLOSING:
            depth += 1
        elif text[index] in PAIRS:
            depth -= 1
            if depth == 0:
                return index
    return None


def is_note(inside: str) -> bool:
    """Whether what stands in a closing bracket names bodies: it has a word of roles, or nothing but names of bodies."""
    compact = patterns.FOR_ALL.sub("", re.sub(r"\s", "", inside)).rstrip("。，,；;")
    if not compact or re.match(r"(?:见|详见|附|如|即|含|包括|以下简称|下同|注|上接|下转)", compact):
        return False
    names = [body.name for body in _bodies(compact)]
    if not names:
        return False
    fitting = [name for name in names if patterns.BODY_END.search(name) or patterns.COLLECTIVE.search(name)]
    if patterns.ROLE_WORD.search(compact):
        sentences = re.split("[。！？]", compact)
        headed = all(patterns.ROLE_HEAD.match(sentence) for sentence in sentences)
        one_sentence = patterns.FIRST_LEADS.search(compact) or len(sentences) == 1 or headed
        return len(fitting) * 2 >= len(names) and bool(one_sentence)
    # nothing but names: all end like bodies, one is one for sure
    return len(fitting) == len(names) and any(_surely_body(name) for name in names)


def names_bodies(cell: str) -> bool:
    """Whether a cell names bodies and nothing else."""
    compact = re.sub(r"\s", "", cell)
    names = [body.name for body in _bodies(compact)] if len(compact) <= LONGEST_NOTE else []
    fitting = (patterns.BODY_END.search(name) or patterns.COLLECTIVE.search(name) for name in names)
    return bool(names) and not re.search("[。；]", compact.rstrip("。")) and all(fitting)


@cache
def _provinces() -> frozenset[str]:
    """The first two characters of every province's name."""
    return frozenset(province.name[:2] for province in provinces())


def _surely_body(name: str) -> bool:
    """A name of the lexicon, or one that begins like a body's (省…, 安徽…) and ends like one."""
    if agencies.normal_form(name) in agencies.all_forms():
        return True
    level = re.match(r"(?:省|市|县|区|州|自治区|国家|中央|国务院|各|团省委|团市委|人民银行)", name)
    begins = bool(level) or name[:2] in _provinces()
    return begins and bool(patterns.BODY_END.search(name)) and len(name) >= 3


def read_note(
    note: Sourced, place: Place, *, all_lead: bool = False, first_leads: bool = False
) -> tuple[Responsibility, ...]:
    """The bodies of a note with roles; `note` is without stray blanks, with its brackets or without. `all_lead` is for
    the department cell of a table, `first_leads` for a document that says so of all its notes.
    """
    note = _parted_by_blanks(note)
    whole = read_statement(note, place)
    if statement := patterns.FOR_ALL.search(note.text):
        note = note.part(0, statement.start())
    bodies = list(_bodies(note.text))
    first_leads = first_leads or bool(patterns.FIRST_LEADS.search(note.text))
    if _SHARED.search(note.text):
        bodies = [replace(body, labelled=True) for body in bodies]  # one that is named, with others that are not
    roles = _roles(bodies, first_leads=first_leads, all_lead=all_lead)
    own = tuple(_entry(note, body, role, place) for body, role in zip(bodies, roles, strict=True))
    return own + tuple(entry for entry in whole if entry.as_written not in {body.name for body in bodies})


def _parted_by_blanks(note: Sourced) -> Sourced:
    """（省卫生健康委 省教育厅）: where nothing but blanks parts bodies, each becomes a mark."""
    if not re.search(r"\s", note.text) or re.search("[、，,；;:：。]", note.text):
        return Sourced.without(note, (match.span() for match in re.finditer(r"\s", note.text)))
    parts = note.text.strip("（）() \n").split()
    if len(parts) < 2 or not all(_surely_body(part) for part in parts):
        return Sourced.without(note, (match.span() for match in re.finditer(r"\s", note.text)))
    return note.with_text(re.sub(r"\s", "、", note.text))


def read_statement(text: Sourced, place: Place) -> tuple[Responsibility, ...]:
    """The bodies of a statement for the whole document: 以下责任单位均包括各市（州）人民政府，不再列出."""
    statement = patterns.FOR_ALL.search(text.text)
    if statement is None:
        return ()
    start, end = statement.span("bodies")
    part = text.part(start, end)
    return tuple(_entry(part, body, "participant", place) for body in _bodies(part.text))


def _entry(note: Sourced, body: _Body, role: str, place: Place) -> Responsibility:
    span = note.place(body.start, body.start + len(body.name))
    return Responsibility(body.name, canonical(body.name, place), role, inherited=False, spans=(span,))


def _roles(bodies: list[_Body], *, first_leads: bool, all_lead: bool) -> list[str]:
    if all_lead:
        return ["lead"] * len(bodies)
    alone = len(bodies) == 1 and not bodies[0].labelled
    roles = ["lead" if body.role == "lead" or alone else "participant" for body in bodies]
    if first_leads and bodies and "lead" not in roles:
        roles[0] = "lead"
    return roles


# --- a note's grammar -------------------------------------------------------------------------------------------------


def _bodies(note: str) -> Iterator[_Body]:
    """The names in a note, in order. Sections are parted by ；, 。 or a heading (牵头单位：); inside a section a clause
    ends where a role is said (…牵头，…配合).
    """
    for start, end, heading in _sections(note):
        yield from _section_bodies(note, start, end, heading)


def _sections(note: str) -> Iterator[tuple[int, int, str | None]]:
    """(start, end, word of its heading) of each section, outer brackets left out."""
    start, end = 0, len(note.rstrip().rstrip("。."))
    start += 2 * note.startswith("——")
    if note[:1] in PAIRS:
        # a note that was cut off before a statement has no closing bracket of its own
        end -= note[:end][-1:] in _CLOSING and _opening(note[:end]) == 0
        start = 0 if patterns.ROLE_HEAD.match(note) else 1
    heads = list(patterns.ROLE_HEAD.finditer(note, start, end))
    if not heads:
        yield start, end, None
        return
    if heads[0].start() > start:
        yield start, heads[0].start(), None
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        if not head["other"]:
            yield head.end(), following.start() if following else end, head["role"]


def _section_bodies(note: str, start: int, end: int, heading: str | None) -> Iterator[_Body]:
    """One section's bodies: a role said behind a clause holds for the bodies of that clause."""
    clause: list[_Body] = []
    for item_start, item, mark in _items(note, start, end):
        name, said = _without_role(item)
        if _may_be_body(name.strip()):
            lead_in = len(name) - len(name.lstrip())
            clause.append(_Body(name.strip(), item_start + lead_in, None, False))
        if said or mark in "；;。":
            # 责任单位：省卫生健康委牵头，省财政厅配合: what is said of a body itself goes before the heading
            yield from _with_role(clause, said if said in _LEADING else heading or said)
            clause = []
    yield from _with_role(clause, heading)


def _may_be_body(name: str) -> bool:
    """Whether a piece of a note names a body: by its ending, else a short name without what only clauses have."""
    if not name or patterns.FIRST_LEADS.search(name):
        return False
    if patterns.BODY_END.search(name) or patterns.COLLECTIVE.search(name):
        return not re.search(r"\d{4}年|完成", name)
    return 2 <= len(name) <= 12 and not patterns.NO_BODY.search(name)


def _with_role(clause: list[_Body], word: str | None) -> Iterator[_Body]:
    """The clause's bodies with the role that a word (牵头, 配合, 负责) gives them; None where nothing is said."""
    role = None if word is None else "lead" if word in _LEADING else "participant"
    for body in clause:
        yield _Body(body.name, body.start, role, word in _JOINING)


def _without_role(item: str) -> tuple[str, str | None]:
    """省卫生健康委牵头 → 省卫生健康委, 牵头; 省财政厅等按职责分工负责 → 省财政厅, 负责."""
    stripped = patterns.DEADLINE.sub("", patterns.CLAUSE_BEHIND.sub("", item.rstrip()))
    leading = patterns.LEADING_WORDS.match(stripped)
    match = patterns.ROLE_TAIL.search(stripped)
    name = stripped[: match.start()] if match else stripped
    said = match["role"] if match else None
    if leading:
        name = " " * leading.end() + name[leading.end() :]
    name = patterns.AND_OTHERS.sub("", name.rstrip())
    return name, said


def _items(note: str, start: int, end: int) -> Iterator[tuple[int, str, str]]:
    """(start, text, the mark behind it) of what stands between 、，； outside inner brackets, and between 和 where both
    sides are bodies. “各区、县级市政府” stays one.
    """
    depth, at = 0, start
    marks = [(match.start(), match.group()) for match in _MARK.finditer(note, start, end)]
    for index, mark in [*marks, (end, "。")]:
        if mark in PAIRS:
            depth += 1
        elif mark in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 or index == end:
            item = note[at:index]
            if mark == "、" and _half_of_collective(item):
                continue
            yield from _parted(at, item, mark)
            at = index + 1


def _half_of_collective(item: str) -> bool:
    """各区 of 各区、县级市政府: begins with 各 and is no body yet."""
    name = re.sub(r"\s", "", item)
    return name.startswith("各") and not re.search(
        r"(?:政府|部门|单位|委|局|厅|办|会|处|院|机构|企业|校|医院|中心|[)）\]］〕])$", name
    )


def _parted(start: int, item: str, mark: str) -> Iterator[tuple[int, str, str]]:
    """省教育厅和各相关部门 → two; 省发展和改革委员会 stays one, since 省发展 is no body. So are 省教育厅牵头 省财政厅
    two, whose blank went with those of the lines.
    """
    for match in re.finditer("牵头(?:负责)?", item):
        right = item[match.end() :]
        if _surely_body(re.sub(r"\s", "", _without_role(right)[0])):
            yield start, item[: match.end()], "，"
            yield from _parted(start + match.end(), right, mark)
            return
    for match in re.finditer("会同|联合(?!会)|以及|[和及与]", item):
        left, right = item[: match.start()], item[match.end() :]
        before = _without_role(left)[0].strip()
        whole = patterns.BODY_END.search(re.sub(r"\s", "", before)) and len(before) >= 3
        other = re.match(r"\s*(?:各|省|市|县|区|国家|有关|相关|其他|团省委|自治区)", right)
        name = _without_role(right)[0].strip()
        if whole and (other or (len(name) >= 3 and patterns.BODY_END.search(name))):
            yield start, left, "、"
            yield start + match.end(), right, mark
            return
    yield start, item, mark


# --- canonical bodies -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def canonical(written: str, place: Place) -> str | None:
    """The full name in force on the day of issue; collective bodies as written; None for what nobody knows."""
    if patterns.COLLECTIVE.search(written):
        return written
    # 省教育厅（省委教育工委）, inside a note also 省教育厅〔省委教育工委〕: the body before the bracket
    for name in dict.fromkeys((written, re.sub(patterns.LAST_BRACKET, "", written))):
        for where in _where(name, place):
            if body := agencies.find(name, where):
                return body.name_on(place.day, written=name)
    return _own_full_name(written, place)


def _where(written: str, place: Place) -> Iterator[Division | None]:
    """Places to look for a body, the likeliest first."""
    if place.national or place.division is None:
        yield None
        return
    province = agencies.province_of(place.division)
    if written.startswith(("国家", "中央", "国务院")):
        yield None
    # 省 in a city's document means the province's body; 市 means the city's own
    yield province if written.startswith(("省", "自治区")) else place.division
    yield province
    yield None


def _own_full_name(written: str, place: Place) -> str | None:
    """省… that the lexicon does not know, under the province's full name where its own ending says that it is whole."""
    if written.endswith("管委会"):
        return re.sub("管委会$", "管理委员会", written)
    if place.division is None or not re.match(r"(?:省|自治区|市)", written):
        return None
    whole = re.search(
        r"(?:委员会|中心|领导小组|办公室|管理局|研究院|科学院|医院|大学|学院|总队|指挥部|领导小组秘书处|协会|学会)$",
        written,
    )
    level = re.match(r"省|自治区|市", written)
    if whole is None or level is None or not place.division.full_name.endswith(level.group()):
        return None
    return place.division.full_name + written[level.end() :]
