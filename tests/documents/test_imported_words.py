"""The words of what has been imported help to read the next text."""

from pathlib import Path

import pytest
from django.core.management import call_command

from documents.importing.wording import imported_wording
from documents.models import Finding
from tests.documents import rows

pytestmark = pytest.mark.django_db

MISPRINT = "一、任务\n（一）加快转变。推进健康管理法治化讲程，提高服务水平。\n"


def plans_that_say(*texts: str) -> None:
    for text in texts:
        rows.measure(rows.plan(), text)


def test_a_single_plan_makes_no_corpus() -> None:
    plans_that_say("加快法治化进程。")
    assert imported_wording() is None


def test_two_plans_attest_the_words_that_they_share() -> None:
    plans_that_say("加快法治化进程。", "推进改革进程，完善制度。")
    wording = imported_wording()
    assert wording is not None
    assert "进程" in wording.attested
    assert "完善" not in wording.attested


@pytest.mark.parametrize(("corpus", "certain"), [([], False), (["加快法治化进程。", "推进改革进程。"], True)])
def test_importing_a_text_asks_the_corpus(corpus: list[str], certain: bool, tmp_path: Path) -> None:
    plans_that_say(*corpus)
    (tmp_path / "plan.txt").write_text(MISPRINT, encoding="utf-8")
    call_command("import_texts", tmp_path, verbosity=0)
    [finding] = Finding.objects.filter(kind=Finding.Kind.REPAIR)
    assert finding.detail["suggestion"] == "进程"
    assert finding.detail["certain"] is certain
