"""The rules by which measures get their themes: what admins say beside the lexicon, all rules in force, and versions.

Nothing is saved past `documents.themes.changing`, which brings all measures in line; what a change would do can be
seen before.
"""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import ModelForm as AnyForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.urls.resolvers import URLPattern

from documents.admin.base import ReadOnlyAdmin, user_of
from documents.admin.typed import ModelAdmin, ModelForm
from documents.models import ThemeRule, ThemeRulesVersion
from documents.themes import changing
from documents.themes.in_force import with_changes
from documents.themes.rules import EVERYWHERE, PLACES, THEMES, Rule, packaged

PLACE_NAMES = {"lead": "主题句", "titles": "章节标题", "text": "正文", "agencies": "责任单位", "kind": "类型"}
RULES_A_PAGE, EXAMPLES = 200, 8


class ThemeRuleForm(ModelForm):
    theme = forms.ChoiceField(label="主题", choices=[(theme, theme) for theme in THEMES])
    where = forms.MultipleChoiceField(
        label="计分之处",
        choices=[(place, PLACE_NAMES[place]) for place in PLACES],
        initial=list(EVERYWHERE),
        widget=forms.CheckboxSelectMultiple,
    )
    only_preview = forms.BooleanField(
        label="只预览", required=False, help_text="勾选后“保存”只说明会改变哪些措施的主题，不写入。"
    )
    note = forms.CharField(label="说明", max_length=300, required=False, help_text="可不填；随版本一起留存。")

    class Meta:
        model = ThemeRule
        fields = ("theme", "term", "weight", "where", "enabled")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["theme"].disabled = self.fields["term"].disabled = True

    def _post_clean(self) -> None:
        """After the rule is put together: whether it can be used, and what it would do."""
        super()._post_clean()  # type: ignore[misc]  # Django's own step of cleaning, which its stubs leave out
        if self.errors:
            return
        if problem := self.instance.rule.problem:
            self.add_error(None, problem)
        elif self.cleaned_data["only_preview"]:
            self.add_error(None, ValidationError(_told(changing.preview(_with(self.instance)))))


@admin.register(ThemeRule)
class ThemeRuleAdmin(ModelAdmin):
    form = ThemeRuleForm
    fields = ("theme", "term", "weight", "where", "enabled", "note", "only_preview")
    list_display = ("term", "theme", "weight", "places", "enabled", "lexicon_says")
    list_filter = ("theme", "enabled")
    search_fields = ("term", "theme")
    change_list_template = "admin/documents/themerule/change_list.html"

    @admin.display(description="计分之处")
    def places(self, row: ThemeRule) -> str:
        return _places(row.rule)

    @admin.display(description="词库原作")
    def lexicon_says(self, row: ThemeRule) -> str:
        said = [rule for rule in packaged() if (rule.theme, rule.term) == (row.theme, row.term)]
        return "；".join(f"{rule.weight:g}（{_places(rule)}）" for rule in said) or "无此条"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.in_force)
        return [path("in-force/", view, name="documents_themerule_in_force"), *super().get_urls()]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A link to a rule of the lexicon fills in the form; places are joined by commas."""
        given: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        if "where" in given:
            given["where"] = str(given["where"]).split(",")
        return given

    def in_force(self, request: HttpRequest) -> HttpResponse:
        """All rules in force, narrowed by ?q=words and ?theme=; each leads to the form that changes it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        words, theme = request.GET.get("q", "").strip(), request.GET.get("theme", "")
        changed = {(row.theme, row.term): row.pk for row in ThemeRule.objects.all()}
        found = [
            {"rule": rule, "places": _places(rule), "changed": changed.get((rule.theme, rule.term))}
            for rule in with_changes(ThemeRule.objects.all())
            if words in rule.term and theme in ("", rule.theme)
        ]
        found.sort(key=lambda row: (THEMES.index(cast("Rule", row["rule"]).theme), cast("Rule", row["rule"]).term))
        context = self.admin_site.each_context(request) | {
            "title": "生效的主题规则",
            "opts": self.opts,
            "page": Paginator(found, RULES_A_PAGE).get_page(request.GET.get("p")),
            "words": words,
            "theme": theme,
            "themes": THEMES,
        }
        return render(request, "admin/documents/themerule/in_force.html", context)

    def save_model(self, request: HttpRequest, obj: Any, form: AnyForm[Any], change: bool) -> None:
        self._change(request, _with(obj), form.cleaned_data["note"] or str(obj))
        obj.pk = ThemeRule.objects.get(theme=obj.theme, term=obj.term).pk

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self._change(request, list(ThemeRule.objects.exclude(pk=obj.pk)), f"删除：{obj}")

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        kept = list(ThemeRule.objects.exclude(pk__in=queryset.values("pk")))
        self._change(request, kept, "删除：" + "、".join(map(str, queryset))[:200])

    def _change(self, request: HttpRequest, rules: list[ThemeRule], note: str) -> None:
        version = changing.change(rules, by=user_of(request), note=note)
        self.message_user(request, f"{version}已生效，{version.measures} 条措施的主题随之改变。", messages.SUCCESS)


@admin.register(ThemeRulesVersion)
class ThemeRulesVersionAdmin(ReadOnlyAdmin):
    actions = ("restore",)
    list_display = ("__str__", "note", "measures", "made_by", "made_at")
    list_select_related = ("made_by",)
    search_fields = ("note",)

    def has_restore_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("documents.change_themerule")

    @admin.action(description="恢复到所选版本", permissions=["restore"])
    def restore(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        if len(queryset) != 1:
            self.message_user(request, "请只选一个版本。", messages.ERROR)
            return
        version = changing.restore(queryset[0], by=user_of(request))
        self.message_user(request, f"{version}已生效，{version.measures} 条措施的主题随之改变。", messages.SUCCESS)


def _with(rule: ThemeRule) -> list[ThemeRule]:
    """All that admins say, with this rule among it."""
    return [*ThemeRule.objects.exclude(theme=rule.theme, term=rule.term), rule]


def _places(rule: Rule) -> str:
    return "、".join(PLACE_NAMES[place] for place in rule.where)


def _told(changes: list[changing.Change]) -> str:
    """The number of the measures that would change, and the first of them."""
    examples = (f"{c.measure.heading}（{'、'.join(c.before)} → {'、'.join(c.after)}）" for c in changes[:EXAMPLES])
    more = "……" if len(changes) > EXAMPLES else ""
    return f"预览（尚未保存）：将改变 {len(changes)} 条措施的主题。" + "；".join(examples) + more
