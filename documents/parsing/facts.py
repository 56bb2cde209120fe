"""What a text says of itself: title, number, issuers, dates, period, kind, province. Never more than it says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from operator import add

from documents.parsing import patterns
from documents.parsing.front_matter import Entry, FrontMatter, compact
from documents.parsing.labels import read_number
from documents.parsing.lexicon import Division, divisions, provinces
from documents.parsing.lines import Line
from documents.parsing.paragraphs import Paragraph
from documents.parsing.source import Sourced
from documents.parsing.tree import PlanFacts, Span, Spans

# A province that only the running text names is believed from so many mentions and this share of all mentions on.
MENTIONS, SHARE = 3, 0.6
# The first characters of the numbers that a province's own government gives its documents.
NUMBER_SIGNS = {
    "北京": "京政 京卫", "天津": "津政 津卫", "河北": "冀政 冀卫", "山西": "晋政 晋卫", "内蒙古": "内政 内卫", "辽宁": "辽政 辽卫",
    "吉林": "吉政 吉卫", "黑龙江": "黑政 黑卫", "上海": "沪府 沪卫", "江苏": "苏政 苏卫", "浙江": "浙政 浙卫", "安徽": "皖政 皖卫",
    "福建": "闽政 闽卫", "江西": "赣府 赣卫", "山东": "鲁政 鲁卫", "河南": "豫政 豫卫", "湖北": "鄂政 鄂卫", "湖南": "湘政 湘卫",
    "广东": "粤府 粤办 粤卫", "广西": "桂政 桂卫", "海南": "琼府 琼卫", "重庆": "渝府 渝卫", "四川": "川府 川办 川卫", "贵州": "黔府 黔卫",
    "云南": "云政 云卫", "西藏": "藏政 藏卫", "陕西": "陕政 陕卫", "甘肃": "甘政 甘卫", "青海": "青政 青卫", "宁夏": "宁政 宁卫",
    "新疆": "新政 新卫",
}  # fmt: skip


# What a page adds to a title.
_EXCERPT = re.compile(r"[(（](?:节选|摘要|摘录|全文|节录)[)）]$")


@dataclass(frozen=True, slots=True)
class Read:
    """A value and where it was read."""

    value: str
    spans: Spans


def gather_facts(
    front: FrontMatter, text: Sourced, furniture: Sequence[Line], running_title: Paragraph | None
) -> tuple[PlanFacts, Division | None]:
    """The facts, and the place (province, city or county) that the document is of."""
    title = _title(front, running_title)
    number = _number(front)
    issuers = _issuers(front, title)
    issued, published = _issued(front), _published(front, text, furniture)
    kind = _kind(title, text)
    period = _period(title, text)
    place, place_spans = _place(front, text, title, number, issuers)
    province = next((p for p in provinces() if place and p.code == place.province_code), None)
    validity = next((e for e in front.of("note") if patterns.VALIDITY.fullmatch(e.value)), None)
    found = {
        "title": title.spans if title else (), "document_number": number.spans if number else (),
        "issuers": tuple(s for i in issuers for s in i.spans), "issued_on": issued.spans if issued else (),
        "published_on": published.spans if published else (), "period": period[1] if period else (),
        "kind": kind.spans if kind else (), "province": place_spans, "validity": validity.spans if validity else (),
    }  # fmt: skip
    facts = PlanFacts(
        title=_EXCERPT.sub("", title.value) if title else None,
        province=province.name if province else None,
        province_code=province.code if province else None,
        document_number=number.value if number else None,
        issuers=tuple(dict.fromkeys(issuer.value for issuer in issuers)),
        issued_on=issued.value if issued else None,
        published_on=published.value if published else None,
        period=period[0] if period else None,
        kind=kind.value if kind else None,
        validity=_validity(validity),
        is_plan=_is_plan(title, number, front, text),
        evidence={name: spans for name, spans in found.items() if spans},
    )
    return facts, place


def _is_plan(title: Read | None, number: Read | None, front: FrontMatter, text: Sourced) -> bool:
    """Not what explains, reports or tells the news: by its title, else by how the text begins."""
    if title and (patterns.NO_PLAN_TITLE.search(title.value) or patterns.NO_PLAN_TITLE_END.search(title.value)):
        return False
    official = number or front.of("addressee") or (title and patterns.KIND_WORD.search(title.value))
    return bool(official) or not patterns.NEWS.search(text.text[:800])


def _validity(entry: Entry | None) -> str | None:
    match = patterns.VALIDITY.fullmatch(compact(entry.value)) if entry else None
    return match["value"] if match else None


# --- title ------------------------------------------------------------------------------------------------------------


def _title(front: FrontMatter, running: Paragraph | None) -> Read | None:
    """The document's own title; of a notice that issues a plan, the plan's."""
    titles = _whole_titles(front)
    own = [title for title in titles if not _issues(title.value)]
    if own:
        return own[-1]
    if running is not None:
        return Read(compact(running.plain), (running.text.place(0, len(running.plain)),))
    for title in titles:
        if named := patterns.NAMED_IN_NOTICE.search(title.value) or patterns.PLAIN_IN_NOTICE.search(title.value):
            return Read(named["title"], title.spans)
    notices = [entry for entry in front.entries if entry.name == "印发"]
    for entry in notices:
        if named := patterns.NAMED_IN_NOTICE.search(entry.value):
            return Read(named["title"], entry.spans)
    return titles[-1] if titles else None


def _whole_titles(front: FrontMatter) -> list[Read]:
    """Titles whose lines are put together again."""
    titles: list[Read] = []
    for entry in front.of("title"):
        if (entry.name == "续" and titles) or (
            titles and patterns.NO_PLAN_TITLE.search(entry.value) and len(entry.value) <= 8
        ):
            titles[-1] = Read(titles[-1].value + entry.value, titles[-1].spans + entry.spans)
        else:
            titles.append(Read(compact(entry.value), entry.spans))
    return titles


def _issues(title: str) -> bool:
    """关于印发《…》的通知, also where the page lost the last words; not 关于贯彻《关于印发…的通知》的实施意见."""
    if patterns.KIND_WORD.search(title) and not title.endswith(("通知", "》", "函", "公告")) and "《" in title:
        title = re.sub("《.*》", "《》", title)
    return bool(
        re.search(r"(?:印发|转发|发布|公布|批转)[^。]{0,6}《?.{4,}", title)
        and re.search(r"通知$|》$|印发.*(?:规划|方案|计划|意见)的?$", title)
    )


# --- number, issuers, dates -------------------------------------------------------------------------------------------


def normal_number(match: re.Match[str]) -> str:
    """黔府办发[2017]24 号 → 黔府办发〔2017〕24号."""
    return f"{match['office']}〔{match['year']}〕{match['no']}号"


def _number(front: FrontMatter) -> Read | None:
    for entry in front.of("document_number"):
        if match := patterns.NUMBER.search(compact(entry.value)):
            return Read(normal_number(match), entry.spans)
    return None


def _issuers(front: FrontMatter, title: Read | None) -> list[Read]:
    signatures = front.of("signature")
    # who issued it by the page's own table, else who signed, else who published it
    issuing = [e for e in signatures if e.name and not e.name.startswith("发布")]
    signed = issuing or [e for e in signatures if not e.name] or signatures
    if signed:
        signed = _dated_or_all(front, signed)
        signed.sort(key=lambda entry: entry.spans)
        return [Read(part, entry.spans) for entry in signed for part in _joint_issuers(entry)]
    for entry in front.entries:
        if entry.name == "通过" and (passed := patterns.PASSED_BY.search(entry.value)):
            place = patterns.SESSION.sub("", passed["issuer"])
            return [Read(re.sub(r"^.*日", "", _before_session(entry.value)) or place, entry.spans)]
    for read in [*_whole_titles(front), *([title] if title else [])]:
        if match := patterns.ISSUER_IN_TITLE.match(read.value):
            # 中共江西省委 江西省人民政府关于…: two, though the blank is gone
            names = re.split(r"(?<=委)(?=[^委]{2,12}人民政府)", match["issuer"])
            return [Read(name, read.spans) for name in names]
    return []


def _dated_or_all(front: FrontMatter, signed: list[Entry]) -> list[Entry]:
    """Of signatures those with a date below them, where there are such: a page's own name in its head is none."""
    dated: list[Entry] = []
    group: list[Entry] = []
    for entry in front.entries:
        if entry.kind == "signature" and not entry.name:
            group.append(entry)
            continue
        dated += group if entry.kind == "date" and not entry.name else []
        group = []
    return [entry for entry in signed if any(entry is each for each in dated)] or signed


def _before_session(value: str) -> str:
    """2021年5月8日临沂市第十九届人民代表大会常务委员会第三十七次会议通过 → 临沂市人民代表大会常务委员会."""
    body = re.sub(r"第[" + patterns.NUMERAL + r"\d]+次会议.*$", "", value)
    return patterns.SESSION.sub("", re.sub(r"^[(（]?\d{4}年\d{1,2}月\d{1,2}日", "", body))


def _joint_issuers(entry: Entry) -> list[str]:
    parts = re.sub(r"\s+", " ", entry.paragraph.plain).strip().removesuffix("文件").strip().split(" ")
    whole = entry.value.removesuffix("文件")
    # 人 民 政 府 is letter-spaced, 省卫生健康委 教育部 are two
    bodies = all(len(part) >= 3 and patterns.ISSUER_LINE.fullmatch(part) for part in parts)
    return parts if len(parts) > 1 and bodies and not entry.name else [whole]


def read_date(text: str) -> str | None:
    """The first date of the text as ISO; None when there is none or it is no day of the calendar."""
    match = patterns.DATE.search(text)
    if match is None:
        return None
    if match["y"]:
        parts = int(match["y"]), int(match["m"]), int(match["d"])
    else:
        year = "".join(str("零一二三四五六七八九".find(c)) if c in "一二三四五六七八九" else "0" for c in match["hy"])
        parts = int(year), read_number(match["hm"]) or 0, read_number(match["hd"].replace("廿", "二十")) or 0
    try:
        return date(*parts).isoformat()
    except ValueError:
        return None


def _last_date(text: str) -> str | None:
    days = [day for match in patterns.DATE.finditer(text) if (day := read_date(match.group()))]
    return max(days, default=None)


def _dated(entries: Sequence[Entry]) -> Iterator[Read]:
    for entry in entries:
        if day := _last_date(entry.value) if entry.name == "通过" else read_date(entry.value):
            yield Read(day, entry.spans)


# Names of the day on which a document was signed, the surest first.
_SIGNED = ("成文日期", "签发日期", "颁布日期", "印发日期", "发文日期", "发文时间")


def _issued(front: FrontMatter) -> Read | None:
    dates = front.of("date")
    signed = [e for name in _SIGNED for e in dates if e.name == name]
    alone = [e for e in dates if not e.name]
    # a document passed and later revised is of its last version
    passed = sorted((e for e in front.entries if e.name == "通过"), key=lambda e: _last_date(e.value) or "")
    # of two dates without a name the later one in the text is the one under the signature
    order = [*signed, *reversed(alone), *reversed(passed)]
    return next(_dated(order), None)


def _published(front: FrontMatter, text: Sourced, furniture: Sequence[Line]) -> Read | None:
    named = [
        e
        for e in front.of("date")
        if e.name in ("发布日期", "发布时间", "公开日期", "更新时间", "时间", "日期", "生成日期")
    ]
    if read := next(_dated(named), None):
        return read
    for line in furniture:
        # the line of a page that counts its readers or names its source, or a newspaper's dated head
        dated = re.search(r"来源|浏览|发布|点击|时间|日期|星期", line.text)
        if dated and not line.text.startswith("今天") and (day := read_date(line.text)):
            return Read(day, (text.place(line.start, line.end),))
    return None


# --- kind, period -----------------------------------------------------------------------------------------------------


def _kind(title: Read | None, text: Sourced) -> Read | None:
    if title:
        value = title.value.strip('《》“”"')
        if match := patterns.KIND_WORD.search(value):
            return Read(match["kind"], title.spans)
        if match := re.search("|".join(patterns.NO_PLAN_TITLE.pattern.split("|")[:6]), value):
            return Read(match.group(), title.spans)
        return None
    stated = patterns.KIND_STATED.search(text.text)
    return Read(stated["kind"], (text.place(stated.start(), stated.end()),)) if stated else None


def _period(title: Read | None, text: Sourced) -> tuple[tuple[int, int], Spans] | None:
    if title:
        # the years of a document that the title names are not its own
        title = replace(title, value=re.sub("《.*》", "", title.value) or title.value)
        if years := patterns.YEARS.search(title.value):
            first, last = int(years["first"]), int(years["last"])
            return ((first, last), title.spans) if first <= last else None
        if five := patterns.FIVE_YEARS.search(title.value):
            first = 2006 + 5 * "一二三四五六七八".index(five["which"])  # 十一五 began in 2006
            return (first, first + 4), title.spans
        if years_named := list(patterns.ONE_YEAR.finditer(title.value)):
            year = years_named[-1]  # 2022年工作总结和2023年工作计划
            return (int(year["year"]), int(year["year"])), title.spans
    if stated := patterns.TERM_STATED.search(text.text):
        return (int(stated["first"]), int(stated["last"])), (text.place(stated.start(), stated.end()),)
    return None


# --- place ------------------------------------------------------------------------------------------------------------


def _place(
    front: FrontMatter, text: Sourced, title: Read | None, number: Read | None, issuers: Sequence[Read]
) -> tuple[Division | None, Spans]:
    """The place that title, issuer, number or a line of its own names; else the province the text keeps naming."""
    if (number and number.value.startswith("国")) or any(
        i.value.startswith(("国务院", "国家", "中共中央")) for i in issuers
    ):
        return None, ()
    sources = [*([title] if title else []), *_whole_titles(front), *issuers]
    sources += [Read(e.value, e.spans) for e in front.entries if e.name in ("印发", "通过")]
    for read in sources:
        if division := place_named(read.value):
            return division, read.spans
    if number:
        for name, signs in NUMBER_SIGNS.items():
            if number.value.startswith(tuple(signs.split())):
                return next(p for p in provinces() if p.name == name), number.spans
    for entry in front.of("note"):
        if division := next((p for p in provinces() if entry.value in (p.name, p.full_name)), None):
            return division, entry.spans
    return _most_named(text)


def place_named(text: str) -> Division | None:
    """The division that a title or an issuer begins with or names: 句容市人民政府办公室 → 句容市 of 江苏."""
    found = [(at, division) for name, division in _names_perhaps_in(text) if (at := text.find(name)) >= 0]
    provinces_found = [(at, d) for at, d in found if d.code.endswith("0000")]
    below = [(at, d) for at, d in found if not d.code.endswith("0000")]
    if provinces_found:
        at, province = min(provinces_found, key=lambda pair: (pair[0], -len(pair[1].full_name)))
        within = [d for where, d in below if d.province_code == province.code and where <= at + 8]
        return within[-1] if within else province
    return max(below, key=lambda pair: len(pair[1].full_name))[1] if below else None


def _is_city(division: Division) -> bool:
    """A city of prefecture level, which titles also name without 市: 健康成都, 健康中山."""
    return division.code.endswith("00") and division.full_name.endswith("市") and len(division.name) >= 2


@cache
def _names() -> dict[str, Division]:
    """Names as they stand in titles → division: provinces by both names, cities and counties by the full one alone,
    and only where no other division shares it (市辖区, 城区, 新华区).
    """
    counts = Counter(division.full_name for division in divisions())
    below = (
        d for d in divisions() if not d.code.endswith("0000") and counts[d.full_name] == 1 and len(d.full_name) >= 3
    )
    names = {division.full_name: division for division in below}
    names |= {f"健康{city.name}": city for city in divisions() if _is_city(city) and counts[city.full_name] == 1}
    for province in provinces():
        names[province.name] = names[province.full_name] = province
    return names


def _names_perhaps_in(text: str) -> list[tuple[str, Division]]:
    """The names whose first two characters stand in the text, in their order: one look at the text instead of one
    for each of the three thousand names.
    """
    beginnings = set(map(add, text, text[1:]))
    return [entry for entry in _names().items() if entry[0][:2] in beginnings]


def _most_named(text: Sourced) -> tuple[Division | None, Spans]:
    """The province that the running text names far more often than any other, itself or by its cities."""
    mentions: dict[str, list[Span]] = {}
    for name, division in _names_perhaps_in(text.text):
        if division.code.endswith("0000") or name.endswith("市"):
            at = text.text.find(name)
            while at >= 0:
                mentions.setdefault(division.province_code, []).append(text.place(at, at + len(name)))
                at = text.text.find(name, at + len(name))
    if not mentions:
        return None, ()
    code, places = max(mentions.items(), key=lambda item: len(set(item[1])))
    total = sum(map(len, mentions.values()))
    if len(places) < MENTIONS or len(places) < SHARE * total:
        return None, ()
    return next(p for p in provinces() if p.code == code), tuple(sorted(places)[:MENTIONS])
