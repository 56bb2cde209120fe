"""Plans: their facts are corrected here; a plan brought in by mistake is taken out whole."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString

from documents import importing
from documents.admin import exchange, history, outline, restructuring
from documents.admin.base import CorrectableAdmin, user_of
from documents.admin.forms import PlanForm
from documents.importing.wording import imported_wording
from documents.models import Measure, Plan

# In one request: a text takes about a second.
READ_AT_ONCE = 20


@admin.register(Plan)
class PlanAdmin(CorrectableAdmin):
    form = PlanForm
    fields = (
        "title", "province", "document_number", "issuers", ("issued_on", "published_on"),
        ("period_start", "period_end"), ("kind", "validity"), "is_plan", "hidden", "reason", "opened_as",
    )  # fmt: skip
    change_list_template = "admin/documents/plan_list.html"
    change_form_template = "admin/documents/plan_form.html"
    list_display = (
        "heading", "province", "document_number", "issued_on", "kind", "measure_count", "checked", "outline", "hidden",
    )  # fmt: skip
    list_select_related = ("province",)
    list_filter = ("is_plan", "checked", "hidden", "kept", "kind", "province")
    search_fields = ("title", "document_number", "province__name", "sources__file")
    date_hierarchy = "issued_on"
    actions = ("read_again", *CorrectableAdmin.actions)

    def get_urls(self) -> list[URLPattern]:
        return [
            path("<int:pk>/outline/", outline.outline_page, name="documents_plan_outline"),
            path("<int:pk>/log/", history.of_plan, name="documents_plan_log"),
            path("<int:pk>/check/", outline.check, name="documents_plan_check"),
            path("<int:pk>/add-measure/", restructuring.add_measure, name="documents_plan_add_measure"),
            path("<int:pk>/add-chapter/", restructuring.add_chapter, name="documents_plan_add_chapter"),
            path("corrections/export/", exchange.export, name="documents_correction_export"),
            path("corrections/import/", exchange.bring_in, name="documents_correction_import"),
            path("acts/<int:pk>/restore/", history.restore, name="documents_correctionact_restore"),
            path("acts/<uuid:batch>/undo/", history.undo, name="documents_correctionact_undo"),
            *super().get_urls(),
        ]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return history.of_entry(request, self.get_object(request, object_id))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        counted = Measure.objects.visible().filter(plan=OuterRef("pk")).order_by().values("plan")
        number = Subquery(counted.annotate(number=Count("pk")).values("number"))
        plans: QuerySet[Any] = super().get_queryset(request).annotate(measure_number=Coalesce(number, 0))
        return plans

    @admin.display(description="标题", ordering="title")
    def heading(self, plan: Plan) -> str:
        return plan.heading

    @admin.display(description="目录")
    def outline(self, plan: Plan) -> SafeString:
        return format_html('<a href="{}">目录</a>', reverse("admin:documents_plan_outline", args=[plan.pk]))

    @admin.display(description="条目数", ordering="measure_number")
    def measure_count(self, plan: Any) -> int:
        return int(plan.measure_number)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("documents.add_importbatch")

    @admin.action(description="重新解析（按现在的解析器和噪声行，保留更正）", permissions=["import"])
    def read_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        plans = list(queryset.filter(sources__current=True))
        if len(plans) > READ_AT_ONCE:
            self.message_user(request, f"一次最多重新解析 {READ_AT_ONCE} 份，请分几次。", messages.ERROR)
            return
        for plan in plans:
            done = importing.read_again(plan, wording=imported_wording, by=user_of(request))
            told = f"新增 {len(done.new)}，更新 {len(done.updated)}，撤下 {len(done.withdrawn)}"
            disagreeing = f"；与人工更正不一致 {len(done.conflicts)} 处，见待核对" if done.conflicts else ""
            self.message_user(request, f"{plan}：{told}{disagreeing}。", messages.SUCCESS)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("documents.delete_plan")

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """A plan takes all that belongs to it along; thousands of entries need not be listed, nor be allowed singly."""
        plans = list(objs)
        chapters = sum(plan.chapters.count() for plan in plans)
        measures = sum(plan.measures.count() for plan in plans)
        corrections = sum(plan.corrections.count() for plan in plans)
        counts = {"文件": len(plans), "章节": chapters, "措施": measures, "人工更正": corrections}
        return [str(plan) for plan in plans], counts, set(), []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        importing.remove_plan(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for plan in queryset:
            importing.remove_plan(plan)
