"""A change of the rules by which measures get their themes: what it would do, and doing it.

Each change makes a version. Measures whose themes a person corrected keep them, and are told what the rules now say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from documents import index_changes
from documents.corrections.in_force import Corrections, themes_by, write
from documents.models import Measure, Plan, ThemeRule, ThemeRulesVersion
from documents.themes.in_force import lexicon, with_changes
from documents.themes.rules import RuleBook

COLUMNS = ("theme", "term", "weight", "where", "enabled")


@dataclass(frozen=True, slots=True)
class Change:
    """What other rules would make of one measure that no person gave its themes."""

    measure: Measure
    before: tuple[str, ...]
    after: tuple[str, ...]


def preview(rules: Sequence[ThemeRule]) -> list[Change]:
    """The measures whose themes in force these rules (all that admins say) would change. Raises ValidationError."""
    _check(rules)
    book = RuleBook(with_changes(rules))
    plans = Plan.objects.defer("parsed")
    return [
        Change(measure, before, tuple(measure.themes))
        for plan in plans
        for measure, before in _judged_otherwise(plan, book)
        if tuple(measure.themes) != before and measure.visible
    ]


def change(rules: Sequence[ThemeRule], *, by: AbstractBaseUser | None, note: str = "") -> ThemeRulesVersion:
    """Makes these rules all that admins say beside the lexicon, in one transaction. Raises ValidationError."""
    _check(rules)
    with transaction.atomic():
        said = {(rule.theme, rule.term) for rule in rules}
        gone = [pk for pk, *own in ThemeRule.objects.values_list("pk", "theme", "term") if tuple(own) not in said]
        ThemeRule.objects.filter(pk__in=gone).delete()
        ThemeRule.objects.bulk_create(
            [ThemeRule(**_columns(rule)) for rule in rules],
            update_conflicts=True,
            unique_fields=["theme", "term"],
            update_fields=["weight", "where", "enabled"],
        )
        return _new_version(list(rules), by, note)


def restore(version: ThemeRulesVersion, *, by: AbstractBaseUser | None) -> ThemeRulesVersion:
    """Puts the changes of an older version back in force, as a new version."""
    return change([ThemeRule(**row) for row in version.rules], by=by, note=f"恢复{version}")


def catch_up() -> ThemeRulesVersion | None:
    """Brings all measures in line with the lexicon of this product where they were judged by another or by none."""
    latest = ThemeRulesVersion.objects.order_by("-pk").values_list("lexicon", flat=True).first()
    if latest == lexicon():
        return None
    with transaction.atomic():
        return _new_version(list(ThemeRule.objects.all()), None, "词库更新" if latest else "初始词库")


def _new_version(rules: Sequence[ThemeRule], by: AbstractBaseUser | None, note: str) -> ThemeRulesVersion:
    version = ThemeRulesVersion.objects.create(
        lexicon=lexicon(), rules=[_columns(rule) for rule in rules], note=note, made_by_id=by.pk if by else None
    )
    book = RuleBook(with_changes(rules))
    version.measures = sum(_judge_again(plan, book) for plan in Plan.objects.select_for_update().defer("parsed"))
    version.save(update_fields=["measures"])
    return version


def _judge_again(plan: Plan, book: RuleBook) -> int:
    """Writes the themes of a plan's measures; says of how many those in force changed."""
    judged = list(_judged_otherwise(plan, book))
    write(Measure, [measure for measure, _ in judged], ("themes_by_rule", "themes"))
    changed = [measure.pk for measure, before in judged if tuple(measure.themes) != before]
    index_changes.record(changed)
    return len(changed)


def _judged_otherwise(plan: Plan, book: RuleBook) -> Iterator[tuple[Measure, tuple[str, ...]]]:
    """The measures of a plan of which the rules say something else than before, with the themes they had."""
    measures = list(plan.measures.defer("reasons"))
    said = {measure: (tuple(measure.themes_by_rule), tuple(measure.themes)) for measure in measures}
    themes_by(book, plan, plan.chapters.defer("parsed", "reasons"), measures, Corrections(plan.pk))
    for measure in measures:
        by_rule, themes = said[measure]
        if (tuple(measure.themes_by_rule), tuple(measure.themes)) != (by_rule, themes):
            yield measure, themes


def _check(rules: Iterable[ThemeRule]) -> None:
    seen = set()
    for row in rules:
        if row.rule.problem:
            raise ValidationError(f"{row}：{row.rule.problem}")
        if (row.theme, row.term) in seen:
            raise ValidationError(f"{row}：同一主题的同一词语出现了两次。")
        seen.add((row.theme, row.term))


def _columns(rule: ThemeRule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in COLUMNS}
