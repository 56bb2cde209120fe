"""The lists of a measure, edited with it: responsible bodies and targets."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from documents import corrections
from documents.admin.typed import BaseInlineFormSet, ModelForm, StackedInline
from documents.models import Measure, Responsibility, Target


class PartsFormSet(BaseInlineFormSet):
    """The rows of a measure as one list, which is corrected as a whole."""

    field: str
    columns: tuple[str, ...]

    def clean(self) -> None:
        super().clean()
        if not any(self.errors):
            corrections.clean(cast("Measure", self.instance), self.field, self.stored())

    def stored(self) -> list[dict[str, Any]]:
        """The list as the person leaves it."""
        return [
            {column: getattr(form.instance, column) for column in self.columns} | {"spans": form.instance.spans}
            for form in self.forms
            if form not in self.deleted_forms and (form.instance.pk or form.has_changed())
        ]


class ResponsibilityFormSet(PartsFormSet):
    field = "responsibilities"
    columns = ("as_written", "agency", "role", "inherited")


class TargetFormSet(PartsFormSet):
    field = "targets"
    columns = ("indicator", "comparator", "value", "value_high", "unit", "year", "quote")


class ResponsibilityForm(ModelForm):
    class Meta:
        model = Responsibility
        fields = ("agency", "as_written", "role", "inherited")


class TargetForm(ModelForm):
    # the initial one is what the browser sends for the empty row below: without it that row would count as begun
    comparator = forms.ChoiceField(
        label="比较", choices=[(word, word) for word in Target.COMPARATORS], initial=Target.COMPARATORS[0]
    )

    class Meta:
        model = Target
        fields = ("indicator", "comparator", "value", "value_high", "unit", "year", "quote")
        widgets = {"quote": forms.Textarea(attrs={"rows": 1, "cols": 40})}


class PartsInline(StackedInline):
    """Rows of a measure, edited with it: whoever may change the measure may change them. Not as a table, which would be
    wider than the form beside the source; css/admin.css puts the fields of a row close together.
    """

    extra = 1  # one more can be added without a script

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("documents.change_measure")

    has_change_permission = has_delete_permission = has_add_permission

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("documents.view_measure")


class ResponsibilityInline(PartsInline):
    model = Responsibility
    form = ResponsibilityForm
    formset = ResponsibilityFormSet
    autocomplete_fields = ("agency",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("agency")


class TargetInline(PartsInline):
    model = Target
    form = TargetForm
    formset = TargetFormSet
