"""Agencies with all their names, two that are one, and the provinces. Nothing is saved past `corrections.agencies`."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Count, QuerySet
from django.forms import ModelForm as AnyForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.urls.resolvers import URLPattern
from django.views.decorators.http import require_POST

from documents.admin.base import ReadOnlyAdmin, is_list, is_number, show, staff_page, told, user_of
from documents.admin.locking import digest
from documents.admin.typed import BaseInlineFormSet, ModelAdmin, ModelForm, TabularInline
from documents.corrections import agencies
from documents.models import Agency, AgencyAct, AgencyName, Measure, Province

EXAMPLES = 30
CHANGE = "documents.change_agency"


@admin.register(Province)
class ProvinceAdmin(ReadOnlyAdmin):
    list_display = ("name", "full_name", "code")
    search_fields = ("name", "full_name", "code")


class AgencyForm(ModelForm):
    reason = forms.CharField(label="理由", max_length=300, required=False, help_text="可不填；随改动一起留存。")
    only_preview = forms.BooleanField(
        label="只预览", required=False, help_text="勾选后“保存”只说明名称的增减会改变哪些措施的责任单位，不写入。"
    )
    # What is saved is the whole list of names: one opened before another change would take that change back.
    opened_as = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Agency
        fields = ("name", "province", "collective")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["opened_as"] = digest(agencies.state(self.instance))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        opened = self.cleaned_data.get("opened_as")
        if opened and self.instance.pk and opened != self.initial["opened_as"]:
            raise ValidationError("打开页面之后，这个部门已被他人或导入改动，所填的没有保存。请重新打开页面再改。")
        return cleaned


class NamesFormSet(BaseInlineFormSet):
    """The names of an agency; with 只预览 ticked it says what they would change, and is not valid."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or "only_preview" not in self.data:
            return
        facts = {name: getattr(self.instance, name) for name in AgencyForm.Meta.fields}
        raise ValidationError(_told(agencies.preview(self.instance, facts, self.names())))

    def names(self) -> list[dict[str, Any]]:
        """As the person leaves them."""
        return [
            {column: form.cleaned_data.get(column) for column in agencies.NAME_COLUMNS}
            for form in self.forms
            if form not in self.deleted_forms and form.cleaned_data.get("name")
        ]


def _told(measures: list[Measure]) -> str:
    if not measures:
        return "预览（尚未保存）：没有措施的责任单位会因此改变。"
    more = "……" if len(measures) > EXAMPLES else ""
    examples = "；".join(f"{measure.heading}（{measure.plan}）" for measure in measures[:EXAMPLES])
    return f"预览（尚未保存）：将改变 {len(measures)} 条措施的责任单位。{examples}{more}"


class AgencyNameInline(TabularInline):
    model = AgencyName
    formset = NamesFormSet
    extra = 1
    fields = ("name", "kind", "valid_from", "valid_until")


@admin.register(Agency)
class AgencyAdmin(ModelAdmin):
    form = AgencyForm
    change_form_template = "admin/documents/agency_form.html"
    fields = ("name", "province", "collective", "key", "reason", "only_preview", "opened_as")
    readonly_fields = ("key",)
    inlines = (AgencyNameInline,)
    list_display = ("name", "province", "collective", "responsibility_count", "merged_into")
    list_select_related = ("province", "merged_into")
    list_filter = ("collective", ("merged_into", admin.EmptyFieldListFilter), "province")
    search_fields = ("name", "names__name")
    ordering = ("province_id", "name")
    actions = ("merge",)

    def get_urls(self) -> list[URLPattern]:
        return [
            path("merge/", merge, name="documents_agency_merge"),
            path("<int:pk>/part/", part, name="documents_agency_part"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found = super().get_queryset(request)
        number = Count("responsibilities", distinct=True)
        return found.annotate(responsibility_number=number) if is_list(request) else found

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """What is about to be saved waits for whoever is just saving the same agency, and is read after."""
        agency = super().get_object(request, object_id, from_field)
        if agency is not None and request.method == "POST" and connection.in_atomic_block:
            Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)
            agency.refresh_from_db()
        return agency

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Where one is to be chosen, none that was merged into another."""
        found, duplicates = super().get_search_results(request, queryset, term)
        return (found if is_list(request) else found.filter(merged_into=None)), duplicates

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One that measures name is merged into another, not deleted: its address leads there."""
        return super().has_delete_permission(request, obj) and obj is not None and not _is_named(obj)

    @admin.display(description="负责的条目数", ordering="responsibility_number")
    def responsibility_count(self, agency: Any) -> int:
        return int(agency.responsibility_number)

    def view_on_site(self, obj: Any) -> str:
        return str(obj.get_absolute_url())

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if agency := kwargs.get("obj"):
            context["merged"] = agency.merged.all()
            context["acts"] = agency.acts.select_related("made_by")[:20]
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: AnyForm[Any], change: bool) -> None:
        """With its names, below: both are one act."""

    def save_related(self, request: HttpRequest, form: AnyForm[Any], formsets: Any, change: bool) -> None:
        names = cast("NamesFormSet", formsets[0])
        names.save(commit=False)  # writes nothing; the admin's log reads from it what was changed
        facts = {name: form.cleaned_data[name] for name in AgencyForm.Meta.fields}
        agency = Agency.objects.get(pk=form.instance.pk) if change else Agency()
        reason = form.cleaned_data["reason"]
        changed = agencies.change(agency, facts, names.names(), by=user_of(request), reason=reason)
        form.instance.pk = agency.pk
        if changed:
            self.message_user(request, f"{changed} 条措施的责任单位随之改变。", messages.SUCCESS)

    @admin.action(description="合并为一个部门…", permissions=["change"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        return _merge_page(request, list(queryset.order_by("pk")))


class MergeForm(forms.Form):
    """Which of the chosen agencies the others are merged into."""

    into = forms.ModelChoiceField(Agency.objects.none(), label="保留", widget=forms.RadioSelect, empty_label=None)
    reason = forms.CharField(label="理由", max_length=300, required=False)

    def __init__(self, chosen: list[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_chosen = Agency.objects.filter(pk__in=chosen).order_by("pk")
        self.fields["into"].queryset = of_chosen  # type: ignore[attr-defined]


@staff_page(CHANGE)
@require_POST
def merge(request: HttpRequest) -> HttpResponse:
    chosen = [int(pk) for pk in request.POST.getlist("chosen") if is_number(pk)]
    form = MergeForm(chosen, request.POST)
    if not form.is_valid():
        return _merge_page(request, list(Agency.objects.filter(pk__in=chosen).order_by("pk")), form)
    into, changed = form.cleaned_data["into"], 0
    try:
        with transaction.atomic():
            for agency in Agency.objects.filter(pk__in=chosen).exclude(pk=into.pk):
                changed += agencies.merge(agency, into, by=user_of(request), reason=form.cleaned_data["reason"])
    except ValidationError as error:
        told(request, error)
    else:
        messages.success(request, f"已合并，{changed} 条措施的责任单位随之改变。原部门的页面转到“{into}”。")
    return redirect("admin:documents_agency_change", into.pk)


@staff_page(CHANGE)
@require_POST
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back that an agency is another one."""
    agency = get_object_or_404(Agency, pk=pk)
    try:
        changed = agencies.part(agency, by=user_of(request))
    except ValidationError as error:
        told(request, error)
    else:
        messages.success(request, f"已撤销合并，{changed} 条措施的责任单位随之改变。")
    return redirect("admin:documents_agency_change", agency.pk)


def _merge_page(request: HttpRequest, chosen: list[Agency], form: MergeForm | None = None) -> HttpResponse:
    if len(chosen) < 2:
        messages.error(request, "请至少选择两个部门。")
        return redirect("admin:documents_agency_changelist")
    rows = [(agency, list(agency.names.all()), len(agencies.borne_by([agency]))) for agency in chosen]
    form = form or MergeForm([agency.pk for agency in chosen])
    return show(request, "merge_agencies.html", "合并部门", form=form, rows=rows, opts=Agency._meta)


def _is_named(agency: Agency) -> bool:
    return agency.responsibilities.exists() or agency.merged_into_id is not None or agency.merged.exists()


@admin.register(AgencyName)
class AgencyNameAdmin(ReadOnlyAdmin):
    list_display = ("name", "kind", "agency", "valid_from", "valid_until")
    list_select_related = ("agency",)
    list_filter = ("kind", "agency__province")
    search_fields = ("name", "agency__name")


@admin.register(AgencyAct)
class AgencyActAdmin(ReadOnlyAdmin):
    actions = ("restore",)
    list_display = ("agency", "kind", "measures", "reason", "made_by", "made_at")
    list_select_related = ("agency", "made_by")
    list_filter = ("kind", "made_at")
    search_fields = ("agency__name", "reason")

    def has_restore_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(CHANGE)

    @admin.action(description="恢复到所选操作之前", permissions=["restore"])
    def restore(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        if len(queryset) != 1:
            self.message_user(request, "请只选一项操作。", messages.ERROR)
            return
        try:
            changed = agencies.restore(queryset[0], by=user_of(request))
        except ValidationError as error:
            told(request, error)
        else:
            self.message_user(request, f"已恢复，{changed} 条措施的责任单位随之改变。", messages.SUCCESS)
