"""A person's acts on the structure of a plan: adding what the parser missed, splitting and merging, moving, hiding.

What is added, or comes of splitting or merging, is an entry that the parser has said nothing of: all it holds are
corrections, so that it outlives imports like these. A later parse that finds the same words in the same place takes the
entry up instead of making another. What was split or merged away is hidden, keeps its number and all that was said of
it, and its address leads to what stands in its place (`Succession`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import Q

from documents.corrections.acts import Doing, changing, keep_act, put
from documents.corrections.in_force import Corrections, apply_entries, value_in_force, without_spans
from documents.corrections.order import FRONT, imported_order
from documents.corrections.source_places import give_places
from documents.corrections.values import clean
from documents.models import Chapter, CorrectionAct, Measure, Plan, Succession

Kind = CorrectionAct.Kind
MOST_PARTS = 50


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of a measure that is split shall be; None where it has none."""

    text: str
    label: str | None = None
    lead: str | None = None


def add_measure(
    plan: Plan, values: Mapping[str, Any], *, after: Measure | None, by: AbstractBaseUser | None, reason: str = ""
) -> Measure:
    """A measure that the parser missed, behind another one (None: in front of all), with the fields given.

    In the chapter of that other one unless `chapter` is given. Raises ValidationError as `correct`.
    """
    if not str(values.get("text") or "").strip():
        raise ValidationError("请填写措施的正文。")
    doing = Doing(by, reason)
    placed = {"chapter": after.chapter_id if after else None} | dict(values)
    with changing(plan.pk) as fresh:
        measure = _new_measure(fresh, placed, after.pk if after else FRONT, doing)
        _finish(fresh, [measure])
    measure.refresh_from_db()
    return measure


def add_chapter(
    plan: Plan, values: Mapping[str, Any], *, after: Chapter | None, by: AbstractBaseUser | None, reason: str = ""
) -> Chapter:
    """A heading that the parser missed, behind another one (None: in front of all), with the fields given.

    Under the same heading as that other one unless `parent` is given. Raises ValidationError as `correct`.
    """
    if not any(str(values.get(field) or "").strip() for field in ("label", "title")):
        raise ValidationError("请填写章节的序号或标题。")
    doing = Doing(by, reason)
    placed = {"parent": after.parent_id if after else None} | dict(values)
    with changing(plan.pk) as fresh:
        chapter = Chapter.objects.create(plan=fresh, added=True, found=False, **_standing(fresh, Chapter, after))
        keep_act(chapter, doing, Kind.ADD)
        _correct(chapter, {"after": after.pk if after else FRONT, **placed}, doing)
        _finish(fresh, [])
    chapter.refresh_from_db()
    return chapter


def split(measure: Measure, parts: Sequence[Part], *, by: AbstractBaseUser | None, reason: str = "") -> list[Measure]:
    """Puts several measures in the place of one: each with a part of its text, the kind, chapter and bodies of the
    whole, and the targets whose words it holds. Raises ValidationError.
    """
    if not 2 <= len(parts) <= MOST_PARTS:
        raise ValidationError(f"请把正文分成 2 至 {MOST_PARTS} 段。")
    if any(not part.text.strip() for part in parts):
        raise ValidationError("每一段都要有文字。")
    doing = Doing(by, reason)
    with changing(measure.plan_id) as plan:
        whole = _still_seen(plan, [measure.pk])[0]
        values = _values(whole, Corrections(plan.pk))
        made, anchor = [], whole.pk
        for part, targets in zip(parts, _shared_out(values["targets"], parts), strict=True):
            own = values | {"text": part.text, "label": part.label, "lead": part.lead, "targets": targets}
            made.append(_new_measure(plan, own, anchor, doing, Kind.SPLIT))
            anchor = made[-1].pk
        _succeed([whole], made, doing, Kind.SPLIT)
        _finish(plan, made)
    return _fresh(made)


def merge(
    measures: Iterable[Measure], *, text: str | None = None, by: AbstractBaseUser | None, reason: str = ""
) -> Measure:
    """Puts one measure in the place of several of a plan, in the order in which they stand: label, lead, kind and
    chapter of the first, the bodies and targets of all, the texts one behind the other unless `text` is given.
    """
    numbers = list(dict.fromkeys(measure.pk for measure in measures))
    plans = set(Measure.objects.filter(pk__in=numbers).values_list("plan", flat=True))
    if len(numbers) < 2 or len(plans) != 1:
        raise ValidationError("请选择同一文件中的至少两条措施。")
    doing = Doing(by, reason)
    with changing(plans.pop()) as plan:
        those = _still_seen(plan, numbers)
        corrections = Corrections(plan.pk)
        every = [_values(each, corrections) for each in those]
        values = every[0] | {
            "text": text or "\n".join(each["text"] for each in every),
            "responsibilities": _once(chain.from_iterable(each["responsibilities"] for each in every)),
            "targets": list(chain.from_iterable(each["targets"] for each in every)),
        }
        made = _new_measure(plan, values, those[0].pk, doing, Kind.MERGE)
        _succeed(those, [made], doing, Kind.MERGE)
        _finish(plan, [made])
    return _fresh([made])[0]


def _new_measure(plan: Plan, values: Mapping[str, Any], after: int, doing: Doing, kind: Kind = Kind.ADD) -> Measure:
    anchor = Measure.objects.filter(pk=after).first()
    measure = Measure.objects.create(plan=plan, added=True, found=False, text="", **_standing(plan, Measure, anchor))
    keep_act(measure, doing, kind, after=measure.pk)
    _correct(measure, {"after": after, **values}, doing)
    return measure


def _standing(plan: Plan, model: type[Chapter] | type[Measure], anchor: Chapter | Measure | None) -> dict[str, Any]:
    """Where a new entry stands until the first import: `after` says the rest."""
    place = anchor.place if anchor else 0
    return {"place": place, "order": imported_order(place), "source": anchor.source if anchor else None}


def _correct(entry: Chapter | Measure, values: Mapping[str, Any], doing: Doing) -> None:
    for field, value in values.items():
        put(entry, field, clean(entry, field, value), doing)


def _succeed(before: Sequence[Measure], after: Sequence[Measure], doing: Doing, kind: Kind) -> None:
    """Hides the ones and lets their addresses lead to the others."""
    for measure in before:
        keep_act(measure, doing, kind, before=[each.pk for each in before], after=[each.pk for each in after])
        put(measure, "hidden", True, doing)
    Succession.objects.filter(measure__in=before, by_import=True).delete()
    Succession.objects.bulk_create(
        Succession(measure=one, successor=other, order=at, ground=one.parsed.get("text", ""))
        for one in before
        for at, other in enumerate(after)
    )


def _finish(plan: Plan, made: Sequence[Measure]) -> None:
    apply_entries(plan)
    if made:
        give_places(plan, [measure.pk for measure in made])


def _still_seen(plan: Plan, numbers: Sequence[int]) -> list[Measure]:
    """The measures as they stand now, in reading order. Raises ValidationError where one was hidden meanwhile."""
    found = list(plan.measures.visible().filter(Q(pk__in=numbers)).order_by("order", "pk"))
    if len(found) < len(numbers):
        raise ValidationError("所选措施已被隐藏、拆分或合并，请重新打开页面。")
    return found


def _values(measure: Measure, corrections: Corrections) -> dict[str, Any]:
    """All that is in force of a measure in its stored form, but for its place."""
    corrected = corrections.of(measure)
    values = {
        field: value_in_force(measure, field, corrected)
        for field in ("kind", "label", "lead", "text", "responsibilities", "targets")
    }
    themes = {"themes": corrected["themes"]} if "themes" in corrected else {}
    return values | themes | {"chapter": measure.chapter_id}


def _shared_out(targets: Sequence[Mapping[str, Any]], parts: Sequence[Part]) -> list[list[Mapping[str, Any]]]:
    """Each target to the first part that holds the words it was read from, else to the first part."""
    shares: list[list[Mapping[str, Any]]] = [[] for _ in parts]
    for target in targets:
        words = target.get("quote") or target["indicator"]
        shares[next((at for at, part in enumerate(parts) if words in part.text), 0)].append(target)
    return shares


def _once(bodies: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Each body once; as a lead where it is one anywhere."""
    found: dict[Any, Mapping[str, Any]] = {}
    for body in bodies:
        key = body["agency"] or body["as_written"]
        if key not in found or (body["role"] == "lead" and found[key]["role"] != "lead"):
            found[key] = without_spans(dict(body))
    return list(found.values())


def _fresh(made: Sequence[Measure]) -> list[Measure]:
    by_pk = Measure.objects.in_bulk([measure.pk for measure in made])
    return [by_pk[measure.pk] for measure in made]
