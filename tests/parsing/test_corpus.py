"""What other texts say tells a misprint from a new word."""

from documents.parsing import parse
from documents.parsing.corpus import corpus_wording
from documents.parsing.wording import Wording

MISPRINT = "一、任务\n(一)加快转变。推进健康管理法治化讲程，提高水平。\n"
NEW_WORD = "一、任务\n(一)加强组织。健康办设在市健委，负责沟通协调。\n"


def found(text: str, wording: Wording | None) -> list[tuple[str, str | None, bool]]:
    return [(r.found, r.suggestion, r.certain) for r in parse(text, wording=wording).repairs]


def test_a_word_that_two_other_texts_have_makes_a_repair_certain() -> None:
    one, other = "加快法治化进程。", "推进改革进程，完善制度。"
    assert found(MISPRINT, None) == [("讲程", "进程", False)]
    assert found(MISPRINT, corpus_wording([one])) == [("讲程", "进程", False)]
    assert found(MISPRINT, corpus_wording([one, other])) == [("讲程", "进程", True)]


def test_a_new_word_that_other_texts_have_is_no_misprint() -> None:
    texts = ["由市健委负责。", "各县区和市健委要加强领导。"]
    assert [suggestion for _, suggestion, _ in found(NEW_WORD, None)] == ["市建委"]
    assert found(NEW_WORD, corpus_wording(texts)) == []


def test_the_packaged_words_stay_as_they_are() -> None:
    corpus_wording(["由市健委负责，推进进程。", "由市健委负责，推进进程。"])
    assert found(NEW_WORD, None) != []
