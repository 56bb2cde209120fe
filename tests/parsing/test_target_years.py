"""For which year a target is."""

import pytest

from documents.parsing.source import Sourced
from documents.parsing.target_years import Term
from documents.parsing.targets import read_targets


def years(text: str, term: Term = Term(since=2021, until=2025)) -> list[tuple[str, float, int | None]]:  # noqa: B008
    return [(t.indicator, t.value, t.year) for t in read_targets(Sourced.of(text), term)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2025年，完善体系；甲率达到30%。", 2025),
        ("完善体系，甲率达到30%。", None),
        ("2023—2025年，甲率达到30%。", 2025),
        ("到二〇二三年，甲率达到30%。", 2023),
        ("到“十五五”末，甲率达到30%。", 2030),
        ("到规划期末，甲率达到30%。", 2025),
        ("实施健康行动（2019—2030年），甲率达到30%。", None),
        ("根据2020年印发的意见，甲率达到30%。", None),
        ("自2023年起，甲率达到30%。", None),
        ("甲率较2020年提高30%。", None),
        ("甲率达到30%（2024年）。", 2024),
    ],
)
def test_a_target_is_for_the_year_that_its_sentence_states(text: str, expected: int | None) -> None:
    [(_, _, year)] = years(text)
    assert year == expected


def test_a_year_holds_on_until_the_next_is_named() -> None:
    assert years("2022年6月底前，甲率达到60%；到2023年底达到70%、2025年底达到80%。") == [
        ("甲率", 60, 2022),
        ("甲率", 70, 2023),
        ("甲率", 80, 2025),
    ]


def test_a_year_before_those_that_are_planned_makes_no_target() -> None:
    assert years("2020年，甲率达到60%，到2025年达到70%。") == [("甲率", 70, 2025)]
    assert years("到2020年，甲率达到60%。", Term(since=2016)) == [("甲率", 60, 2020)]


def test_a_report_reaches_to_the_end_of_what_it_tells() -> None:
    assert years("截至目前，甲率达到60%。乙率达到70%。加强管理，丙率达到80%。") == [("丙率", 80, None)]
    assert years("近年来，甲率提高了5%，力争到2025年达到70%。") == [("甲率", 70, 2025)]
