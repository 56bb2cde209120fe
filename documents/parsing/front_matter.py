"""What stands before and behind a document's text: title, number, addressee, signature, dates, notes.

Head and foot are read paragraph by paragraph, each by its form. What the paragraphs say is put together in `facts`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from documents.parsing import patterns
from documents.parsing.labels import read_label
from documents.parsing.lexicon import divisions, provinces
from documents.parsing.paragraphs import Paragraph
from documents.parsing.several import with_openings
from documents.parsing.tree import Spans

# The head of a document is read this many paragraphs deep, its foot this many.
HEAD, FOOT = 60, 14
# Behind the date under a document at most so many lines are looked through for what its page adds.
FURNITURE = 40
# A line longer than this is no title.
TITLE_LENGTH = 90


@dataclass(frozen=True, slots=True)
class Entry:
    """One paragraph of front matter. `name` is that of a labelled fact (发文机关) or empty."""

    kind: str  # as in tree.FrontMatter
    paragraph: Paragraph
    value: str  # the text without blanks; of a labelled fact what stands behind the colon
    name: str = ""

    @property
    def spans(self) -> Spans:
        return (self.paragraph.text.place(0, len(self.paragraph.plain)),)


@dataclass(slots=True)
class FrontMatter:
    """Head and foot of a document, and the paragraphs between them."""

    entries: list[Entry] = field(default_factory=list)
    furniture: list[Paragraph] = field(default_factory=list)  # of the page, behind the document
    further: list[Entry] = field(default_factory=list)  # of other documents in the same file
    body: list[Paragraph] = field(default_factory=list)

    def of(self, kind: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind == kind]


def read_front_matter(paragraphs: Sequence[Paragraph]) -> FrontMatter:
    """Takes head and foot off the paragraphs."""
    front = FrontMatter()
    start = _read_head(paragraphs, front)
    front.body = with_openings(paragraphs[start:])
    starts = [index for index, paragraph in enumerate(front.body) if paragraph.opens or _annex_alone(paragraph)]
    # from behind, since a foot's paragraphs are taken out
    for end in (len(front.body), *reversed(starts)):
        if end < len(front.body) and front.body[end].opens:
            _read_further_head(front, end + 1)
        _read_foot(front, end)
    return front


def _read_further_head(front: FrontMatter, start: int) -> None:
    """Takes number, addressee and the like off a further document below its title; the facts are the first one's."""
    taken: list[Entry] = []
    while start < len(front.body) and (entry := _entry(front.body[start])) and entry.kind != "title":
        # without a name and behind all others, it is no fact of the first document
        taken.append(Entry("note" if entry.kind == "date" else entry.kind, entry.paragraph, entry.value, "其他"))
        del front.body[start]
    front.further += taken


def compact(text: str) -> str:
    """Without any blank."""
    return re.sub(r"\s", "", text)


# --- head -------------------------------------------------------------------------------------------------------------


def _read_head(paragraphs: Sequence[Paragraph], front: FrontMatter) -> int:
    """Reads the head into `front` and tells how many paragraphs it takes."""
    titles: list[Paragraph] = []
    for index, paragraph in enumerate(paragraphs[:HEAD]):
        entry = _value_below(paragraph, front) or _entry(paragraph) or _next_annex(paragraph, front)
        if entry is None and _may_be_title(paragraph, paragraphs[index + 1 :]):
            titles.append(paragraph)
            if _ends_title("".join(title.plain for title in titles)) and not _goes_on(titles, paragraphs[index + 1 :]):
                _close_title(titles, front)
            continue
        if titles and entry is not None and entry.kind == "note" and not entry.name and entry.value[0] in "(（":
            front.entries.append(entry)
            continue
        if entry is None and not titles and _other_fact(paragraph, front):
            entry = Entry("note", paragraph, compact(paragraph.plain), "其他")
        _drop_or_close(titles, front, before_body=entry is None or entry.kind == "addressee")
        if entry is None:
            return index
        front.entries.append(entry)
    _drop_or_close(titles, front, before_body=False)
    return _given_up(paragraphs, front)


def _value_below(paragraph: Paragraph, front: FrontMatter) -> Entry | None:
    """发文机关 and, on the next line, the body: the name of a fact, or the value below one."""
    value = compact(paragraph.plain)
    if front.of("addressee"):
        return None
    if patterns.FACT_NAME.fullmatch(value):
        return Entry("note", paragraph, value, value.rstrip("：:"))
    before = front.entries[-1] if front.entries else None
    if before is None or not patterns.FACT_NAME.fullmatch(before.value) or len(value) > 120:
        return None
    kind = _FACT_KINDS.get(before.name, "note")
    if kind == "date":
        value = re.sub(r"\s+", " ", paragraph.plain).strip()  # without its blank 2022-03-25 16:42 is no date
    # a name with its colon may have no value at all, and then the next line is something else
    fits = _VALUES[kind](value) if kind in _VALUES else before.value[-1] not in "：:" or not _titled(value)
    return Entry(kind, paragraph, value, before.name) if fits else None


def _titled(value: str) -> bool:
    """A title, not one of the words that sort a document: 卫生、体育;通知."""
    return len(value) >= 8 and bool(patterns.KIND_WORD.search(value)) and not re.search(r"[;；\\/、]", value)


# What a value has to look like that stands on the line below its name.
_VALUES: dict[str, Callable[[str], object]] = {
    "date": patterns.DATE.match,
    "document_number": patterns.NUMBER.search,
    "signature": patterns.ISSUER_LINE.fullmatch,
    "title": lambda value: not re.search("[。；;！？]", value),
}


def _other_fact(paragraph: Paragraph, front: FrontMatter) -> bool:
    """废止日期：… in the table of facts that a page prints above the title."""
    above = not front.of("title") and not front.of("addressee")
    return (
        above and read_label(paragraph.plain) is None and bool(patterns.OTHER_FACT.fullmatch(compact(paragraph.plain)))
    )


def _next_annex(paragraph: Paragraph, front: FrontMatter) -> Entry | None:
    """2.健康企业申报书 below 附件：1.健康企业建设评估表."""
    label = read_label(paragraph.plain)
    if label is None or label.style != "num" or not front.entries:
        return None
    before, value = front.entries[-1], compact(paragraph.plain)
    listed = before.name == "附件" or patterns.ANNEX_LIST.match(before.value)
    short = len(value) <= 80 and value[-1] not in patterns.TERMINAL
    return Entry("note", paragraph, value, "附件") if before.kind == "note" and listed and short else None


def _given_up(paragraphs: Sequence[Paragraph], front: FrontMatter) -> int:
    """A text that is nothing but a head: what looked like titles is its body."""
    if len(paragraphs) > HEAD:
        return HEAD
    kept = [entry for entry in front.entries if entry.kind != "title" and entry.name != "其他"]
    body_first = next((i for i, p in enumerate(paragraphs) if all(p is not e.paragraph for e in kept)), len(paragraphs))
    tail = set(map(id, paragraphs[body_first:]))
    titled = len(kept) < len(front.entries)
    if titled and len(front.entries) == len(paragraphs):
        return len(paragraphs)  # a title, perhaps a date: all of it is front matter
    front.entries = [entry for entry in front.entries if id(entry.paragraph) not in tail]
    return body_first


def _entry(paragraph: Paragraph) -> Entry | None:
    """The front matter that a paragraph is by its form; None for a title, a heading or prose."""
    text = re.sub(r"\s+", " ", paragraph.plain).strip()
    value = compact(text)
    label = read_label(paragraph.plain)
    if label is not None:
        rest = value[len(label.text) :]
        return Entry("note", paragraph, value) if label.style == "annex" and len(rest) <= 60 else None
    labelled = _LETTER_SPACED.sub(lambda match: compact(match[1]) + "：", text, count=1)
    if fact := patterns.FACT_LINE.fullmatch(labelled):
        name = compact(fact["name"])
        return Entry(_FACT_KINDS.get(name, "note"), paragraph, fact["value"].strip(), name)
    fitting = (Entry(kind, paragraph, value, name) for kind, name, fits in _FORMS if fits(text, value))
    return next(fitting, None)


# 有　效　性： and 索 引 号：
_LETTER_SPACED = re.compile(r"^([\u4e00-\u9fff][\u4e00-\u9fff ]{1,12}?) ?[:：] ?")


def _signed(text: str, value: str) -> bool:
    """One body or several, blanks between them; 文件 behind them is of a letterhead."""
    bodies = text.removesuffix("文件").strip().split(" ")
    return len(value) <= 80 and all(patterns.ISSUER_LINE.fullmatch(part) for part in bodies)


def _passed(_text: str, value: str) -> bool:
    return len(value) <= 120 and bool(patterns.PASSED_BY.search(value) and patterns.DATE.search(value))


def _issues(_text: str, value: str) -> bool:
    return len(value) <= 400 and bool(patterns.ISSUING.search(value) and re.search("[《关]|给你们", value))


def _remark(text: str, value: str) -> bool:
    return bool(patterns.OPENNESS.fullmatch(text) or patterns.VALIDITY.fullmatch(value)) or value in _places()


def _is_number(_text: str, value: str) -> bool:
    """A line that is a document number and hardly anything else."""
    match = patterns.NUMBER.search(value)
    alone = match is not None and len(value) <= 40 and len(value) - len(match.group()) <= 8
    return alone or bool(patterns.NUMBER_ALONE.fullmatch(value))


# (kind, name, whether a paragraph has the form: of its text with single blanks and without any)
_FORMS: tuple[tuple[str, str, Callable[[str, str], bool]], ...] = (
    ("document_number", "", _is_number),
    ("date", "", lambda text, _: bool(patterns.DATE_ONLY.fullmatch(text))),
    ("note", "通过", _passed),
    ("note", "", _remark),
    ("addressee", "", lambda _, value: bool(patterns.ADDRESSEE.fullmatch(value))),
    ("signature", "", _signed),
    ("note", "印发", _issues),
)

_FACT_KINDS = {
    "标题": "title", "名称": "title", "文件名称": "title", "发文字号": "document_number", "文号": "document_number",
    "发文机关": "signature", "发布机构": "signature", "发布机关": "signature", "制定机关": "signature",
    "颁布单位": "signature", "发文单位": "signature", "成文日期": "date", "发文日期": "date", "签发日期": "date",
    "印发日期": "date", "颁布日期": "date", "生成日期": "date", "发布日期": "date", "发布时间": "date",
    "公开日期": "date", "发文时间": "date", "更新时间": "date", "时间": "date", "日期": "date",
}  # fmt: skip


@cache
def _places() -> frozenset[str]:
    """Names of places that pages print on a line of their own beside the facts of a document."""
    both = {name for province in provinces() for name in (province.name, province.full_name)}
    return frozenset(both | {division.full_name for division in divisions()})


def _may_be_title(paragraph: Paragraph, following: Sequence[Paragraph]) -> bool:
    """A short line without the marks of a sentence that has something below it."""
    value = compact(paragraph.plain)
    if read_label(paragraph.plain) or len(value) > TITLE_LENGTH or not following or paragraph.row:
        return False
    worded = re.search(f"[{patterns.HAN}]", value)
    return bool(worded) and not re.search("[。；;！？]", value) and value[-1] not in "：:，,、"


def _ends_title(text: str) -> bool:
    """Whether the lines so far are a whole title: one that issues (关于印发…) ends in 通知, however it is broken."""
    value = compact(text)
    own = re.sub("《.*》", "《》", value)  # what a title names is not what it is
    if re.search("关于(?:印发|转发|公布|发布|批转|下发)", own) and not re.search(r"(?:通知|函|公告|决定)$|》$", value):
        return False
    return bool(patterns.KIND_WORD.search(value) or patterns.NO_PLAN_TITLE.search(value))


def _goes_on(titles: Sequence[Paragraph], below: Sequence[Paragraph]) -> bool:
    """…健康促进行动 / 部门职责分工表: a line that could be a title goes on with one that names its kind."""
    if not below or not compact(titles[-1].plain).endswith("行动") or not _may_be_title(below[0], below[1:]):
        return False
    line = compact(below[0].plain)
    return len(line) <= 16 and bool(patterns.KIND_WORD.search(line)) and not line.startswith(("关于", "《"))


def _close_title(titles: list[Paragraph], front: FrontMatter) -> None:
    """The collected lines are a title; a signature just above a line that begins with 关于 is its beginning."""
    first = compact(titles[0].plain)
    if first.startswith(("关于", "印发", "转发")) and front.entries and front.entries[-1].kind == "signature":
        titles.insert(0, front.entries[-1].paragraph)
    front.entries += [Entry("title", paragraph, compact(paragraph.plain)) for paragraph in titles]
    front.entries = [e for e in front.entries if not (e.kind == "signature" and any(e.paragraph is t for t in titles))]
    # a part of a title is told from a title of its own by its name
    front.entries[-len(titles) :] = [
        Entry("title", paragraph, compact(paragraph.plain), "" if i == 0 else "续")
        for i, paragraph in enumerate(titles)
    ]
    titles.clear()


def _drop_or_close(titles: list[Paragraph], front: FrontMatter, *, before_body: bool) -> None:
    """Lines that never came to the word a title ends in: a title when the text follows at once, else notes."""
    if not titles:
        return
    last = compact(titles[-1].plain)
    has_title = bool(front.of("title"))
    if before_body and not has_title and len(last) >= 6:
        front.entries += [_unclassed(line) for line in titles[:-1]]
        del titles[:-1]
        _close_title(titles, front)
    elif before_body and has_title and last[0] in "(（—-":
        front.entries += [Entry("title", p, compact(p.plain), "续") for p in titles]
    else:
        front.entries += [_unclassed(line) for line in titles]
    titles.clear()


def _unclassed(line: Paragraph) -> Entry:
    """A line of the head that tells nothing by its form; it is kept, since it may be the document's own."""
    return Entry("note", line, compact(line.plain), "其他")


# --- foot -------------------------------------------------------------------------------------------------------------


def _annex_alone(paragraph: Paragraph) -> bool:
    label = read_label(paragraph.plain)
    return label is not None and label.style == "annex"


def _read_foot(front: FrontMatter, end: int) -> None:
    """Takes signature, date and notes off the paragraphs before `end`."""
    taken: list[Entry] = []
    end = _without_furniture(front, min(end, len(front.body)))
    while end > 0 and len(taken) < FOOT:
        found = _annex_list(front.body[:end])
        if not found:
            entry = _foot_entry(front.body[end - 1], taken)
            if entry is None:
                break
            found = [entry]
        taken += found
        del front.body[end - len(found) : end]
        end -= len(found)
    front.entries += reversed(taken)


def _without_furniture(front: FrontMatter, end: int) -> int:
    """Takes off the titles of other news and the like that a page prints behind the date under a document; gives the
    new end.
    """
    for index in range(end - 1, max(0, end - FURNITURE), -1):
        paragraph = front.body[index]
        text = re.sub(r"\s+", " ", paragraph.plain).strip()
        bare_annex = re.fullmatch("附件[:：]?", compact(text)) and index + 1 < end
        if bare_annex or (patterns.DATE_ONLY.fullmatch(text) and compact(front.body[index - 1].plain)[-1] not in "：:"):
            front.furniture += front.body[index + 1 : end]
            del front.body[index + 1 : end]
            return index + 1
        kept = read_label(text) or paragraph.row or paragraph.marked or _foot_entry(paragraph, front.of("date"))
        if kept or len(text) > 60 or re.search("[。；;]", text) or text[-1] in "：:":
            break
    return end


def _annex_list(body: Sequence[Paragraph]) -> list[Entry]:
    """附件：1.主要指标 and the lines 2.…, 3.… below it, the last first; empty where no such list ends here."""
    lines: list[Entry] = []
    for paragraph in reversed(body[-FOOT:]):
        text = compact(paragraph.plain)
        label = read_label(paragraph.plain)
        if label is None or len(text) > 80 or text[-1] in patterns.TERMINAL:
            return []
        lines.append(Entry("note", paragraph, text))
        if label.style == "annex":
            return lines if patterns.ANNEX_LIST.match(text) else []
        if label.style not in ("num", "num-bracket"):
            return []
    return []


def _foot_entry(paragraph: Paragraph, below: Sequence[Entry]) -> Entry | None:
    text = re.sub(r"\s+", " ", paragraph.plain).strip()
    if patterns.COPIES.fullmatch(text) or patterns.FACT_NAME.fullmatch(compact(text)):
        return Entry("note", paragraph, compact(text))
    label = read_label(paragraph.plain)
    if label is not None:
        listed = label.style == "annex" and patterns.ANNEX_LIST.match(compact(text) + "：")
        return Entry("note", paragraph, compact(text)) if listed and len(text) <= 200 else None
    entry = _entry(paragraph)
    signed = any(e.kind in ("date", "note") for e in below)
    if entry is None or entry.kind == "addressee" or entry.name or (entry.kind == "signature" and not signed):
        return None
    return entry
