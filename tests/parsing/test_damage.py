"""What a scanned column shows of its damage: lines that could not be read, and ends of lines that were lost."""

from documents.parsing import parse
from tests.parsing.reading_aloud import quoted
from tests.parsing.test_mending import column


def damage(text: str) -> list[tuple[str, list[str], str | None]]:
    kinds = ("character", "lost")
    return [(r.kind, quoted(text, r.spans), r.suggestion) for r in parse(text).repairs if r.kind in kinds]


def test_a_line_with_blanks_for_marks_is_reported_as_badly_read() -> None:
    text = column(
        "实现公共卫生、计划生育、医疗服务和医疗保障、 菇具供应 经合管理应用信息系统物提 焦点 共享和业务协同的目标得到实现,推进应用。"
    )
    assert damage(text) == [("character", ["菇具供应 经合管理应用信息系统物提 焦点"], None)]


def test_a_short_last_line_is_no_damage() -> None:
    text = column("实现公共卫生、计划生育、医疗服务和医疗保障等 领域应用信息系统的共享和业务协同,推进健康 发展。")
    assert damage(text) == []


def test_a_character_left_alone_at_a_line_end_is_reported() -> None:
    text = column("鼓励社会资本提供多样化服务模式,积极开发中闭 医药电子商务平台和健康服务平台,整合各类资源。")
    assert damage(text) == [("character", ["闭"], None)]


def test_a_character_that_the_line_end_lost_is_reported_where_the_text_has_the_word() -> None:
    text = column(
        "全省居民拥有健康卡,实现人人拥有规范化的电子 健康档案,每个居民都拥 一个家庭医生、一张健康卡,得到服务。"
    )
    [(kind, places, suggestion)] = damage(text)
    assert (kind, places, suggestion) == ("lost", [""], "有")


def test_a_word_of_the_subject_that_the_line_end_cut_off_is_reported() -> None:
    text = column("推进药物临床应用,切实加强医务人员合理用 对医务人员行为的监督评价,规范医务人员的各项 行为。")
    [(kind, places, suggestion)] = damage(text)
    assert (kind, places, suggestion) == ("lost", [""], "药")


def test_a_joint_inside_a_word_has_lost_nothing() -> None:
    text = column("做好承担项目的指导工作,努力做好承担国家科技", "部重大科研项目的指导工作,提高管理水平和能力。")
    assert [repair.kind for repair in parse(text).repairs] == ["joined"]


def test_a_joint_that_makes_no_word_is_reported_as_a_possible_loss() -> None:
    text = column("积极申报和争取承担国家项目,加强管理,争取承担国", "国的科研地位。每年将课题用于健康研究,加强培养。")
    parsed = parse(text)
    assert [repair.kind for repair in parsed.repairs] == ["joined", "lost"]


def test_blanks_of_an_ordinary_text_are_no_damage() -> None:
    text = "一、任务\n(一)加强服务。完善服务网络 提高服务能力 推动资源下沉，联系卫生健康委 财政局 教育局。\n"
    assert damage(text) == []
