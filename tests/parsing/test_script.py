"""Traditional and mixed script: what a machine converted wrongly is reported, and what is right is left alone."""

import pytest

from documents.parsing import parse
from tests.parsing.reading_aloud import quoted, texts


def conversions(text: str) -> list[tuple[str, str | None]]:
    return [(r.found, r.suggestion) for r in parse(text).repairs if r.kind == "script"]


def sentence(words: str) -> str:
    return f"一、任務\n(一)加強衛生服務。{words}，爲羣衆提供醫療服務。\n"


def test_a_wrong_conversion_is_reported_and_read_right() -> None:
    text = "一、任務\n(一)加強康複服務。做好幹預和骨幹培養，防控緻病因素，發展複合型人才。\n"
    assert conversions(text) == [("康複", "康复"), ("幹預", "干预"), ("緻病", "致病")]
    assert texts(parse(text)) == ["加强康复服务。做好干预和骨干培养，防控致病因素，发展复合型人才。"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("幾公裏", "公里"),
        ("製度", "制度"),
        ("準許", "准许"),
        ("批準", "批准"),
        ("學曆", "学历"),
        ("長徵", "长征"),
        ("關繫", "关系"),
        ("心髒", "心脏"),
        ("人纔", "人才"),
        ("國傢", "国家"),
        ("必鬚", "必须"),
        ("回收與迴收", "回收"),
        ("麵向", "面向"),
        ("積纍", "积累"),
        ("彙聚", "汇聚"),
        ("關註", "关注"),
        ("問捲", "问卷"),
        ("病癥", "病症"),
        ("體繫", "体系"),
        ("剋服", "克服"),
    ],
)
def test_many_wrong_conversions_are_known(written: str, meant: str) -> None:
    text = sentence(written)
    [repair] = [repair for repair in parse(text).repairs if repair.kind == "script"]
    assert repair.suggestion == meant
    assert quoted(text, repair.spans)[0] in written


@pytest.mark.parametrize(
    "written",
    [
        "聯繫患者並瞭解病歷，製造器械，制定計劃，準備鬆綁",
        "發展中藥，關注頭髮與皮膚，恢復後複查，覆蓋全省",
        "徵求意見，出征遠方，象徵意義，幹部乾淨，先干預後治療",
        "面向公里以內的城裏與山谷，種植稻穀，週期與周邊",
        "臺灣台灣的颱風，編輯彙編匯編，憑藉醫師經驗",
    ],
)
def test_what_is_written_rightly_is_no_wrong_conversion(written: str) -> None:
    assert conversions(sentence(written)) == []


def test_a_simplified_text_has_no_conversions() -> None:
    assert conversions("一、任务\n(一)加强康复服务。做好干预和后方保障，完善制度。\n") == []
