"""Numbers with units in a clause, and the words around them that make targets of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

# A clause reaches at the most so far; the rest of a longer one is not looked at.
CLAUSE = 400

_NUMBER = r"\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+(?:\.\d+)?"
_SCALE = r"[万亿]"
# Units that make a number a quantity of the field, the longer ones first. 级, 期 and 代 are none: they make names.
_UNIT = (
    r"个百分点|百分点|[%％‰]|张/千人|人/千人|名/万人|平方米|平方公里|公里|亿元|万元|元|万亩|亩|岁|名|个|家|所|张|人次|人|支|辆|台|套|项|门|"
    r"种|批|次|例|户|件|处|间|条|座|小时|分钟|公斤|克|倍|位|对|类|片|部|场|公顷|吨|升|步|株|份|款|课时|学时|床"
)
_PER = r"/\s?\d*\s?[百千万]?\s?[人万]?|/\s?10\s?万"
_QUANTITY = re.compile(
    rf"(?<![\d.〔\[A-Za-z+\-])(?:(?P<low>{_NUMBER})\s?(?P<lowscale>{_SCALE})?\s?(?P<lowunit>[%％‰个家名所])?\s?[-—–~～至到]\s?)?"
    rf"(?P<value>{_NUMBER})\s?(?P<scale>{_SCALE})?[余多]?\s?(?P<unit>{_UNIT})?\s?(?P<per>(?<=[\d人名张])/\s?(?:10\s?万|\d*\s?[百千万]?人?))?(?![\d.])"
)
_END = re.compile(r"[。；;！？]|[,，](?!\d{3}(?!\d))")
_YEAR = re.compile(r"(?<![从比较])(?P<to>到|至|力争)?\s?(?P<year>20[1-6]\d)\s?年(?:底前|底|末|内)?(?![度来前级起])")
_YEAR_LIST = re.compile(r"(?P<to>到|至|力争)?\s?(?P<first>20[1-6]\d)\s?(?:年)?\s?[、和及]\s?(?P<second>20[1-6]\d)\s?年")
LIST_MARK = re.compile(r"[、和及与]")

# (words in front of the number, comparator); tried in this order
_COMPARATORS: tuple[tuple[str, str], ...] = (
    (r"不(?:得|应|能)?(?:低于|少于|小于)|至少(?:达到|达|有|为|建成|建有|建立|建设|设置|设立|配备|保证|配置|组织|开展|培养|完成)?|最低|高于|大于|多于|突破|≥|＞", "不低于"),
    (r"不(?:得|应|能)?(?:高于|超过|大于|多于)|低于|少于|至多|最多|≤|＜", "不高于"),
    (r"超过|超", "不低于"),
    (r"(?:稳定|保持|维持|稳定保持|持续保持|继续保持)(?:在|到|为)?", "保持"),
    (r"(?:控制|严格控制|降低控制)(?:在|到|为)", "控制在"),
    (r"(?:提高|提升|增加|上升|增长|扩大|延长|增|提)(?:到|至|为)", "提高到"),
    (r"(?:下降|降低|减少|降|压缩|缩短|控制降低)(?:到|至|为)", "下降到"),
    (r"(?:提高|提升|增加|上升|增长|扩大|增幅)(?:了)?", "提高"),
    (r"(?:下降|降低|减少|降|缩短)(?:了)?", "下降"),
    (r"(?:新增|新建|增设|新设|净增|增补|补充招聘)(?:加)?", "新增"),
    (r"(?:建成|建设|建立|打造|创建|形成|设置|设立|培育|建有|建好|组建|改扩建|建|争创|创成|认定|布局)(?:成|有)?", "建成"),
    (r"覆盖(?:到)?(?:全省|全市|全国|所有)?", "覆盖"),
    (r"(?:达到|达|为|实现|约为|约|占(?!比)|降为|升为|至|到)(?:到|了)?", "达到"),
)  # fmt: skip
_BEFORE = re.compile(
    "(?:"
    + "|".join(f"(?P<c{i}>{words})" for i, (words, _) in enumerate(_COMPARATORS))
    + r")(?:约|近|全省|全市|其中)?\s?$"
)
_AFTER = re.compile(r"(?:的)?\s?(?:及|或)?(?:(?P<above>以上|之上)|(?P<below>以下|以内|之内|之下)|(?P<about>左右|上下))")
# Verbs that ask for a number of things and are none of the comparators.
_ASKING = re.compile(
    r"(?:培养|培训|配备|配齐|配置|招聘|招录|招收|遴选|选拔|选派|选树|评选|引进|推广|推广引进|拥有|保证|开展|组织|组织开展|完成|支持|推进|深化|扶持|"
    r"确定|推动|推出|制定|发布|举办|改造|提质|研发|派遣|聘任|收集|整理|安排|投入|补助|给予|落实|争取|辐射|带动|服务|筛查|覆盖|实施|启动|设|有)"
    r"(?:全省|全市|一批|各类|不同|总计|共|约|[\u4e00-\u9fff]{0,6}?)?$"
)
_ACHIEVED = re.compile(
    r"已(?:经)?(?:达|建|有|实现|累计|完成|设)|累计(?:达|公布|建成|完成|为)|现有|获批|荣获|截至|截止|目前|排名|位居|较\d{4}年|比\d{4}年|同比|分别荣获|占总|逾|共有|"
    r"(?:19|20)[01]\d年(?:[以前]|底已)"
)
_NAME_BEFORE = re.compile(r"(?:第|[〔\[《]|[“\"][^”\"]{0,14}|[+＋])$")
_NAME_BEHIND = re.compile(
    r"\s?(?:年(?!内)|月|日|号|版|级|条(?:规定|例)|款|页|时代|世纪|周年|G\b|D\b|[+＋]|[”\"]|后|线|型|类(?:医疗|医保|管理))"
)
_GROUP = re.compile(
    r"^\s?(?:及)?(?:以上|以下|以内|至|[-—~～])?\s?(?:\d+\s?岁)?(?:的)?(?:以上|以下)?(?:常住)?(?:人群|儿童|老年人|老人|人口|妇女|婴幼儿|青少年|学生|吸烟者|劳动者|居民|患者|孕产妇|及以上)"
)
_CONDITION_BEFORE = re.compile(
    r"人口(?:超过|在|达到|不足|少于|低于)?\s?$|每\s?$|按[^，,。；]{0,14}$|年(?:产值|收入|销售额)[^，,。]{0,4}$"
)
_CONDITION_BEHIND = re.compile(r"^\s?[^，,。]{0,4}(?:的[县市乡](?![级域属])|的地区|常住人口)")
# 不低于本单位年度业务总收入的1%: behind the comparator stands what the share is of.
_COMPARES = re.compile("|".join(f"(?P<c{i}>{words})" for i, (words, _) in enumerate(_COMPARATORS)))
_SHARE_OF = re.compile(r"[^，,。；]{2,26}的\s?")
_EACH_HAS = re.compile(r"每[^，,。；]{1,12}?(?:拥有|有|配备|达|配有)[^，,。；]{2,20}$")
# Units of time are targets only where a word says so: 24小时内完成 is none.
_TIMES = ("小时", "分钟", "天", "步")
# 从2020年的23%提升至30%, 由78.3岁提高到79.2岁: where it starts from is reached already.
_STARTING_FROM = re.compile(r"(?:从|由)(?:[^，,。；]{0,10}年)?(?:底|末)?的?$")
_STARTING_FIGURE = re.compile(r"(?:从|由)[^，,。；]{0,12}?\d[\d.]*\s?[%％‰岁张名人个]?$")
# 70%以上的流行县人群患病率控制在1%以下: a share of those meant, when another figure of the clause is the target.
_SHARE_MEANT = re.compile(r"(?:以上)?的[^，,。；]{2,30}?(?:达到|达|控制在|提高到|不低于|保持在|下降到|低于)\d")
# 建成健康县20个, 完成检查60万人: the number stands behind what it counts.
_COUNTED_BEFORE = re.compile(
    "(?P<verb>"
    + "|".join(words for words, name in _COMPARATORS if name in ("新增", "建成"))
    + r"|完成|培养|培训|招聘|引进|创建|配备|改造)(?P<noun>[\u4e00-\u9fff“”]{2,24})$"
)
_RATE = re.compile(
    r"(?:率|比例|占比|比重|水平|覆盖面|增幅|人数|总数|数量|数|寿命|规模|支出|收入|投入|经费|标准|面积|床位|强度|时间|时长|费用|产值|年限|金额|容量|种类|指数)$"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, at its place in the clause. `value` has 万 and 亿 multiplied out; `high` ends a range."""

    start: int
    end: int
    value: float | int
    high: float | int | None
    unit: str | None

    @property
    def share(self) -> bool:
        return self.unit in ("%", "‰")


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the stretches between the marks that part clauses; a comma inside a number parts none."""
    start = 0
    for match in _END.finditer(text):
        if match.start() > start:
            yield start, min(match.start(), start + CLAUSE)
        start = match.end()
    if start < len(text):
        yield start, min(len(text), start + CLAUSE)


def quantities(clause: str) -> Iterator[Quantity]:
    """The numbers of a clause that have a unit. A unit that only the last of a list prints holds for the others."""
    found = [m for m in _QUANTITY.finditer(clause) if m["unit"] or m["per"] or _shares_unit(clause, m.end())]
    for match in found:
        low, value = _value(match["low"], match["lowscale"] or match["scale"]), _value(match["value"], match["scale"])
        if value is not None:
            first, high = (value, None) if low is None else (low, value)
            yield Quantity(match.start(), match.end(), first, high, _unit(match))


def _shares_unit(clause: str, end: int) -> bool:
    return bool(re.match(r"\s?[、和]\s?\d+(?:\.\d+)?\s?[%％‰]", clause[end : end + 16]))


def _value(number: str | None, scale: str | None) -> float | int | None:
    if number is None:
        return None
    value = float(re.sub("[,，]", "", number)) * {"万": 10_000, "亿": 100_000_000}.get(scale or "", 1)
    return int(value) if value == int(value) else round(value, 6)


def _unit(match: re.Match[str]) -> str | None:
    unit = re.sub(r"\s", "", match["unit"] or "").replace("％", "%")
    return unit + re.sub(r"\s", "", match["per"] or "") or None


def joined(clause: str, values: Sequence[Quantity]) -> bool:
    """Whether nothing but 和 stands between the numbers: 37%及以上和40%及以上."""
    between = [clause[first.end : second.start] for first, second in pairwise(values)]
    return bool(between) and all(re.fullmatch(r"\s?(?:及?以上|及?以下|左右)?\s?[、和]\s?", part) for part in between)


def years(clause: str) -> list[tuple[int, bool]]:
    """(year, whether 到 stands before it) of each year of a clause that a target can be for."""
    listed = {m.start("first"): (int(m["first"]), m["to"] is not None) for m in _YEAR_LIST.finditer(clause)}
    single = {m.start("year"): (int(m["year"]), m["to"] is not None) for m in _YEAR.finditer(clause)}
    return [year for _, year in sorted((listed | single).items())]


def reached_already(clause: str) -> bool:
    """Whether a clause reports and does not ask."""
    return bool(_ACHIEVED.search(clause))


def refused(clause: str, quantity: Quantity) -> bool:
    """A date, a class, a name with a number, an age, the size of a group that is meant."""
    before, behind = clause[max(0, quantity.start - 16) : quantity.start], clause[quantity.end :]
    age = quantity.unit == "岁" and not re.search(r"寿命|平均年龄", clause[: quantity.start])
    return bool(
        _NAME_BEFORE.search(before)
        or _STARTING_FROM.search(before)
        or (_SHARE_MEANT.match(behind) and quantity.share)
        or _NAME_BEHIND.match(behind)
        or age
        or (quantity.unit in ("岁", "人", "名", None) and _GROUP.match(behind))
        or _CONDITION_BEFORE.search(before)
        or _CONDITION_BEHIND.match(behind)
        or (quantity.unit in ("人", None) and re.match(r"(?:的)?(?:县|市|乡|社区)", behind))
    )


def comparator(before: str, behind: str) -> tuple[str | None, int]:
    """The comparator of a number by the words around it, and where in `before` its words begin."""
    match = _BEFORE.search(before) or _compares_with(before)
    if (
        match is None
        and re.match(r"(?:以上|左右|以内|[、和及]|\s*$)", behind)
        and (counted := _COUNTED_BEFORE.search(before))
    ):
        return _verb_of(counted["verb"]), counted.start()
    after = _AFTER.match(behind)
    name = next((name for i, (_, name) in enumerate(_COMPARATORS) if match and match[f"c{i}"] is not None), None)
    cut = match.start() if match else len(before)
    if after and name in (None, "达到"):
        return ("以上" if after["above"] else "以下" if after["below"] else "左右"), cut
    return name, cut


def counted_before(before: str, behind: str) -> str:
    """健康县 of 建成健康县20个; "" where the number does not stand behind what it counts."""
    if _BEFORE.search(before) or _compares_with(before):
        return ""
    match = _COUNTED_BEFORE.search(before) if re.match(r"(?:以上|左右|以内|[、和及]|\s*$)", behind) else None
    return match["noun"] if match else ""


def _verb_of(word: str) -> str:
    names = (name for words, name in _COMPARATORS if name in ("新增", "建成") and re.fullmatch(words, word))
    return next(names, "其他")


def _compares_with(before: str) -> re.Match[str] | None:
    """The last comparator that what the share is of follows (…达全省县总数的35%)."""
    matches = [m for m in _COMPARES.finditer(before) if _SHARE_OF.fullmatch(before, m.end())]
    return matches[-1] if matches else None


def share_or_verb(before: str, quantity: Quantity, behind: str) -> str | None:
    """The comparator where no word says one: 80%的村卫生室能提供…, 培养10名…, 甲率95%."""
    if quantity.share or _RATE.search(before) or _EACH_HAS.search(before):
        return "达到"
    return "其他" if _ASKING.search(before) and quantity.unit not in _TIMES else None


def indicator(before: str, behind: str, quantity: Quantity) -> str:
    """What is measured: the words before the comparator; of counted things, what the number counts (5个中心 → 中心);
    of a share that nothing stands before, what it is a share of (80%的村卫生室能提供服务).
    """
    name = trimmed(before)
    counted = _counted(behind) if re.match(r"[^、和及]", behind) else ""
    if _RATE.search(name) or _EACH_HAS.search(name) or not counted:
        return name
    named = bool(name) and not before.rstrip().endswith(("和", "及", "与", "、"))
    if quantity.share and named:
        return name
    return name if quantity.unit in ("元", "亿元", "万元", "岁", *_TIMES) and name else counted


def _counted(behind: str) -> str:
    """What stands behind a number: to the end of the clause, or to the next of a list."""
    behind = re.sub(r"^\s?(?:左右|上下|及?以上|及?以下|以内)?\s?的?", "", behind)
    match = re.match(
        r"(?:[^、，,。；;（(]{2,40}|[^、，,。；;（(]{1,12}[性化型级的]、)+(?:[（(][^）)]{1,12}[）)])?", behind
    )
    return re.sub(r"(?:以及|并|且|等|和|及|与|、|开展.*|进行.*)$", "", match.group()) if match else ""


_FILLERS = re.compile(
    r"^(?:其中|力争|确保|使|将|争取|努力|逐步|保证|基本|到|年内|至|的|均|都|，|,|、|和|及|并|到?20\d\d年(?:底|末)?|全面|推动|推进|实现|为)+"
)


def trimmed(name: str) -> str:
    """An indicator without the words that lead up to it or away from it."""
    name = _STARTING_FIGURE.sub("", _YEAR_LIST.sub("", name))
    name = _FILLERS.sub("", _YEAR.sub("", name).strip())
    name = re.sub(
        r"(?:每年|将|分别|均|都|力争|总体|总量|至少|原则上|稳定|累计|平均|全部|总体上|应|要|须|，|,)+$", "", name
    )
    return name.strip(" ，,、的（(")


def listed_names(before: str) -> list[str]:
    """甲率、乙率和丙率 → the three; a 、 inside the name of one (高血压、糖尿病患者管理率) parts nothing, since every
    part has to end like an indicator.
    """
    parts = [trimmed(part) for part in re.split(r"[、和及与]", before)]
    names: list[str] = []
    held = ""
    for part in parts:
        held = held + "、" + part if held else part
        if _RATE.search(part):
            names.append(held)
            held = ""
    return names if not held else [*names, held]
