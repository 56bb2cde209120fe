"""Every regular expression of the parser, each with what it takes and what it deliberately refuses.

All of them read cleaned text (see `cleaning`): Simplified, ASCII digits and letters, ordinary code points; punctuation
keeps the width it had, so both widths stand in every pattern.
"""

from __future__ import annotations

import re

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
NUMERAL = "一二三四五六七八九十百零〇两"
OPEN, CLOSE = "(（[［〔【", ")）]］〕】"

# --- cleaning -------------------------------------------------------------------------------------------------------

# A reading in brackets behind a Han character: 月(yuè), 体(tǐ), 关（guān）; also (yi) without a tone, which the caller
# checks against the readings of that character, and several syllables, (jiàn kāng). Letters with and without tone
# marks, IPA ɡ and ɑ, combining accents. Refuses capitals only (DRG, MDT), digits, and anything over 40 characters.
ANNOTATION = re.compile(
    rf"[(（\[［](?:(?<=[{HAN}].)|(?<=[{HAN}] .))[ \u00a0]?"
    r"((?:[a-zA-Z\u00df-\u00f6\u00f8-\u01dcɑɡêü\u1e3f\u0300-\u036f:’'·]|[ \u00a0](?! )){1,40}?)"
    r"[ \u00a0]?[)）\]］]"
)
# A Latin full stop behind a sentence; one behind a number is a label's or a decimal point.
LATIN_FULL_STOP = re.compile(
    rf"(?<=[{HAN}）)”\"%])(?<!\s[{NUMERAL}])(?<!\s[{NUMERAL}]{{2}})(?<!\s[{NUMERAL}]{{3}})(?<!^[{NUMERAL}])(?<!^[{NUMERAL}]{{2}})(?<!^[{NUMERAL}]{{3}})\."
    rf"(?=[{HAN}（(“\"《]|\s*$|[ \t]+[{HAN}（(])",
    re.MULTILINE,
)
TONE_MARK = re.compile(r"[\u00e0-\u00f6\u00f9-\u00fd\u0101-\u01dcɑɡ\u1e3f\u0300-\u0304\u0306\u030c]")

# Markup of web pages left in a text. A tag needs a Latin name, so that <中华人民共和国中医药法> stays.
HTML_TAG = re.compile(r"</?(?P<name>[a-zA-Z][a-zA-Z0-9]{0,15})(?:\s[^<>]{0,300})?/?>")
HTML_TITLE = re.compile(r"<title>[^<>]{0,200}[_|\-–—][^<>]{0,100}</title>", re.IGNORECASE)
HTML_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});")
# An image, and a link whose text stays; the address must look like one, since 国办发[2016](见附件) is none.
MARKDOWN_LINK = re.compile(
    r"(!\[[^\[\]\n]{0,120}\]\([^()\s]{1,300}(?: [^()\n]{0,60})?\))|(?<!\!)(\[)(?=[^\[\]\n]{1,120}\])[^\[\]\n]{1,120}(\]\((?:https?:|/|\.|\#|javascript:|mailto:)[^()\s]{0,300}(?:\([^()\n]{0,40}\))?[^()\s]{0,20}\))"
)
# Items of a list; in a text without other Markdown a hyphen may stand for a dash.
MARKDOWN_ITEM = re.compile(r"^[ \t]*([-+])(?=[ \t]+\S)", re.MULTILINE)
# Markdown marks at the start of a line (# 标题, > 引文, * 项) and bold marks anywhere. A lone hyphen is no mark: it
# may stand for —.
MARKDOWN_HEADING = re.compile(r"^[ \t]*(#{1,6})(?=[ \t]|[^#\s])", re.MULTILINE)
MARKDOWN_BULLET = re.compile(r"^[ \t]*(>(?=[ \t])|\*(?=[ \t])|[•●■◆▪◇◎□★☆►▶➤])", re.MULTILINE)
MARKDOWN_ITALIC = re.compile(r"^[ \t]*(\*)(?=[^\s*])[^*\n]{0,300}(?<=[^\s*])(\*)[ \t]*$", re.MULTILINE)
MARKDOWN_BOLD = re.compile(r"\*\*|__(?=\S)|(?<=\S)__")
# What is drawn around a text in a frame: its corners and lines beside words, and a bar at both ends of a line with none
# between them, which would part cells.
DRAWN = re.compile("[\u2500-\u257f|]")
FRAME = re.compile(
    r"^[ \t]*([\u2500\u2501\u250c-\u257f]+)(?=[^\u2500-\u257f\n]*[^\s\u2500-\u257f])|(?<=[^\s\u2500-\u257f])[ \t]*([\u2500\u2501\u250c-\u257f]{2,})[ \t]*$"
    r"|^[ \t]*(\|)[^|\n]+(\|)[ \t]*$",
    re.MULTILINE,
)

# --- lines that are no part of the document ---------------------------------------------------------------------------

# What `extracting.word` puts behind a text, from the margins of its pages: 页眉：…公报, 脚注3：指常住人口。
MARGIN_LINE = re.compile(r"(?:(?P<edge>页[眉脚])|[脚尾]注\d{1,4})：.*")

PAGE_NUMBER = re.compile(
    r"(?P<bare>\d{1,4})|[-—–－─·•~]{1,3} ?\d{1,4} ?[-—–－─·•~]{1,3}|第 ?\d{1,4} ?页(?:[,，/ ]*共 ?\d{1,4} ?页)?"
    r"|\d{1,4} ?/ ?\d{1,4}|[Pp](?:age|\.) ?\d{1,4}"
)
# Only marks and blanks: a table's frame, "/", "| | | |", rows of dots.
MARKS_ONLY = re.compile(r"[\s\u2500-\u257f|｜/\\·•\-—–_=*#.…~+:：,，;；、>＞<＜「」【】\[\]()（）“”\"'‘’]+")
PHONE = re.compile(
    r"(?:(?:联系)?(?:电话|手机|传真|热线|QQ|qq|微信)[号码]*[:：]? ?)?(?:\(?0\d{2,3}\)?[-— ]?)?\d{3,4}[-— ]?\d{4}[-— ]?\d{0,4}"
    r"(?: ?[(（][^()（）]{1,12}[)）])?"
)
WEB_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Lines that web pages put around a text. Each alternative takes the whole line; none takes a line with a sentence.
WEB_LINE = re.compile(
    r"""(?x)
      欢迎(?:您?(?:访问|光临|来到|进入))[^。]{0,30}
    | (?:您?(?:现在)?(?:的)?(?:当前)?(?:所在)?(?:的)?位置(?:是)?|首页|网站首页)\s*[:：>＞»/\\|-][^。]{0,80}
    | [^。，,]{0,12}(?:首页|主页)\s*[>＞»/\\|][^。]{0,80}
    | [•·\-\s]*(?:点击(?:数|量|率|次数)?|浏览(?:次数|量|数)?|访问(?:次数|量)?|阅读(?:次数|量|数)?|人气|已阅读)\s*[:：]?\s*\d*\s*次?
    | [•·\-\s]*(?:信息来源|文章来源|稿件来源|稿源|来源|作者|责任编辑|编辑|责编|审核|发布人|供稿|来稿|录入|校对|上传|文字|图文|图片|摄影)\s*[:：][^。]{0,80}
    | [•·\-\s]*(?:索\s*引\s*号|主题分类|主\s*题\s*词|信息分类|体裁分类|信息名称|公开方式|公开形式|公开范围|信息索引号|统一登记号|分类|关键词|文件编号|组配分类|所属栏目|栏目)\s*[:：]\s*[^。\s][^。]{0,60}
    | [【\[(（]?\s*(?:字体|字号)\s*[:：]?.{0,12}
    | (?:[【\[(（]?\s*(?:打印(?:本页|此页)?|关闭(?:窗口|本页|页面)?|收藏(?:本页)?|复制链接|我要纠错|纠错|返回(?:顶部|首页|列表|上一页)?|下载|语音播报|大|中|小|朗读|繁體|简体|繁体|English|登录|注册|无障碍(?:阅读|浏览)?|长者(?:模式|版)|APP|微信|微博|QQ空间|分享)\s*[】\])）]?[\s|｜/]*){1,8}
    | 分享(?:到|至|此|文章)?\s*[:：]?[^。]{0,30}
    | (?:上一[篇条则页]|下一[篇条则页])\s*[:：][^。]{0,80} | (?:[上下]一[篇页条则](?:\s|\||｜)*){1,2}
    | (?:相关|热门|推荐|最新)(?:链接|新闻|阅读|文章|解读|附件|信息|推荐|资讯|稿件|政策)\s*[:：]? | (?:文件|原文|政策|相关|解读|全文)(?:链接|阅读)\s*[:：][^。]{1,100}
    | [(（](?:本文)?(?:有删[减节]|略|节选|摘要|摘录)[)）] | (?:19|20)\d{2}[年\-/.]\d{1,2}[月\-/.]\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?\s+(?:信息)?(?:来源|作者|已阅|浏览|点击|阅读|访问|字[体号])\s*[:：][^。]{0,80}
    | [(（]?(?:规划|方案|意见|文件|计划)?全文(?:见|详见|请见|可)[^。，]{0,20}[)）]? | 解读人\s*[:：][^。]{0,60}
    | (?:扫一扫|扫码|用微信扫)[^。]{0,30} | [^。]{0,20}(?:微信|官方)公众号[^。]{0,10} | 长按[^。]{0,20}
    | (?:版权所有|Copyright|©|主办单位?|承办单位?|技术支持|网站地图|网站标识码|网站声明|隐私声明|关于我们|联系我们|友情链接|法律声明|免责声明|备案号|声明)\s*[:：©|]?[^。]{0,80}
    | [京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀黔贵云滇藏陕秦甘陇青宁新]?(?:ICP备|公网安备)[^。]{0,100}
    | (?:地址|邮编|邮政编码|传真|电话|联系电话|联系方式|邮箱|电子邮箱|咨询电话)\s*[:：][^。]{0,60}
    | (?:主办|承办|协办|维护)\s*[:：][^。]{0,60} | 政府网站标识码[^。]{0,30} | 您是第[^。]{0,20}(?:访问者|访客|来访者) | 建议使用[^。]{0,30} | (?:国务院部门|省政府部门|各市政府|市州政府)网站
    | [（(]?以下无正文[)）]? | [^。，]{1,60}\.(?:pdf|docx?|xlsx?|wps|ofd|zip|rar)(?:\s*[(（]\s*[\d.]+\s*[KMGkmg]?[Bb]?\s*[)）])? | \[[^\[\]]{1,20}\]\(javascript[^)]*\) | 一图读懂[^。]{0,60}
    | [(（]?\s*联系人(?:及|和|、)?(?:联系)?(?:电话|方式)?\s*[:：][^。]{0,80} | 相关附件\s*[:：]? | (?:累计)?(?:阅读|访问|浏览)(?:次数|量)?\s*[:：]\s*\d+.{0,20}
    | (?:关联|相关)(?:文件|政策|内容|稿件) | (?:政策|文件)解读\s*[:：] .{0,60} | 【(?:文件|政策|图文|一图|文字|媒体|专家|负责人|部门)?(?:解读|图解|问答)】[^。]{0,80}
    | [^。，]{2,20}公报\s+(?:19|20)\d{2}\s?年\s?第?\s?\d{1,3}\s?[期号](?:\s+[^。，]{0,12})? | [·•\s\d]*(?:19|20)\d{2}\s?年第?\s?\d{1,3}\s?期\s+[^。，]{2,20}公报[·•\s\d]*
    | (?:本(?:网)?站)?[^。，]{0,10}支持\s?IPv6[^。]{0,10} | 今天是\s*[:：]?[^。]{0,60} | 请输入(?:关键字|关键词|搜索|检索|您)[^。]{0,20} | 搜\s?索 | [^。，]{2,20}(?:门户网站|政府网站|政务网|官方网站|官网)
    | 专题 | 要闻 | 公告 | 责任编辑[^。]{0,20} | \d{1,2}:\d{2}(?::\d{2})?
    | 第?[A-Z]?\d{1,2}版 | 第[一二三四五六七八九十]+版 | (?:文件|附件)?下载[:：]?[^。]{0,20} | 目\s*录
    """
)
# What pages offer their readers beside a text; a line of such words and marks alone is none of the document.
_TOOLS = (
    "字体|字号|大|中|小|默认|正常|打印(?:本页|此页|文章)?|关闭(?:窗口|本页|页面|此页)?|收藏(?:本页)?|分享(?:到|至|本文|此文章)?|复制链接|我要纠错|纠错|返回(?:顶部|首页|列表|上一页)?|下载|语音播报|朗读|繁體|简体|繁体|繁|简|English|EN"
    "|登录|注册|无障碍(?:阅读|浏览)?|长者(?:模式|专区|版)|关怀版|APP|微信|微博|QQ空间|QQ|二维码|扫一扫|保存|视力保护色|背景色|(?:浏览|点击|阅读|访问)(?:次数|量|数|率)?(?: ?[:：]? ?\\d{1,8}次?)?"
)
TOOL_LINE = re.compile(rf"(?:[\s【】\[\]()（）:：|｜/>＞·,，+-]*(?:{_TOOLS}))+[\s【】\[\]()（）:：|｜/>＞·,，+-]*")
# The same behind a date: 2022年07月05日 11:20 浏览： 次 字号：大 中 小
DATED_TOOLS = re.compile(
    rf"(?:(?:19|20)\d{{2}}[年\-/.]\d{{1,2}}[月\-/.]\d{{1,2}}日?)(?: ?\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?(?:[\s【】\[\]()（）:：|｜/·,，次]+(?:{_TOOLS}))+[\s【】\[\]()（）:：|｜/·,，次]*"
)
_MENU = (
    "网站首页|首页|主页|政务公开|政府信息公开|信息公开|互动交流|政民互动|公众互动|互动|政务服务|办事服务|在线服务|网上办事|服务|公共服务|便民服务|新闻中心|新闻动态|新闻|要闻动态|工作动态|部门动态|通知公告|公告公示"
    "|专题专栏|专题|专栏|机构设置|机构概况|机构职能|机构|领导之窗|领导信息|领导|数据开放|数据|统计数据|政策法规|政策文件|政策|法规文件|解读回应|(?:政策|规划|文件|图文|媒体|专家)解读|回应关切|走进[\u4e00-\u9fff]{2,4}|魅力[\u4e00-\u9fff]{2,4}|招商引资|公示公告|政府文件|规划计划|财政信息|人事信息|联系我们|网站地图|网站导航|无障碍(?:浏览|阅读)?|长者(?:助手|专区|模式|版)|适老化|智能助手|正文|政府网站年度报表|关于(?:本站|我们|本网)|网站声明|隐私(?:声明|保护)|搜索|智能问答|热门搜索|检索|登录|注册|个人中心|移动版|手机版"
)
# A line of several such words, and one of them alone, which is believed in a run of them, or on top behind 首页.
MENU_LINE = re.compile(rf"[\s|｜/>＞·]*(?:{_MENU})(?:[\s|｜/>＞·]+(?:{_MENU}))+[\s|｜/>＞·]*")
MENU_WORD = re.compile(rf"(?:{_MENU})")
# A page's own date line, as newspapers print it; a document's own date has no weekday.
WEEKDAY_DATE = re.compile(
    r"(?:\d{4})年\d{1,2}月\d{1,2}日 ?[(（]?(?:星期|周)[一二三四五六日天][)）]?(?:[^。]{0,10}|[^。]{0,40}(?:责编|版式|编辑|日报|晚报|第?\d{1,2}版)[^。]{0,40})"
)
# An entry in a list of other news: a short line that ends in a date, or a date alone. Three in a row make such a list.
NEWS_LINE = re.compile(
    r"[^。；;]{0,80}?[\[(（]?(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\])）]?(?: ?\d{1,2}:\d{2}(?::\d{2})?)?"
)
# 第一章 总则……………3: an entry of a table of contents.
CONTENTS_LINE = re.compile(r".{1,60}?(?:[.．·…]{3,}|(?: [.…]){3,}|-{5,}|—{5,}) ?[-(（]?\d{1,4}[-)）]?")
# (上接第十一版), (下转第三版), (接上页): where a newspaper breaks a text.
CONTINUED = re.compile(r"[(（](?:上接|下转|紧接|转|接)第?[A-Z]?[\d" + NUMERAL + r"]{1,4}[版页][^()（）]{0,12}[)）]")

# --- front matter -----------------------------------------------------------------------------------------------------

DATE = re.compile(
    r"(?P<y>(?:19|20)\d{2})\s*[年\-/.]\s*(?P<m>\d{1,2})\s*[月\-/.]\s*(?P<d>\d{1,2})\s*日?(?!\d)"
    r"|(?P<hy>二[〇○零ОO0]{1}[〇○零一二三四五六七八九ОO0]{2})年(?P<hm>[一二三四五六七八九十]{1,2})月(?P<hd>[一二三四五六七八九十廿卅]{1,3})日"
)
DATE_ONLY = re.compile(
    r"[(（]?(?:" + DATE.pattern + r")[)）]?(?: ?\d{1,2}:\d{2}(?::\d{2})?)?(?: ?印发)?"
    r"|(?:19|20)\d{2} ?年 ?\d{1,2} ?月|二[〇○零]{1}[〇○零一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月"
)
# 湘政办发〔2021〕48号, 黔府办发[2017]24号, 国发〔2019〕13 号, also with a lost bracket (湘政办发〔2021 48号). The
# letters before the year are at most 14 and hold no verb, so that 根据国发〔2019〕13号 gives 国发….
NUMBER = re.compile(
    r"(?P<office>[\u4e00-\u9fff]{1,14}?)\s?[〔\[［(（【﹝]?\s?(?P<year>(?:19|20)\d{2}|二[〇○零ОO0]{1}[〇○零一二三四五六七八九ОO0]{2})\s?"
    r"[〕\]］)）】﹞]?\s?第?\s?(?P<no>\d{1,5})\s?号"
)
# On a line of its own a number may have lost its 号 or its office.
NUMBER_ALONE = re.compile(
    r"[\u4e00-\u9fff]{0,14}[〔\[［(（【﹝](?:19|20)\d{2}[〕\]］)）】﹞]\d{1,5}号?|[\u4e00-\u9fff]{2,12}(?:19|20)\d{2}[-—年]第?\d{1,5}号"
)
ADDRESSEE = re.compile(r"[^。;；:：]{0,60}?(?:各|省直|市直|省级|市级|有关|本市|厅直|委直)[^。;；]{1,200}[:：]")
ISSUING = re.compile(
    r"(?:现|特|予以)[^。]{0,12}(?:印发|转发|下发|发布|公布)(?:给你们|你们|各地|实施|执行)?|(?:印发|转发)给你们|请(?:认真|遵照|结合|抓好|按照|各地)[^。]{0,30}(?:执行|实施|落实)"
)
OPENNESS = re.compile(
    r"[(（]?\s?(?:此件|本文)[^()（）。]{0,16}(?:公开|发布|刊登|登报)[^()（）。]{0,12}[)）]?|[(（]?(?:主动|依申请|不予)公开[)）]?|[(（]?(?:政府)?(?:信息)?公开(?:选项|类别|形式|方式|属性|范围|类型)\s?[:：].{0,20}[)）]?"
)
COPIES = re.compile(
    r"(?:抄送|抄报|主送|印发范围|分送|发送)\s?[:：].{1,200}|.{2,24}(?:办公厅|办公室|秘书处)\s?\d{4}年\d{1,2}月\d{1,2}日\s?印发"
)
VALIDITY = re.compile(
    r"(?:(?:有\s*效\s*性|效力(?:状态|级别)?|时效性?|文件状态|是否有效)\s?[:：]\s?)?(?P<value>现行有效|有效|已失效|失效|已废止|废止|已被修改|部分失效|尚未生效|已修改)"
)
FACT_LINE = re.compile(
    r"(?P<name>标\s?题|名\s?称|文件名称|发文字号|文\s?号|发文机关|发布机构|发布机关|制定机关|颁布单位|发文单位|成文日期|发文日期|签发日期|印发日期|颁布日期|生成日期|发布日期|发布时间|公开日期|发文时间|更新时间|时间|日期)\s?[:：]\s?(?P<value>.{1,80})"
)
# The names alone, as tables print them whose values stand on the next line.
_FACT_NAMES = (
    r"标题|名称|文件名称|发文字号|文号|发文机关|发布机构|发布机关|制定机关|颁布单位|发文单位|成文日期|发文日期|签发日期|印发日期|颁布日期|生成日期|发布日期|发布时间|公开日期|发文时间|更新时间"
    r"|索引号|信息索引号|统一登记号|主题分类|主题词|关键词|信息分类|体裁分类|公开方式|公开范围|公开形式|有效性|效力状态|文件状态|废止日期|失效日期|生效日期|实施日期|施行日期|组配分类|分类|来源|公开责任部门"
)
FACT_NAME = re.compile(rf"(?:{_FACT_NAMES})[:：]?")
# The same inside a line that states several: 发布机构：… 发文日期：…
FACT_INSIDE = re.compile(rf"(?:^|(?<=[\t ]))(?P<name>(?:{_FACT_NAMES})) ?[:：]")
# Any other line of such a table: two to eight characters, a colon, a short value. No sentence, no goal.
OTHER_FACT = re.compile(r"(?!.{0,6}目标)[\u4e00-\u9fff]{2,8}[:：][^。；;！？]{0,60}")
# Words that a document's title ends in, longest first; the last of them in a title is its kind.
KINDS = (
    "规划纲要", "规划",
    "重点工作任务", "重点任务", "工作任务", "任务及责任分工", "任务分工表", "责任分工表", "任务分解表", "分工表", "分解表", "任务清单", "责任分工", "任务分工", "工作要点", "重点工作", "要点",
    "实施意见", "指导意见", "若干意见", "意见", "实施方案", "工作方案", "行动方案", "总体方案", "试点方案", "方案",
    "行动计划", "工作计划", "实施计划", "计划", "实施细则", "管理办法", "实施办法", "办法", "若干措施", "政策措施", "工作措施", "措施",
    "职责分工", "职责", "条例", "规定", "决定", "纲要", "制度", "标准", "规范", "指南", "通告", "公告", "通报", "通知", "批复", "函", "报告", "清单", "公报", "安排", "行动", "政策", "目录",
)  # fmt: skip
KIND_WORD = re.compile(
    "(?P<kind>"
    + "|".join(KINDS)
    + r")(?P<trial>[(（](?:试行|暂行|修订|修订稿|送审稿|征求意见稿|\d{4}.{0,10}|[^()（）]{2,12})[)）])?[》”\"]?$"
)
# What only explains or reports, by its title; such a text is no plan.
NO_PLAN_TITLE = re.compile(
    r"解读|问答|答记者问|(?:建议|提案)[^，。]{0,12}的?答复|的复函|答问|新闻发布|发布会|图解|一图|一文读懂|综述|侧记|访谈|评论|致辞|讲话|召开|举行|开展.{0,20}活动$"
)
# How news begin: who reports it, from whom, when; no document of a government speaks so.
NEWS = re.compile(
    r"记者|本报讯|本网讯|获悉|据了解|据悉|据介绍|采访|(?:近日|日前|昨日|今日|\d{1,2}月\d{1,2}日)，.{0,40}(?:召开|举行|举办|开展|走进|启动|出席|发布)"
)
NO_PLAN_TITLE_END = re.compile(
    r"情况的?(?:报告|通报|汇报)$|公示$|工作(?:报告|总结|汇报)$|(?:召开|举行|举办|启动).{0,20}$"
    r"|公报$|简报$|快讯$|白皮书$|蓝皮书$|年报$|年鉴$|大事记$|简介$|概况$|述评$|纪实$|启事$|简章$|公开信$|倡议书$"
    r"|(?:招聘|招录|招考|招生|遴选|招标|采购|中标|成交|拍卖|竞价|征集|录用|拟聘|考试|面试|停诊|放假)[^，。]{0,14}(?:公告|通告)$"
)
KIND_STATED = re.compile(
    r"(?:提出|制定|制订|印发|形成|作出)(?:以下|如下|本|下列)(?P<kind>若干措施|实施意见|指导意见|意见|规划纲要|规划|实施方案|工作方案|行动方案|方案|行动计划|计划|条例|办法|细则|规定|措施|纲要|决定|要点)"
)
FIVE_YEARS = re.compile(r"[“\"]?十(?P<which>[一二三四五六七八])五[”\"]?")
YEARS = re.compile(r"(?P<first>(?:19|20)\d{2})\s?年?\s?(?:[-—–－~～至到]{1,2})\s?(?P<last>(?:19|20)\d{2})\s?年?")
ONE_YEAR = re.compile(r"(?P<year>(?:19|20)\d{2})\s?年(?:度)?")
TERM_STATED = re.compile(
    r"(?:规划|计划|方案|实施|行动)(?:期|期限|时间|周期)(?:限)?\s?(?:为|是|:|：)\s?" + YEARS.pattern
)
# 关于印发安徽省…重点工作任务的通知: the plan's title without its marks.
PLAIN_IN_NOTICE = re.compile(r"关于(?:印发|转发|发布|公布|批转)(?P<title>[^《》]{4,80})的通知$")
NAMED_IN_NOTICE = re.compile(
    r"(?:关于(?:印发|转发|发布|公布|批转)|(?:现|兹)(?:将|把)?)\s?《(?P<title>[^《》]*(?:《[^《》]*》[^《》]*)*)》"
)
# Where an issuer stands in a title: 湖南省人民政府办公厅关于…
ISSUER_IN_TITLE = re.compile(
    r"^(?P<issuer>(?:中共)?[\u4e00-\u9fff、 ]{2,60}?(?:政府|办公厅|办公室|委员会|委|厅|局|国务院|部|会))(?:关于|印发)"
)
ISSUER_LINE = re.compile(
    r"(?:中共|中国共产党)?[\u4e00-\u9fff]{2,30}(?:人民政府(?:办公[厅室])?|委员会(?:办公[厅室])?|办公[厅室]|领导小组(?:办公室)?|厅|局|委|国务院|常务委员会|总工会|联合会|管委会|红十字会|部)|国务院(?:办公厅)?"
)
PASSED_BY = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff]{2,12}?人民代表大会(?:常务委员会)?)第[" + NUMERAL + r"\d]+次会议(?:通过|修订|批准|修正)"
)
SESSION = re.compile(r"第[" + NUMERAL + r"\d]+届")

# A list of annexes at a document's foot: 附件：1.主要指标. A heading 附件1 主要指标 has no colon behind a bare 附件.
ANNEX_LIST = re.compile(rf"附件(?:[\d{NUMERAL}]{{0,3}})[:：]")

# --- labels -----------------------------------------------------------------------------------------------------------

_CN = rf"[{NUMERAL}百]"
# One entry a style of label, in the order in which they are tried. Each pattern is anchored at the start of a paragraph;
# blanks inside a letter-spaced label (第 十 五 章, （ 一 ）) are taken with it.
LABELS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (style, re.compile(pattern))
    for style, pattern in (
        ("part", rf"第\s?(?P<n>(?:{_CN}\s?)+|\d{{1,3}})\s?(?:篇|编|部分)(?![^\s:：、“\"《]{{0,2}}[，,。])"),
        ("chapter", rf"第\s?(?P<n>(?:{_CN}\s?)+|\d{{1,3}})\s?章"),
        ("section", rf"第\s?(?P<n>(?:{_CN}\s?)+|\d{{1,3}})\s?节(?!假日|课|能)"),
        # 第三条规定 and 第三条第二款 are mentions
        ("article", rf"第\s?(?P<n>(?:{_CN}\s?)+|\d{{1,3}})\s?条(?![规所第之款和、的至至到])"),
        # 附件下载, 附件后, 附则 are no annexes; a list of annexes (附件：1.…) is told apart by its place
        (
            "annex",
            rf"附\s?(?:件|表|录|图)\s?(?P<n>(?:{_CN}|\d){{0,3}})(?:\s?[-—]\s?\d)?(?=[\s:：]|$|[^\d后中及的和所下（(、，,。])",
        ),
        ("box", rf"[【\[]?专\s?栏\s?(?P<n>(?:{_CN}|\d){{0,3}})(?=[\s:：、]|[\u4e00-\u9fff“\"《]|$)"),
        # 一、 but not the enumeration 一、二级医院
        ("cn", rf"(?P<n>{_CN}(?:\s?{_CN}){{0,4}})\s?[、．.\x1f](?!\s?{_CN}{{1,3}}[、级类等产线孩胎批期次是])"),
        ("cn-bracket", rf"[(（]\s?(?P<n>{_CN}(?:\s?{_CN}){{0,4}})\s?[)）](?:\s?[、.．])?|(?P<m>[㈠-㈩])"),
        # 1.1 and 2.1.3 where they count as labels (see bare_numbers), and 1.1. with a mark
        ("decimal", r"\d{1,2}\.(?P<n>\d{1,2})(?:\x1f|[.．、](?=[\u4e00-\u9fff]))"),
        ("decimal-2", r"\d{1,2}\.\d{1,2}\.(?P<n>\d{1,2})(?:\x1f|[.．、]?(?=[\u4e00-\u9fff]))"),
        # 1. and 12、 but not 7.5‰ and not 24、48小时; 1.2023年… is 1. before a year
        ("num", r"(?P<n>\d{1,3})(?:\x1f|\s?[.．、](?:(?!\s?\d)|(?=\s?20\d\d\s?年)))|(?P<m>[⒈-⒛])(?!\s?\d)"),
        ("num-bracket", r"[(（]\s?(?P<n>\d{1,3})\s?[)）](?:\s?[、.．])?|(?P<m>[⑴-⒇])"),
        ("num-close", r"(?P<n>\d{1,2})[)）](?:\s?[、.．])?"),
        ("circled", r"(?P<m>[①-⑳㉑-㉟❶-❿⓪])(?:\s?[、.．])?"),
        ("dash", r"(?:——|──|――|--|— —)(?![-—])"),
    )
)
# Labels that have a fixed place in the order of depth; the others take theirs from where they stand.
RANKS = {
    "annex": 0, "part": 1, "chapter": 2, "section": 3, "article": 4, "cn": 5, "cn-bracket": 6, "num": 7,
    "decimal": 8, "decimal-2": 9, "num-bracket": 10, "num-close": 11, "circled": 12,
}  # fmt: skip
# A second label behind a blank on the line of the first: 第三篇 保障措施 第一章 强化组织领导
SECOND_LABEL = re.compile(rf"(?<=\S)\s+(?=第(?:{_CN}+|\d{{1,3}})[章节](?:\s|[\u4e00-\u9fff])|[(（]{_CN}{{1,3}}[)）])")

# --- sentences --------------------------------------------------------------------------------------------------------

TERMINAL = "。！？!?；;"
CLOSING = "”’\"'」』)）》】]］〕"
ENDS_SENTENCE = re.compile(rf"[{TERMINAL}…][{re.escape(CLOSING)}\s]*$|[)）〕\]］】]\s*$")
# （…分工负责） at the end of a line, and inside one
ENDS_NOTE = re.compile(r"(?:负责|牵头|配合|参与|参加|落实)[)）]。?$")
TEXT_BEHIND_NOTE = re.compile(rf"(?:负责|牵头|配合|参与|参加|落实)[)）][。；;]?[{HAN}]")
STARTS_INSIDE = re.compile(r"\s*[，。、；：！？）》”’,;:!?)\]】〕]")
# A paragraph's first sentence, to its first 。 outside brackets and quotation marks (those are checked by the caller).
FIRST_SENTENCE = re.compile(r"[^。！？!?\n]{2,60}?[。]")
# Words that make a sentence a statement or an order and no name of a measure: 各地要…, 老年人健康快乐是…
STATEMENT = re.compile(
    r"(?:^到?\s?(?:19|20)\d{2}\s?年)|(?<![重主必需首摘紧概])要(?![素点求闻件道领害])|应当|必须|不得|(?<![于凡但只还就正总])是(?![否非])|^(?:截至|截止|目前|近年|当前|其中|如|对于|为了|根据|按照|结合|通过)|我国|[？?：:]"
)
# Verbs that the names of measures begin with.
POLICY_VERBS = (
    "推进", "推动", "加强", "完善", "建立", "健全", "深化", "强化", "提升", "提高", "实施", "开展", "促进", "优化", "落实", "构建", "加快",
    "发展", "创新", "规范", "统筹", "扩大", "巩固", "支持", "鼓励", "培育", "打造", "建设", "改革", "改善", "保障", "加大", "坚持", "积极",
    "全面", "大力", "深入", "持续", "着力", "切实", "制定", "制订", "探索", "引导", "组织", "严格", "做好", "做实", "做强", "抓好", "维护", "普及",
    "发挥", "拓展", "夯实", "补齐", "压实", "增强", "丰富", "扎实", "稳步", "有序", "主动", "倡导", "防控", "防治", "控制", "搭建", "整合",
    "调整", "合理", "充分", "明确", "确保", "营造", "形成", "壮大", "聚焦", "畅通", "简化", "转变", "理顺", "筑牢", "织牢", "破除", "放宽", "履行",
)  # fmt: skip

# --- responsibilities -------------------------------------------------------------------------------------------------

ROLE_WORD = re.compile(r"牵头|配合|参与|参加|协助|负责|责任(?:单位|部门|科室|处室)|按职责|分工|主办|协办|承办|落实单位")
# …牵头，省财政厅配合: the last word of a note that lost its bracket.
SAYS_ROLE = re.compile(r"(?:负责|配合|牵头|参与|落实|承担)$")
# A heading inside a note: 牵头单位：, 责任单位：, 配合部门：; the word tells the role.
ROLE_HEAD = re.compile(
    r"[【\[]?(?:省级|市级|县级|国家|主要)?(?P<role>牵头|主要责任|主责|责任|配合|协同|参与|参加|协助|协办|主办|承办|落实|实施|主体)"
    r"(?:(?:单位|部门|机构|科室|处室|责任单位|责任部门|和责任单位)(?:为)?\s?[:：]|(?:单位|部门|机构|科室|处室)(?:[】\]]|(?:为|是)|(?=[省市县区州各国团]))|\s?[:：])"
    r"|[【\[]?(?P<other>(?:完成|办理|整改|实施|时间)?(?:时限|时间|期限|节点|进度|安排|进度安排|时间安排|要求|时限要求|进度要求)|(?:责任|联系|牵头)人|(?:责任|牵头|分管)领导|备注|目标|成果形式)\s?[:：】\]]"
)
# Notes without brackets at a paragraph's end: …。——省教育厅牵头, …。责任单位：省教育厅 and [责任单位]省教育厅, also over
# several lines, deadlines among them.
DASHED_NOTE = re.compile(r"(?<=[。；;\n])\s*(?P<note>——[^。—]{4,200})$")
UNBRACKETED_NOTE = re.compile(
    r"(?:^|(?<=[。；;\n)）]))\s*(?P<note>[【\[]?(?:省级|市级|县级)?(?:牵头|责任|主要责任|主责)(?:单位|部门|科室|处室)(?:\s?[:：】\]]|(?:为|是)|\s?(?=[省市县区州各]))[^。]{2,600})$"
)
# 等12个部门, 等有关单位: the rest of a list that is not named.
AND_OTHERS = re.compile(r"等(?:\d{1,3}个)?(?:有关|相关|其他)?(?:部门|单位)?$")
# Words that lead up to a body: 以上由…, 由….
LEADING_WORDS = re.compile(r"\s*(?:以上(?:任务|工作)?(?:均)?由|均由|由|及|以及|会同|联合|和)(?=.)")
# What stands in a note and is no body: 下同, 2023年底前完成, 持续推进.
NO_BODY = re.compile(
    r"\d|完成|推进|下同|持续|启动|长期|每年|年底|印发|落实$|执行|如下|以下|详见|见附|不再|列出|工作$|按照|根据|结合|实际|等$|^(?:其他|其中|并|由|报)"
)
# 省医保局 2025年底前完成: a deadline behind the last body, without a mark between them.
DEADLINE = re.compile(
    r"(?<=[局委厅办院会部府心])\s*(?:于|力争|在)?(?:20\d\d年|\d{1,2}月底?前|每年|长期|持续)[^、，,；;]*$"
)
# What stands behind the bodies: 等按职责分工负责, 分别负责, 牵头, 配合.
ROLE_TAIL = re.compile(
    r"(?:等(?:\d{1,3}个)?(?:有关|相关)?(?:单位|部门)?)?(?:依|根据|按照?|结合)?(?:各自)?(?:的)?(?:职责|职能|职责任务)?(?:和)?(?:分工|分别|共同|联合|会同|协同)?(?P<role>牵头负责|牵头|负责|配合|参与|参加|协助|落实|主办|协办|组织实施|指导)?(?:实施|落实)?$"
)
NOTE_LINE = re.compile(
    r"[【\[]?(?:完成|办理|整改|实施)?(?:时限|时间|期限|节点|进度|时间安排)(?:安排|要求)?\s?[:：】\]][^。]{2,60}[。.]?|(?:牵头|责任|分管)(?:领导|人)\s?[:：][^。]{2,40}[。.]?|"
    r"[(（〔\[【]?(?:省级|市级|县级|主要)?(?:牵头|主要责任|主责|责任|配合|协同|参与|协办|主办|承办|落实)(?:单位|部门|机构|科室|处室)\s?[:：】\]][^。]{2,600}[。.]?[)）〕\]】]?\s*"
)
# What a body's name ends in. Used only inside notes, where a wrong guess costs a flag and no invention.
BODY_END = re.compile(
    r"(?:科室|处室|科|股|计生协|科协|文联|侨联|作协|侨办|台办|省委|市委|区委|县委|党委|团委|厅|局|委|办|部|署|院|会|社|室|处|中心|政府|党委政府|联|校|团|公司|集团|银行|海关|总队|支队|机构|部门|单位|法院|检察院|医院|学会|协会|红十字会|残联|妇联|工商联|街道|乡镇|企业|高校|电视台|日报社|报社|站|所|学院|大学|中央|组|台|行|库|指挥部|领导小组|公安|医保|卫健|[县市区州]|[)）\]］〕])$"
)
COLLECTIVE = re.compile(
    r"^(?:各|有关|相关|其他|市直|省直|省级|市级|全省|全市|省有关|市有关|省各|市各|县级|中央驻|县[(（\[［〔]市、区[)）\]］〕])|(?:有关|相关|成员|责任|各)(?:部门|单位)$"
)
LAST_BRACKET = re.compile(r"[(（\[［〔【][^()（）\[\]［］〔〕【】]*[)）\]］〕】]$")
# A clause in a note that is no body: the first of a list leads, details follow elsewhere.
FIRST_LEADS = re.compile(
    r"(?:列|排名|排)(?:在)?(?:第一位|首位|第一)(?:者|的)?(?:责任)?(?:部门|单位)?(?:为|是)?(?:牵头|主要责任)?(?:单位|部门)?|第一个单位为牵头单位"
)
# Words beside such a clause that make it hold for all notes.
ALL_ALIKE = re.compile(r"下同|以下|下列|均|各项|各条|上述|本(?:表|方案|通知|清单|意见|计划|要点)")
# Such a clause in a bracket behind the last body: 省财政厅［列首位的为牵头单位］
CLAUSE_BEHIND = re.compile(
    r"[［\[(（〔][^］\])）〕]{0,20}(?:列|排)[^］\])）〕]{0,20}(?:牵头|负责)[^］\])）〕]{0,10}[］\])）〕]$"
)
FOR_ALL = re.compile(
    r"(?:(?:以下|下列|上述|本表|各项)(?:各项|各条|所列)?(?:工作|任务|措施)?(?:的)?(?:责任单位|责任部门|牵头单位|参与单位|配合单位)?|(?:责任单位|责任部门|参与单位|配合单位))(?:均|都)(?:包括|含|由|需要?|须|有|为)"
    r"(?P<bodies>(?:[^。;；()（）]|[（(][^()（）]*[）)]){2,200}?)"
    r"(?=(?:分工|按职责)?(?:负责|参与|落实|配合|承担)?[,，]?(?:不再|不一一|不另)|(?:分工|按职责)?(?:负责|参与|落实|配合|承担)?(?:[。;；)）]|$))[^。;；)）]*"
)

# --- targets, citations -----------------------------------------------------------------------------------------------

CITATION_NUMBER = re.compile(
    r"\s?[(（〔\[]?\s?(?P<number>[\u4e00-\u9fff]{1,14}\s?[〔\[［(（]\s?(?:19|20)\d{2}\s?[〕\]］)）]\s?\d{1,5}\s?号)[)）〕\]]?"
)
ABBREVIATES = re.compile(r"(?:以下|下)(?:统|简)?称(?:为)?[“\"]?$")

# --- kinds of unit, by the titles above it ----------------------------------------------------------------------------

BACKGROUND_TITLE = re.compile(
    r"工作总结|(?:工作|任务)?(?:开展|完成|进展|落实)情况$|背景|现状|形势|成效|成就|成绩|回顾|挑战|机遇|存在(?:的)?问题|主要问题|重要意义|重大意义|工作基础|发展基础|规划基础|现实基础|总体情况|基本情况|编制依据|起草"
)
# Of titles that begin with a verb of policy those that are background all the same: 发展基础, but not 夯实发展基础.
BACKGROUND_FOR_SURE = re.compile(r"(?:背景|形势|现状|机遇|挑战|成效|成就|成绩|回顾|意义)$|^(?:发展|改革|建设)基础")
PRINCIPLE_TITLE = re.compile(
    r"指导思想|(?:基本|工作|总体|实施|主要)?原则$|^总体(?:思路|要求)$|^(?:工作)?思路$|基本思路|战略主题"
)
GOAL_TITLE = re.compile(
    r"目标(?:指标|任务|要求)?$|目标与指标|主要指标|(?:总体|发展|主要|工作|行动|预期|具体|远景|战略|规划|年度|阶段性|建设)目标(?!责任|管理|考核|人群|导向)"
)
IMPLEMENTATION_TITLE = re.compile(
    r"保障措施|(?:^|[、与和及强化善实])(?:组织|实施|政策|规划|监督)(?:保障|实施|领导|落实|评估|推进)(?:$|[、与和及]|措施|机制|工作)|^(?:加强|强化|完善|健全|做好|落实)?(?:组织|实施)(?:领导|保障|实施|落实|管理)(?!好|[\u4e00-\u9fff“”]{0,10}(?:工程|行动|项目|计划|政策))|"
    r"^(?:有关|工作|相关|几点)要求$|实施保障|组织保障|支撑保障$|^(?:支撑)?保障[与和]|[与和]保障$|^保障(?:机制|体系|条件)$|监督(?:管理)?与?(?:考核|评估)$|^附则$|督导(?:检查|评估|考核)$|^推进机制$|^保障$"
)
IN_FORCE = re.compile("本(?:规划|意见|方案|办法|通知|条例|计划|措施|细则|规定|行动)自")
CLOSING_PARAGRAPH = re.compile(rf"^(?:各|省有关|市有关|省级|有关部门|全省各|全市各|{IN_FORCE.pattern}|此前|以上|附件)")
# A preamble's last words: 现提出如下意见。, 制定本规划。
PREAMBLE_END = re.compile(r"(?:提出|制定|制订|印发|通知|形成|作出|确定).{0,6}(?:如下|以下|本)(?:[^。]{0,14})[。:：]?$")
# Lines that plans of action repeat under each of their actions as headings without a label.
HEADING_WORD = re.compile(
    r"(?:行动|工作|总体|主要|具体|阶段)目标|(?:主要|重点|具体|工作|行动)(?:措施|任务|内容|举措|要求)|(?:个人|家庭|社会|政府|学校|用人单位|劳动者|社区|医疗卫生机构|家长|媒体|单位|劳动者个人)(?:[、和与及](?:个人|家庭|社会|政府|学校|社区|家长|单位|相关部门)){0,3}|(?:个人|家庭|社会|政府|学校|部门)层面"
)
UNLABELLED_TITLE = re.compile(r"[^，,。；;！？!?:：、]{3,26}")
TABLE_HEAD = re.compile(
    r"部\s*门|单\s*位|序\s*号|任\s*务|内\s*容|领\s*域|指\s*标|责\s*任|分\s*工|措\s*施|目\s*标|项\s*目|职\s*责"
)
DEPARTMENT_HEAD = re.compile(r"部\s*门|单\s*位|牵\s*头|责\s*任")
