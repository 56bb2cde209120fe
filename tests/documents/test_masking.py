"""What of a source text is nobody's business."""

from __future__ import annotations

import pytest

from documents.views.masking import masks


def shown(text: str, *, noise: bool = True) -> str:
    """The text with each masked stretch as a star, all of it noise or none."""
    for mask in reversed(masks(text, [(0, len(text))] if noise else [])):
        text = f"{text[: mask.start]}*{text[mask.end :]}"
    return text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("13812345678", "*"),
        ("手机：138 1234 5678（微信同号）", "手机：*（微信同号）"),
        ("138-1234-5678", "*"),
        ("１３８１２３４５６７８", "*"),
        ("电话0731-82212345转801", "电话*"),
        ("(010)66012345", "*"),
        ("电话：82212345", "电话：*"),
        ("400-820-1234", "*"),
        ("邮箱 zhang.san@wjw.hunan.gov.cn。", "邮箱 *。"),
        ("联系人：张三，电话：82212345", "联系人：*，电话：*"),
        ("联系人 欧阳小明", "联系人 *"),
        ("联系人：张三、李四 13812345678", "联系人：* *"),
        ("责任编辑：王小二", "责任编辑：*"),
        ("微信号：zhangsan_2020", "微信号：*"),
    ],
)
def test_in_noise_numbers_addresses_and_names_are_masked(text: str, masked: str) -> None:
    assert shown(text) == masked


@pytest.mark.parametrize(
    "text", ["2023-11-02 09:56", "浏览量:1024", "20231102", "来源:市卫健委", "第 3 页 共 12 页", "2017年2月20日 星期一"]
)
def test_days_counts_and_bodies_stay(text: str) -> None:
    assert shown(text) == text


def test_in_the_document_itself_mobile_numbers_and_mail_are_masked_but_hotlines_are_not() -> None:
    text = "拨打12345或0731-82212345，王某13812345678，邮箱a@b.cn，编辑：张三"
    assert shown(text, noise=False) == "拨打12345或0731-82212345，王某*，邮箱*，编辑：张三"
