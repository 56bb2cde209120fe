"""Numbers that are no targets: names, dates, ages, groups that are meant, conditions, fines, and what was reached."""

from __future__ import annotations

import re

from documents.parsing.quantities import MONEY, Quantity

_HAN = "[\u4e00-\u9fff]"
# How far the words reach that decide about a number.
_NEAR = 18

_NAME_BEFORE = re.compile(
    r"(?:第|全国前|全省前|排名前|(?:访问|浏览|点击)(?:次数|量)?[:：]?|[〔\[《]|[（(]不?(?:含|包括)|“[^”\"]{0,14}|[+＋×]|(?:19|20)\d\d\s?[-—–]|GB/?T?\s?|ISO\s?|热线|电话|邮编|[\d一二三四五六七八九十两][个大类]\s?)$"
)
_NAME_BEHIND = re.compile(
    r"\s?(?:号|版|条(?:规定|例)|款|页|时代|世纪|周年|G\b|D\b|[+＋×]|[”\"]|后|线|型|类(?:医疗|医保|管理|疫苗)|[个大]?(?:允许|转变|统一|不摘|同等|覆盖面)|"
    r"[元分](?!以|左|，|,|。|；|;|、|和|$|及|的|提|用|标)(?:化|店|院|级|类|区))"
)
# 2025年, 3月15日, 9时; years of life and of schooling are measured
_CIRCLE = re.compile(r"[\u4e00-\u9fff]{0,10}圈")  # 15分钟健身圈
_DATE = re.compile(r"\s?(?:年|月|日|时(?!间|长))")
_SPAN_MEASURED = re.compile(
    r"全年[^，,。；]{0,6}$|(?:寿命|年限|时间|周期|期限|时限|住院日|时长|工龄|时效|天数|日数|月数|反应|耗时|间隔)[^，,。；]{0,14}$|每[天日周][^，,。；]{0,14}$"
)
_LIFE = re.compile(r"(?:寿命|年龄)[^，,。；]{0,16}$")
_MEANT = (
    "人群|儿童|老年人|老人|人口|妇女|婴幼儿|青少年|学生|吸烟者|劳动者|居民|患者|孕产妇|女性|男性|未成年人|女孩|女生|成年人|"
    "公民|职工|幼儿|乡村医生|失能|常住"
)
_GROUP = re.compile(
    rf"\s?(?:周?岁)?(?:[-—~～至到]\s?\d+\s?周?岁?)?(?:及?以上|及?以下|以内|之间)?(?:（含）|\(含\))?的?(?:{_MEANT}|及以上)"
)
_CONDITION_BEFORE = re.compile(r"(?<!均)每\s?$|(?:不足|未满|年满|满|逾|连续|周边|累计满|距离?|每次|历时|用)\s?$")
# 不足1000人的村, 100人以上的企业, 超过5000元的部分
_CONDITION_BEHIND = re.compile(
    r"\s?(?:床位|人口|员工|职工|常住人口)?(?:及?以上|及?以下|以内|左右)?的(?:[县市区乡镇村部](?![级域属])|行政村|自然村|企业|单位|机构|部分|医院|家庭|人员|学校|社区|地区|城市|用人|公共|场所|居民|交通|建筑|小区|人群)"
)
# 单次费用超过1万元以上的，…; 在…1辆的基础上
_ENDS_CONDITION = re.compile(r"\s?(?:及?以上|及?以下|以内|左右)?的?(?:$|基础上|速度|幅度|速率)(?<=[的上度率])(?<!以上)")
_OF_PEOPLE = re.compile(r"的?(?:县|市|乡|社区)(?![级域属])")
# 10个年产值超10亿元的大品种
_OF_WHAT_IS_COUNTED = re.compile(
    r"\d\s?[余多]?(?:个|家|种|项)(?:以上|左右)?[^，,。；、]{0,10}(?:产值|收入|销售额|营收|产量|规模)[^，,。；、]{0,4}$"
)
_SPEAKS_ON = re.compile(r"\s?(?:及?以上|及?以下|左右)?的?[\u4e00-\u9fff]")
_INHABITANTS = re.compile(r"人口(?:规模)?(?:超过|在|达到?|不足|少于|低于|≥)?\s?$")
# 按10%的比例抽查; but 按3万人口1辆的标准配备救护车 says how many there shall be
_BY = re.compile(r"(?:按照?|依照|根据)[^，,。；]{0,18}$")
TO_STANDARD = re.compile(
    r"\s?的?(?:标准|比例|要求)?(?:进行)?(?:配备|配置|配齐|配足|配建|设置|建设|设立|规划)(?P<noun>[\u4e00-\u9fff]{0,20})"
)
# 从2020年的23%提升至30%: where it starts from is reached already
_STARTING_FROM = re.compile(r"(?:从|由|自)(?:目前|现在|现有|原来|上年|[^，,。；]{0,10}年)?(?:底|末)?的?$")
# 70%以上的流行县患病率控制在1%以下: a share of those meant, when another figure of the clause is the target
_SHARE_MEANT = re.compile(r"(?:及?以上)?的[^，,。；]{2,30}?(?:达到|达|控制在|提高到|不低于|保持在|下降到|低于)\s?\d")
# 开展4个专项行动, 3个方面: they count what the text lists, not what shall be there
_COUNTED_PARTS = re.compile(
    r"\s?的?(?:大|重点|重要|主要|具体|关键|核心|基本|工作)*(?:方面|专项行动|专项工作|任务|措施|举措|环节|层面|部门|维度|阶段|时间节点|节点|原则|制度|类别|步骤|要求|"
    r"市州|设区市|地市|市地|目标|关键词|字|专题|体系|机制|指标|条件|抓手|能力|领域|省[（(区]|省份|结合|优先)"
)
_PARTS_COUNTED = re.compile(r"(?:指标|任务|措施|举措|目标|专项行动)(?:共|共计|达)?$")
_FINE = re.compile(r"罚款|处以|处[\d一二三四五六七八九十]|奖励|加分|扣分|保证金|赔偿|罚金|违法所得|工本费")
_GIVEN = re.compile(
    r"(?:补助|给予|补贴|奖补|资助|发放|享受|缴纳|奖励|扣除)(?!标准|经费|水平|资金|限额)[^，,。；]{0,10}$"
)
_SHARED_BY = re.compile(r"(?:的?比例)(?:分担|抽查|抽取|抽检|配套|承担|计提|缴纳|安排|核定|提取)")
_FREQUENCY = re.compile(r"每[^，,。；]{0,3}$")
_QUOTED = re.compile(r"“[^”]{0,40}”|\"[^\"]{0,40}\"|《[^》]{0,80}》")

_DONE = re.compile(
    r"已(?:经)?(?:达|建|有|实现|累计|完成|设|覆盖|超|提|形成|培|优|全)|现有|共有|获批|荣获|先后|荣誉称号|(?:提供|建成|完成|实现|开展|投入|培训|改造|新增|下降|提高|增加|上升|降低|培养|形成|取得|获得|减少|解决|覆盖|增长|达到)了|排名|位居|同比|较上年|比上年|较去年|逾|首批|率先"
)
_ADDED_UP = re.compile(r"累计(?!达|超|布局|建|培|认定|不)")
# What begins a report: it holds for its whole sentence, as far as nothing looks ahead.
_REPORT = re.compile(
    r"截至|截止|目前|近年来|近几年|五年来|[一二三五六七八十\d]年来|以来|“?十[一二三]五”?(?:期间|时期|末|规划)|(?:研究|调查|监测|数据|统计|评估|报告)(?:结果)?(?:显示|表明|发现)|"
    r"经过[^，,。；]{0,8}努力|过去[^，,。；]{0,3}年|普查|据[^，,。；]{0,14}(?:测算|统计|报告|调查|估计|预测)|报告[，,]|从[^，,。；]{1,6}看"
)
_COMPARES = re.compile(r"[与同和](?:19|20)\d\d年(?:底|末)?相?比")
_AHEAD = re.compile(r"力争|争取|确保|(?<!截)[到至]20[2-9]\d年(?!的)|下一步|今后|未来")


def refused(clause: str, quantity: Quantity, sort: str | None) -> bool:
    """A date, a class, a name with a number, an age, the size of a group that is meant, a condition, a fine.
    `sort` is that of the word that the number is bound to.
    """
    before, behind = clause[max(0, quantity.start - _NEAR) : quantity.start], clause[quantity.end :]
    return bool(
        _named(before, behind, quantity)
        or _in_straight_quotes(clause[: quantity.start])
        or (quantity.in_words and _in_quotes(clause, quantity))
        or _dated(clause, before, behind, quantity)
        or _conditional(before, behind, quantity, sort)
        or _STARTING_FROM.search(before)
        or (quantity.share and _SHARE_MEANT.match(behind))
        or (quantity.counts and (_COUNTED_PARTS.match(clause, quantity.behind) or _PARTS_COUNTED.search(before)))
        or (quantity.unit in ("元", "%", "分") and _fined(clause, before, behind, sort))
    )


def _named(before: str, behind: str, quantity: Quantity) -> bool:
    if quantity.unit in ("分钟", "小时") and _CIRCLE.match(behind):
        return True
    return bool(_NAME_BEFORE.search(before) or (_NAME_BEHIND.match(behind) and not quantity.share))


def _in_straight_quotes(before: str) -> bool:
    """Whether the last " is one that opens, not far away: it is if there is an odd number of them."""
    return before.count('"') % 2 == 1 and '"' in before[-15:]


def _in_quotes(clause: str, quantity: Quantity) -> bool:
    return any(match.start() < quantity.start < match.end() for match in _QUOTED.finditer(clause))


def _dated(clause: str, before: str, behind: str, quantity: Quantity) -> bool:
    if quantity.unit == "岁":
        return not _LIFE.search(before)
    if quantity.unit in ("年", "日", "天", "个月", "周", "月"):
        return not _SPAN_MEASURED.search(clause[: quantity.start]) or (quantity.unit == "年" and quantity.value > 1900)
    return quantity.unit is None and bool(_DATE.match(behind))


def _conditional(before: str, behind: str, quantity: Quantity, sort: str | None) -> bool:
    if not quantity.share and (_CONDITION_BEFORE.search(before) or (sort is None and by_rule(before, behind))):
        return True
    if quantity.unit in MONEY and _OF_WHAT_IS_COUNTED.search(before):
        return True
    if quantity.unit is None and _INHABITANTS.search(before) and _SPEAKS_ON.match(behind):
        return True
    if quantity.unit in ("人", None) and _GROUP.match(behind):
        return True
    if _ENDS_CONDITION.match(behind) or (not quantity.share and _CONDITION_BEHIND.match(behind)):
        return True
    return quantity.unit in ("人", None) and bool(_OF_PEOPLE.match(behind))


def _fined(clause: str, before: str, behind: str, sort: str | None) -> bool:
    return bool(
        _FINE.search(clause)
        or (sort in (None, "count") and _GIVEN.search(before))
        or (sort is None and by_rule(before, behind))
        or _SHARED_BY.match(behind)
    )


def by_rule(before: str, behind: str) -> bool:
    """Whether a number belongs to the rule by which something is done."""
    return bool(_BY.search(before)) and not TO_STANDARD.match(behind)


def is_done(clause: str) -> bool:
    """Whether a clause says that something was reached."""
    return bool(_DONE.search(clause))


def reported(clause: str) -> bool:
    """Whether a clause begins a report of what is or was."""
    return bool(_REPORT.search(clause))


def compares(clause: str) -> bool:
    """Whether a clause says against which year the sentence compares: of what was, unless a year to come follows."""
    return bool(_COMPARES.match(clause))


def looks_ahead(clause: str) -> bool:
    return bool(_AHEAD.search(clause))


def reached_already(clause: str, *, asked: bool) -> bool:
    """Whether a clause says what was reached; `asked` if its sentence or list looks ahead."""
    return bool(_DONE.search(clause) or (_ADDED_UP.search(clause) and not asked))
