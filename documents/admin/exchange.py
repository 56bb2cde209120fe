"""Taking corrections to another installation, and bringing them in from one."""

from __future__ import annotations

import json

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.admin.base import is_number, show, staff_page, user_of
from documents.corrections.exchange.arriving import Arrived, take_in
from documents.corrections.exchange.leaving import document_of
from documents.models import Plan

LARGEST = 30_000_000  # bytes: thousands of plans worked through


@staff_page("documents.view_correction")
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """All corrections, or those of ?plan=NUMBER, as a file."""
    plans, number = Plan.objects.order_by("pk"), request.GET.get("plan", "")
    if number:
        plans = plans.filter(pk=number) if is_number(number) else plans.none()
    written = json.dumps(document_of(plans), ensure_ascii=False, indent=1)
    name = f"corrections-{timezone.localdate():%Y%m%d}{f'-plan-{number}' if is_number(number) else ''}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(written, content_type="application/json; charset=utf-8", headers=headers)


class ArrivingForm(forms.Form):
    file = forms.FileField(label="导出文件（JSON）")
    overwrite = forms.BooleanField(
        label="与这里的更正不同时，以导入的为准", required=False, help_text="不勾选：这里已有的更正一律保留。"
    )

    def clean_file(self) -> object:
        """The document in the file."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(f"文件超过 {LARGEST // 1_000_000} MB。")
        try:
            return json.loads(file.read().decode("utf-8"))
        except (ValueError, RecursionError) as error:  # of the encoding, of JSON, or nested without end
            raise ValidationError("这不是 JSON 文件。") from error


@staff_page("documents.change_plan")
def bring_in(request: HttpRequest) -> HttpResponse:
    form = ArrivingForm(request.POST or None, request.FILES or None)
    arrived: Arrived | None = None
    if form.is_valid():
        try:
            arrived = take_in(form.cleaned_data["file"], by=user_of(request), overwrite=form.cleaned_data["overwrite"])
        except ValidationError as error:
            form.add_error("file", error)
        else:
            messages.success(request, f"采用 {arrived.taken} 处更正，这里已有 {arrived.known} 处。")
    return show(request, "exchange.html", "导入更正", form=form, arrived=arrived, opts=Plan._meta)
