"""The words that make targets of numbers: 达到, 控制在, 提高到 …, and the verbs that ask for so many of something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from documents.parsing.quantities import MONEY, Quantity

# (what it says, its words); of two that begin at the same place the first holds. LEVEL: the number is what shall be
# reached; CHANGE: how much shall be added or taken away; COUNT: how many there shall be, or shall be dealt with.
_LEVEL = (
    ("至少", r"至少|最少|最低(?=[\d达为])"),
    (
        "不低于",
        r"(?:大于|高于)或?等于|不[得应能宜]?(?:低于|少于|小于|短于)|≥|＞|>=?|高于|大于|多于|超过|突破|[超过](?=\d)",
    ),
    (
        "不高于",
        r"(?:小于|低于)或?等于|不[得应能宜]?(?:高于|超过|大于|多于|超出|长于)|低于|少于|小于|至多|最多|≤|＜|<=?",
    ),
    ("控制在", r"(?:控制|限制)(?:在|到|为)|控制(?=\d)"),
    ("保持", r"(?:稳定|保持|维持|巩固)(?:稳定|保持|维持)?(?:在|到|为)?"),
    ("提高到", r"(?:提高|提升|增加|上升|增长|扩大|延长|拓展|扩展|提标|增|提|升|扩)(?:到|至|为)"),
    ("下降到", r"(?:下降|降低|减少|压缩|缩短|压减|压降|缩减|缩小|收窄|减|降)(?:到|至|为)"),
    (
        "达到",
        r"达到|达(?!标|成)|调整[为到至]|实现(?=\d)|占到|约为|约占|占(?=\d)|为(?=\d)|在(?=\d)|至(?=\d)|到(?=\d)|拥有|(?<!具)有(?=[\d一两三])",
    ),
    ("覆盖", r"覆盖(?!率|面)到?"),
)
_CHANGE = (
    ("提高", r"(?:提高|提升|增加|上升|增长|扩大|延长|翻)"),
    ("下降", r"(?:下降|降低|减少|缩短|压缩|压减|缩减|缩小|降)"),
)
_BUILT = r"[、和或（(/]?(?:改扩建|改建|扩建|迁建)[）)]?"
_ASKING = (
    r"培养|培训|轮训|招聘|招录|招收|招募|遴选|选拔|选派|选树|选送|选择|评选|引进|推广|开展|组织|完成|"
    r"支持|推进|深化|扶持|确定|推动|推出|制定|制修订|修订|发布|举办|举行|召开|改造|提质|研发|派遣|派出|"
    r"聘任|聘用|收集|整理|安排|投入|投资|筹集|争取|辐射|带动|服务|筛查|实施|启动|储备|办好|建强|提供|接种|救治|"
    r"抽检|监测|检查|检测|创作|制作|培植|孵化|命名|资助|对口支援|对口帮扶|帮扶|转化|编制|出台|进行|采购|购置|"
    r"表彰|掌握|引育|招引|选聘|吸纳|下派|派驻|选育|惠及|输送|获得|取得|征集|宣传|签约|联系|设(?=\d)|建(?=\d)"
)
_COUNT = (
    (
        "新增",
        rf"新增加?|新建成?(?:{_BUILT})?(?:{_BUILT})?|增设|新设立?|净增|增补|补充招聘|新创建|新认定|新培育|新引进|新评|新改扩建|新改建",
    ),
    (
        "建成",
        "建成|建设|建立|建好|建有|打造|创建|创成|争创|形成|设置|设立|开设|培育|组建|改扩建|扩建|构建|创办|筹建|认定|布局",
    ),
    ("配备", r"配备|配齐|配置|配强|配足|保证|落实"),
    (
        "其他",
        _ASKING,
    ),
)
_SORTS = ("level",) * len(_LEVEL) + ("change",) * len(_CHANGE) + ("count",) * len(_COUNT)
_WORDS = re.compile("|".join(f"(?P<w{i}>{words})" for i, (_, words) in enumerate((*_LEVEL, *_CHANGE, *_COUNT))))
_NAMES = tuple(name for name, _ in (*_LEVEL, *_CHANGE, *_COUNT))

# No two ways to read a stretch may be among these: they repeat, and a long one would take for ever.
_EACH_OF = r"每(?:人次?|年|月|天|日|次|百万人口?|千人口?|万人口?)"
_NEAR = rf"(?:大?约|近|共计?|总计|合计|平均|全省|全市|全区|全国|全县|其中|了|到|至|为|在|成|达|各|{_EACH_OF})*\s?"
_NEXT_TO = re.compile(_NEAR)
_SHARE_OF = re.compile(r"[^，,。；]{2,26}的\s?")
_SCOPE = re.compile(rf"[^，,。；\d]{{0,12}}?{_NEAR}|[^，,。；]*(?:等|共|共计)")
_BEHIND_NOUN = re.compile(r"(?!每年)[^，,。；]{2,30}")
_LISTS = re.compile(r"[、和及与]")
_NOUN_FOLLOWS = re.compile(r"\s?的?[\u4e00-\u9fff“\"《A-Za-z]")
_NO_NOUN = re.compile(r"\s?(?:$|[、和及与或（(）)]|以及|并|且|，|,|用于)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the lexicon in a clause."""

    start: int
    end: int
    name: str
    sort: str


@dataclass(frozen=True, slots=True)
class Bound:
    """The word that a number is bound to: what it says, where what it speaks of ends (`cut`), and the noun between it
    and the number, where the number stands behind what it counts (建成健康县20个).
    """

    comparator: str
    sort: str
    cut: int
    noun: str = ""
    weak: bool = False  # 为, 占: they report, unless the sentence looks ahead
    bare: str = ""  # the verb, where no noun stands near the number
    verb: str = ""  # that asks for money


def words_of(clause: str) -> list[Word]:
    """The words of the lexicon in a clause, in order."""
    found = []
    for match in _WORDS.finditer(clause):
        index = int((match.lastgroup or "w0")[1:])
        found.append(Word(match.start(), match.end(), _NAMES[index], _SORTS[index]))
    return found


def bound(clause: str, words: Sequence[Word], begin: int, quantity: Quantity) -> Bound | None:
    """The word between `begin` and a number that the number is bound to, if there is one."""
    before = [i for i, word in enumerate(words) if begin <= word.start and word.end <= quantity.start]
    bare: Bound | None = None
    for index in reversed(before[-6:]):
        word = words[index]
        gap = clause[word.end : quantity.start]
        if begin and _LISTS.search(gap) and follows_noun(clause, quantity):
            return None  # 建设7个示范基地、30个…: 示范 and the like stand in the name of what was counted before
        if word.sort == "count":
            found = _counting(clause, word, gap, quantity)
            if found and index > before[0] and _at_least(clause, words[index - 1], word):
                found = replace(found, comparator="不低于")
        else:
            found = _levelling(words, index, before[0], gap, clause, quantity)
        if found and found.bare:
            bare = bare or found  # 抽检 of 开展食品安全抽检10万批次: the verb before it may have more to say
        elif found and (not bare or found.noun):
            return found
    return bare


def _at_least(clause: str, before: Word, word: Word) -> bool:
    """至少配备, 至少选派: how many there shall be at least."""
    return before.name == "至少" and bool(re.fullmatch(r"[\u4e00-\u9fff]{0,4}", clause[before.end : word.start]))


def _counting(clause: str, word: Word, gap: str, quantity: Quantity) -> Bound | None:
    if quantity.unit in MONEY and re.fullmatch(_NEAR, gap):
        return Bound(word.name, word.sort, word.start, verb=clause[word.start : word.end])  # 投入1亿元
    if not quantity.counts and quantity.unit not in MONEY:
        return None
    if follows_noun(clause, quantity):
        return Bound(word.name, word.sort, word.start) if _SCOPE.fullmatch(gap) else None
    noun = re.sub(r"(?:累计|总数|共计?|各|达|约|到|至|近)+$", "", gap)
    if not noun:
        return Bound(word.name, word.sort, word.start, bare=clause[word.start : word.end])  # 每年培训1000人次
    return Bound(word.name, word.sort, word.start, noun) if _BEHIND_NOUN.fullmatch(noun) else None


def _levelling(
    words: Sequence[Word], index: int, first: int, gap: str, clause: str, quantity: Quantity
) -> Bound | None:
    word = words[index]
    if clause[word.start : word.end] in ("为", "在") and not quantity.share:
        if quantity.counts and follows_noun(clause, quantity):  # 为20万名妇女提供…, 至少在5个县开展…
            least = index > first and words[index - 1].name == "至少" and words[index - 1].end == word.start
            return Bound("不低于" if least else "其他", "count", word.start)
        if clause[word.start] == "在":
            return None
    if word.name == "至少":
        if not re.fullmatch(r"[\u4e00-\u9fff]{0,8}", gap):
            return None
    elif not _NEXT_TO.fullmatch(gap) and not ((quantity.share or word.name == "覆盖") and _SHARE_OF.fullmatch(gap)):
        return None
    name, cut = word.name, word.start
    # 逐步提高到不低于94元, 至少达到70%: the words of a chain speak of what stands before the first of them
    while index > first and re.fullmatch(
        r"(?:到|至|为|在)?(?:20\d\d年的)?", clause[words[index - 1].end : words[index].start]
    ):
        index -= 1
        if words[index].sort == "count":
            break
        cut = words[index].start
        name = "至少" if words[index].name == "至少" else name
    weak = clause[word.start : word.end] in ("为", "占", "占到", "约占", "约为")
    return Bound("不低于" if name == "至少" else name, word.sort, cut, weak=weak)


def follows_noun(clause: str, quantity: Quantity) -> bool:
    """Whether what is counted stands behind the number."""
    return bool(_NOUN_FOLLOWS.match(clause, quantity.behind)) and not _NO_NOUN.match(clause, quantity.behind)


def named(comparator: str, quantity: Quantity) -> str:
    """The comparator with what stands behind the number: 达到…以上 is 以上, 控制在…以下 stays 控制在."""
    if comparator == "建成" and quantity.unit in ("名", "人"):
        comparator = "其他"  # 培育人才100名: people are not built
    return quantity.tail if quantity.tail and comparator in ("达到", "其他") else comparator
