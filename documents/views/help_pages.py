"""How to use the site, and what robots may read of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe


@dataclass(frozen=True, slots=True)
class Example:
    """Words to type into the search box, and what they find."""

    typed: str
    meaning: str


EXAMPLES = (
    Example("高血压 糖尿病", "两个词都出现的措施"),
    Example("“家庭医生签约”", "这几个字连在一起出现的措施；引号用中文或英文的都可以"),
    Example("互联网医院 OR 远程医疗", "两个词至少出现一个的措施；也可以写作 |"),
    Example("人才培训 -中医", "谈到人才培训而没有出现中医的措施；也可以写作 NOT 中医、除中医外"),
    Example("醫療衛生", "繁体字与简体字得到同样的结果，全角与半角也是"),
    Example("（托育 OR 养老） 社区", "括号里的先算；全角半角括号都可以"),
    Example("家医", "简称、旧称和日常说法也检索官方说法；补充了什么写在结果上方，可以撤销"),
    Example("老人没人照顾", "平常怎么说就怎么写：几个词合起来的意思也找得到对应的官方说法"),
    Example("湖南 中医药", "认出的省份、部门、年份和文种当作筛选，同样可以撤销"),
    Example("民政厅牵头", "这个部门牵头的措施；也可以写“参与”“配合”"),
    Example("省份:黑龙江 部门:医保局", "指定在哪一项里找：省份、文件、文号、章节、部门、牵头、参与、年份、类型、主题"),
    Example("年份:2021-2022 疫情", "年份可以写一年、起止年、>=2021 或 2021年以后"),
    Example("签约率>50%", "有这样的量化指标的措施；可用 > ≥ < ≤ =，也可写“超过”“不低于”“大于等于”，或在数后写“以上”"),
)


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "documents/help.html", {"examples": EXAMPLES})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Reading pages are open to all; results of searches and the admin are not for indexing."""
    sitemap = request.build_absolute_uri(reverse("documents:sitemap"))
    return render(request, "robots.txt", {"sitemap": sitemap}, content_type="text/plain; charset=utf-8")
