"""What a target measures: the words before its comparator, or what its number counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from documents.parsing.comparators import follows_noun
from documents.parsing.quantities import Quantity

_RATE_WORDS = (
    "率|比例|占比|比重|水平|覆盖面|增幅|增速|幅度|人数|总数|数量|数|人口|寿命|规模|支出|收入|投入|经费|标准|面积|半径|床位|强度|时间|时长|费用|产值|年限|金额|容量|种类|"
    "指数|系数|比|值|总量|总额|限额|满意度|浓度|住院日|次数|摄入量|量|线|评分|得分|额|待遇|级别|时限|周期|费|价格|降幅|倍差|力度|程度"
)
RATE = re.compile(rf"(?:{_RATE_WORDS})(?:[（(][^（）()]{{1,20}}[）)])?$")
_AGAINST = (
    r"(?:(?:较|比|与|在)(?:20\d\d年(?:底|末)?|上年|去年|前[一二三四五]年|基期|基线|“?十.五”?末?)(?:相比|同期|末|的?基础上|的?水平)?|"
    r"在[^，,。；]{1,16}基础上)"
)
_LEADING = re.compile(
    rf"(?:{_AGAINST}|其中|力争|确保|使得?(?!用)|将|把|争取|努力|逐步|保证(?!金)|基本(?=实现|达到|建成|形成)|到|截至|年内|年底前|至|的|均|都|，|,|、|和|及|并|且|全面(?=推|实|落)|推动|推进|促进|实现|为(?!了)|进一步|不断|持续|"
    r"稳步|加快|切实|着力|积极|以及|同时|原则上|要(?!素)|应(?!急|用)|须|其(?!他)|让|每年|支持|引导|鼓励|指导|带动|拉动|尽快|尽早|全年|提倡|共计|合计|累计|对(?!口|外|象|接|症))"
)
_TRAILING = re.compile(
    rf"(?:{_AGAINST}|每年|每人|将|分别|均|都|力争|总体|至少|原则上|累计|平均|全部|应当|应|要|须|需|逐年|逐步|稳步|继续|持续|进一步|基本|明显|显著|大幅|达到?|不断|再|可|争取|"
    r"确保|努力|各|共|等?(?:三项|两项|四项)?指标|到|，|,|：|:|（|\(|年均|—|在)$"
)
_YEAR = re.compile(
    r"(?<![较比在与由从])(?:到|至|截至)?\s?(?:20[1-6]\d\s?年?\s?[、和及与]\s?)*20[1-6]\d\s?年(?:底前|底|末|内|前)?(?!度)|"
    r"(?:到|至)?[“\"]?十[二三四五六]五[”\"]?(?:时期|期)?(?:末|期间)|(?:到|至)?(?:本)?规划期[末内]|(?:到|至)?\d{1,2}\s?月(?:底|末)?前?|(?:到|至)?二[〇○零][一二三四五六][〇○零一二三四五六七八九]年(?:底|末)?"
)
_STARTING_FIGURE = re.compile(
    r"(?:从|由)[^，,。；]{0,12}?\d[\d.]*\s?(?:/10万|[%％‰]|[\u4e00-\u9fff]{1,3})?(?:逐步|稳步)?$"
)
_NUMBERED = re.compile(r"^(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|[①-⑳]|\d{1,2}[.．、])\s?")
# 三级医院每年将…投入提高至: what is changed stands behind 将
_OBJECT = re.compile(r".*(?:按照?(?=[^，,。；]{1,6}比$)|将|把|使(?!用)得?|确保|力争|保证(?!金))(?=..)")
_VERB_OF_RATE = re.compile(r"^(?:提高|提升|扩大|降低|增加|减少|控制|稳定|加大)(?=.{3})")
_VERB_OF_COUNT = re.compile(
    r"^(?:每年)?(?:(?:实施|培训|培养|配备|配置|储备|引进|招聘|新增|建设|建成|设置|安排|完成|开展|组织|实现|新建|选派|选拔|遴选|认定|布局)、?)+(?=..)"
)
# 每个县, 每千人口; 每年 and 每3年 say how often
_EACH = re.compile(
    r"每(?!年|月|季|周|天|日|半|次|两|学期|学年|人每|[\d一三五]\s?年)[^，,。；]{1,28}?(?=重点|原则上|至少|最少|均|都|要|应|须|能|拥有|有|建|配|设(?!区)|办|培|选|打造|开设|在[一\d至不]|新增|新建|达|不少于|不低于|$)"
)
_EACH_HAS = re.compile(
    r"^.{0,6}每[\d十百千万]+(?:名|常住)?人口?[^，,。；]{2,24}$|每[^，,。；]{1,16}?(?:拥有|有|配备|达|配有)[^，,。；]{2,24}$"
)
# Names that say nothing without what stands before: 建成率达到20%
_BARE = re.compile(r"(?:建成|创建|覆盖|达标|合格|知晓|参与|完成|使用|普及)?(?:率|数量|总数|比例|占比|数|规模)")
_WORK = re.compile(
    r"(?:推进|推动|开展|加强|实施|深化|加快|扩大|支持|促进|继续|积极|全面|深入|大力|着力|持续|规范|加大|稳步|建设|创建|打造|启动|组织|有序|巩固)+"
)
_WORK_END = re.compile(r"(?:建设|创建|工作|活动|力度|行动|试点|推广|管理)+$")
# Where what is counted ends and what is done with it begins.
_DONE_WITH = re.compile(
    r"(?:进行|予以|给予|赴|到(?=[^，,。；]{2,24}?(?:进修|学习|培训|交流))|奠定|(?:以及|并|和|、)(?:若干|一批|推进|完善|推动|支持|加强|健全|开展|实施|争取|打造|建设|培育|培养|创建)).*$"
)
_GOES_ON = re.compile(r"(?:在|具有|有|能|熟悉|掌握|了解|具备|带)[^，,。；]*的(?P<noun>[^的，,。；]{2,24})$")
# 按照每百户不低于30平方米的标准配建养老用房
_STANDARD = re.compile(r"^的?(?:标准|比例|要求)(?:配备|配置|配齐|配足|配建|设置|建设)")
_CONNECTIVES = re.compile(r"(?:长期|定期|以及|并|且|等|和|及|与|或|、|，|,)+$")
_BRACKET_OPEN = re.compile(r"[（(][^）)]*$")


def trimmed(name: str) -> str:
    """An indicator without the words that lead up to it or away from it."""
    name = _STARTING_FIGURE.sub("", _without(_TRAILING, name.strip(" ，,、")))
    name = _without(_TRAILING, _YEAR.sub("", name).strip(" ，,、"))
    name = _without_leading(_OBJECT.sub("", name))
    return name.strip(" ，,、的：:")


def _without(words: re.Pattern[str], name: str) -> str:
    """The name without any of the words at its end, one after the other."""
    while match := words.search(name, max(0, len(name) - 20)):
        name = name[: match.start()].rstrip()
    return name


def _without_leading(name: str) -> str:
    name = _NUMBERED.sub("", name)
    while match := _LEADING.match(name):
        name = name[match.end() :].lstrip()
    return name


def without_verb(name: str) -> str:
    """培训乡村医生 → 乡村医生"""
    return _VERB_OF_COUNT.sub("", name, count=1)


def without_verb_of_rate(name: str) -> str:
    """提高签约率 → 签约率"""
    return _VERB_OF_RATE.sub("", name, count=1) if RATE.search(name) else name


def is_rate(name: str) -> bool:
    return bool(RATE.search(name) or _EACH_HAS.search(name))


def counted(clause: str, quantity: Quantity, end: int, following: str = "") -> str:
    """What stands behind a number, up to `end`: to the next number, or to the end of the clause. 10名学术领先,在学科有
    地位的带头人 goes on in the clause that follows.
    """
    if not follows_noun(clause, quantity):
        return ""
    name = _STANDARD.sub("", clause[quantity.behind : end].strip())
    name = _CONNECTIVES.sub("", _DONE_WITH.sub("", name.removeprefix("的")))
    name = (
        _CONNECTIVES.sub("", _BRACKET_OPEN.sub("", name))
        if name.count("（") + name.count("(") > name.count("）") + name.count(")")
        else name
    )
    if quantity.unit in ("名", "人", "位") and "的" not in name and end == len(clause):
        goes_on = _GOES_ON.match(following)
        return goes_on["noun"] if goes_on else name
    return name


def is_general(noun: str) -> bool:
    """品种 of 药品储备不少于20个品种: what stands before the number says of what."""
    return noun in ("品种", "项目", "病种", "单位", "岗位", "点位", "类别")


def each(clause: str, end: int) -> str:
    """每个县 of 每个县至少建成1所…: what the number holds for, "" if the clause does not say."""
    match = _EACH.search(clause, 0, end)
    return match.group() if match else ""


def is_bare(name: str) -> bool:
    return bool(_BARE.fullmatch(name))


def worked_on(clause: str) -> str:
    """What a clause without a figure is about: 推进健康促进县建设 → 健康促进县."""
    start = _WORK.match(clause)
    if not start:
        return ""
    noun = _WORK_END.sub("", clause[start.end() :])
    return noun if 2 <= len(noun) <= 24 else ""


# --- several names ----------------------------------------------------------------------------------------------------

# not the 及 of 普及率, 及以上 and 及时率, nor the 与 of 参与率
_PARTS = re.compile(r"以及|、|和(?!谐)|(?<![普涉以])及(?![以时其格])|(?<![参])与")
_HEAD = re.compile(rf"[\u4e00-\u9fff]{{2}}(?:{_RATE_WORDS})$")
_SHARE_OF_THEM = re.compile(r"的(?:人数|人口)?(?:比例|占比|比重)$")
_PEOPLE = re.compile(r"患者|人群|人口|居民|儿童|老年人|妇女|孕产妇|职工|学生")
_PEOPLE_AT_END = re.compile(r"(?:患者|人群|人口|居民|儿童|老年人|妇女|孕产妇|职工|学生|生|婴儿|新生儿|幼儿)$")


def listed_names(before: str) -> list[str]:
    """甲率、乙率和丙率 → the three; a 、 inside the name of one (高血压、糖尿病患者管理率) parts nothing, since every
    part has to end like an indicator.
    """
    names: list[str] = []
    held = ""
    start = 0
    for mark in [*_PARTS.finditer(before), None]:
        part = before[start : mark.start() if mark else len(before)].strip()
        held += part
        start = mark.end() if mark else start
        if RATE.search(part):
            names.append(trimmed(held))
            held = ""
        elif mark and held:
            held += mark.group()
    return names if not held else [*names, trimmed(held)]


def rates(name: str) -> list[str]:
    """The names of a list all of which are rates (甲率、乙率均达90%), else the name as it is."""
    names = listed_names(name)
    return names if len(names) > 1 and all(map(RATE.search, names)) else [name]


# 省、市、县三级疾控机构开展率
_LEVEL = re.compile(r"[\u4e00-\u9fff]{1,2}级")
_LEVELS = re.compile(r"(?P<last>[市县乡村区])[两二三四五]级")


def shared_head(before: str, number: int) -> list[str]:
    """As many names as there are values, where only the last is whole: 高血压、糖尿病患者管理率 → 高血压患者管理率,
    糖尿病患者管理率. [] if the words do not part so.
    """
    name = trimmed(before)
    parts = [part for part in _PARTS.split(name) if part]
    if len(parts) != number:
        return []
    if levels := _LEVELS.match(parts[-1]):
        return [f"{part}级{parts[-1][levels.end() :]}" for part in (*parts[:-1], levels["last"])]
    head = _head(parts)
    return [*(part + head for part in parts[:-1]), parts[-1]] if head else []


def _head(parts: Sequence[str]) -> str:
    """What the last of the parts has beyond what stands in it like the others: behind an ending that they share
    (二级医院、三级医院|住院率), from the people that it names on, or its last words.
    """
    last = parts[-1]
    for length in (4, 3, 2):
        at = last.rfind(parts[-2][-length:]) if len(parts[-2]) > length - 1 else -1
        if 0 <= at < len(last) - length:
            return last[at + length :]
    if parts[-2].endswith("级") and (level := _LEVEL.match(last)):
        return last[level.end() :]
    if RATE.search(parts[-2]):
        return ""
    if of_them := _SHARE_OF_THEM.search(last):
        return of_them.group()
    people = _PEOPLE.search(last, 2)
    if people:
        return last[people.end() if _PEOPLE_AT_END.search(parts[-2]) else people.start() :]
    ending = _HEAD.search(last)
    return ending.group() if ending else ""
