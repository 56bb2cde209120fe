"""Reporting a mistake, without an account."""

from __future__ import annotations

import re

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from documents.models import Measure, Plan, ReaderReport
from documents.models.reports import MOST_CHARACTERS
from documents.reporting import TooManyReports, file_report

SHORTEST = 2  # characters
ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
MOST_ADDRESSES = 2  # a source may be given; a note of nothing but addresses is none


class ReportForm(forms.Form):
    kind = forms.ChoiceField(label="哪里有误", choices=ReaderReport.Kind, initial=ReaderReport.Kind.TEXT)
    note = forms.CharField(
        label="说明",
        min_length=SHORTEST,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="例如：第二行“准人”应为“准入”；牵头单位应为省医保局。请不要留下姓名、电话等个人信息。",
    )
    # Not shown to people; programs that fill in forms fill it in.
    website = forms.CharField(required=False, label="请留空", widget=forms.TextInput(attrs={"tabindex": -1}))

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        if len(ADDRESS.findall(note)) > MOST_ADDRESSES:
            raise forms.ValidationError("网址太多。请用文字说明哪里有误。")
        return note


@require_http_methods(["GET", "HEAD", "POST"])
def report_measure(request: HttpRequest, pk: int) -> HttpResponse:
    shown = Measure.objects.visible().select_related("plan__province", "chapter").defer("parsed", "plan__parsed")
    return _report(request, get_object_or_404(shown, pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
def report_plan(request: HttpRequest, pk: int) -> HttpResponse:
    shown = Plan.objects.visible().select_related("province").defer("parsed")
    return _report(request, get_object_or_404(shown, pk=pk))


def _report(request: HttpRequest, about: Plan | Measure) -> HttpResponse:
    form = ReportForm(request.POST or None, label_suffix="")
    status = 200
    if form.is_valid():
        try:
            if not form.cleaned_data["website"]:
                file_report(request, about, form.cleaned_data["kind"], form.cleaned_data["note"])
            messages.success(request, "已收到，谢谢。管理员会对照原文核实；更正后这里会注明。")
            return redirect(about)
        except TooManyReports:
            form.add_error(None, "一小时内提交的太多了，请稍后再试。")
            status = 429
    measure = about if isinstance(about, Measure) else None
    context = {"form": form, "about": about, "measure": measure, "plan": measure.plan if measure else about}
    return render(request, "documents/report.html", context, status=status)
