"""What a scanned column did to a text, mended where that is certain and reported where it is not."""

from documents.parsing import parse
from documents.parsing.tree import ParsedText
from tests.parsing.reading_aloud import noise, outline, quoted, texts

# A column of 20 characters whose line ends became blanks, as scanners print it. Enough lines make the width certain.
FILLER = (
    "完善城乡服务网络体系建设工作持续提升基层, " + "加强专业人才队伍培养培训力度着力改善待遇, " * 45 + "健全长效机制。"
)


def column(*paragraphs: str) -> str:
    return "一、主要任务\n\n" + FILLER + "\n\n" + "\n\n".join(paragraphs) + "\n"


def test_a_blank_inside_a_word_is_a_line_end_and_goes() -> None:
    text = column("完善药械流通体系。推进药品流通企业向供应链上下 游延伸开展服务, 形成新体系。")
    assert texts(parse(text))[-1] == "完善药械流通体系。推进药品流通企业向供应链上下游延伸开展服务,形成新体系。"


def test_a_paragraph_broken_by_the_column_is_joined_and_reported() -> None:
    text = column(
        "合理确定医务人员收入水平,着力体现医务人员技术劳务价", "值。完善绩效工资制度,做到多劳多得、优绩优酬。"
    )
    parsed = parse(text)
    assert (
        texts(parsed)[-1]
        == "合理确定医务人员收入水平,着力体现医务人员技术劳务价值。完善绩效工资制度,做到多劳多得、优绩优酬。"
    )
    assert [(r.kind, r.certain) for r in parsed.repairs] == [("joined", True)]


def test_what_the_column_lost_is_reported_as_lost_and_not_made_up() -> None:
    first = "规范临床医疗服务行为,落实医疗质量安全核心"
    text = column(first, "建立符合行业特点的薪酬制度。创新编制管理方式,推行聘用制度。")
    parsed = parse(text)
    assert texts(parsed)[-2:] == [first, "建立符合行业特点的薪酬制度。创新编制管理方式,推行聘用制度。"]
    [loss] = parsed.repairs
    assert (loss.kind, loss.suggestion, loss.certain) == ("lost", None, False)
    assert loss.spans == ((text.index(first) + len(first),) * 2,)


def test_a_running_title_inside_a_sentence_is_noise_and_names_the_document() -> None:
    text = column(
        '强化卫生行政管理部门全行业监管职能,清晰划分省、 "健康龙江2030"规划', "市各级的行业管理,推进医院参加改革。"
    )
    parsed = parse(text)
    assert parsed.plan.title == '"健康龙江2030"规划'
    assert ('"健康龙江2030"规划', "running-title") in noise(text)
    assert texts(parsed)[-1] == "强化卫生行政管理部门全行业监管职能,清晰划分省、市各级的行业管理,推进医院参加改革。"


def test_a_paragraph_swallowed_by_the_one_before_it_is_cut_off_again() -> None:
    text = column(
        "落实科教兴医发展战略。深入推进各级科研项目管理实施,着力推进 医学科技进步。 强化行业指导和监督管理。做好承担项目的行业指导工作, 提高水平。"
    )
    assert [text.split("。")[0] for text in texts(parse(text))[-2:]] == [
        "落实科教兴医发展战略",
        "强化行业指导和监督管理",
    ]


def test_a_tail_printed_elsewhere_goes_back_to_its_sentence() -> None:
    text = column(
        "坚持走出去,每年选拔专业技术骨 和个人,予以表彰。",
        "干、学科带头人赴国外研修,学习先进的理念,加强培养。",
        "对实施本规划中好的做法要及时总结,积极推广;对成效显著的部门",
    )
    parsed = parse(text)
    assert texts(parsed)[-2:] == [
        "坚持走出去,每年选拔专业技术骨干、学科带头人赴国外研修,学习先进的理念,加强培养。",
        "对实施本规划中好的做法要及时总结,积极推广;对成效显著的部门和个人,予以表彰。",
    ]
    [moved] = [repair for repair in parsed.repairs if repair.kind == "moved"]
    assert quoted(text, moved.spans) == ["和个人,予以表彰。"]
    assert quoted(text, parsed.measures[-1].spans)[1] == "和个人,予以表彰。"


def test_a_text_that_goes_on_from_another_page_says_so() -> None:
    text = "(上接第十一版)提高保险覆盖面。促进公司与机构的合作,发展新型组织形式。\n第十五章 药品供应\n完善流通体系,推进企业延伸服务,形成新体系。\n"
    parsed = parse(text)
    assert parsed.warnings[0].kind == "starts-inside"
    assert parsed.measures[0].lead is None
    assert ("(上接第十一版)", "page-furniture") in noise(text)


def test_a_text_that_breaks_off_says_so() -> None:
    text = "一、任务\n(一)加强服务。完善网络，提高能力，推动优质资源下沉，对成效显著的\n"
    assert [warning.kind for warning in parse(text).warnings] == ["ends-inside"]


def test_lines_of_one_width_are_joined_to_paragraphs() -> None:
    text = (
        "一、行动背景 \n新中国成立后特别是改革开放以来，我国卫生健康事业获得了长足 \n".replace(" \n", "\n")
        + "发展，居民主要健康指标总体优于中高收入国家平均水平。随着工\n"
        "业化进程加快，我国居民生产生活方式和疾病谱不断发生变化和影\n"
        "响。居民健康知识知晓率偏低，由此引起的疾病问题日益突出。 \n"
        "二、总体要求 \n"
        "（一）指导思想。坚持以人民为中心的发展思想，坚持改革创新，\n"
        "贯彻新时代卫生与健康工作方针，强化政府责任，形成社会环境。\n"
    )
    assert [row.split(" <")[0] for row in outline(text)] == [
        "# 一、 行动背景",
        "background -",
        "# 二、 总体要求",
        "principle （一）",
    ]
    assert "随着工业化进程加快" in texts(parse(text))[0]


def test_a_joint_over_lost_lines_is_not_certain(sources: dict[str, tuple[str, ParsedText]]) -> None:
    repairs = sources["000"][1].repairs
    lost = {start for repair in repairs if repair.kind == "lost" for start, _ in repair.spans}
    joints = [repair for repair in repairs if repair.kind == "joined"]
    over_loss = [joint for joint in joints if joint.spans[0][0] in lost]
    assert over_loss
    assert not any(joint.certain for joint in over_loss)
    assert any(joint.certain for joint in joints)
