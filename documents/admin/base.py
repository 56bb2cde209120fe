"""What the admin pages of entries and of derived rows have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from documents import corrections
from documents.admin.forms import CorrectionForm
from documents.admin.typed import ModelAdmin
from documents.corrections.acts import Doing, correct_as
from documents.models import Chapter, Measure, Plan, ReviewItem
from documents.review import settling

View = Callable[..., HttpResponse]


def user_of(request: HttpRequest) -> User:
    return cast("User", request.user)


def is_list(request: HttpRequest) -> bool:
    """Whether a list is asked for, not one entry."""
    match = request.resolver_match
    return match is not None and (match.url_name or "").endswith("_changelist")


def staff_page(permission: str) -> Callable[[View], View]:
    """A page of the admin, for those who have the permission."""

    def decorate(view: View) -> View:
        @wraps(view)
        def allowed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        # wraps once more: the admin's own check comes first, and sends who is not signed in to the form for that
        return wraps(view)(admin.site.admin_view(allowed))

    return decorate


def show(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    """A page in the frame of the admin."""
    return render(request, f"admin/documents/{template}", admin.site.each_context(request) | {"title": title} | context)


def go_on(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To the page that the form names as `next`, if it is one of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if safe else otherwise)


def told(request: HttpRequest, error: ValidationError) -> None:
    """Says on the next page why something was refused."""
    for message in error.messages:
        messages.error(request, message)


class ReadOnlyAdmin(ModelAdmin):
    """Rows that are derived or recorded: looked at, never edited."""

    actions: tuple[str, ...] = ()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class CorrectableAdmin(ModelAdmin):
    """An entry that is edited by correcting it. Entries come from imports, and are hidden rather than deleted."""

    actions: tuple[str, ...] = ("hide", "show")
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def view_on_site(self, obj: Any) -> str:
        return str(obj.get_absolute_url())

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        # what the parser said is long, and lists do not show it
        found = super().get_queryset(request)
        return found.defer("parsed", "reasons", *self.long_columns) if is_list(request) else found

    long_columns: tuple[str, ...] = ()

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """What is about to be saved waits for whoever is just saving an entry of the same plan, and is read after."""
        entry = super().get_object(request, object_id, from_field)
        if entry is not None and request.method == "POST" and connection.in_atomic_block:
            Plan.objects.select_for_update().get(pk=entry.pk if isinstance(entry, Plan) else entry.plan_id)
            entry.refresh_from_db()
        return entry

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:
        correction = cast("CorrectionForm", form)
        values = {field: correction.cleaned_data[field] for field in correction.changed()}
        correct_as(obj, values, self.doing(request, form))

    def save_related(self, request: HttpRequest, form: ModelForm[Any], formsets: Any, change: bool) -> None:
        """After all lists are saved: the buttons that do something more."""
        super().save_related(request, form, formsets, change)
        if "_check" in request.POST:
            corrections.check(form.instance, by=user_of(request), reason=form.cleaned_data["reason"])
        may_settle = "_settle" in request.POST and request.user.has_perm("documents.change_reviewitem")
        if may_settle and (item := _item(request.POST.get("item", ""))):
            try:
                settling.mark_corrected(item, by=user_of(request))
            except ValidationError as error:
                told(request, error)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if "_settle" in request.POST:
            return redirect("admin:documents_reviewitem_queue")
        return super().response_change(request, obj)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context["item"] = _item(request.POST.get("item") or request.GET.get("item", ""))
        return super().render_change_form(request, context, *args, **kwargs)

    def doing(self, request: HttpRequest, form: ModelForm[Any]) -> Doing:
        """All that is saved from one form is one act."""
        if not hasattr(form, "doing"):
            form.doing = Doing(user_of(request), form.cleaned_data["reason"])  # type: ignore[attr-defined]  # see above
        doing: Doing = form.doing  # type: ignore[attr-defined]
        return doing

    # As text and not as the foreign keys themselves, whose cells never wrap and push the rest off the page.
    @admin.display(description="文件", ordering="plan")
    def in_plan(self, entry: Any) -> str:
        return str(entry.plan)

    @admin.action(description="隐藏所选条目", permissions=["change"])
    def hide(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        return self.correct_all(request, queryset, {"hidden": True})

    @admin.action(description="显示所选条目（也用于保留解析器不再得到的条目）", permissions=["change"])
    def show(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        return self.correct_all(request, queryset, {"hidden": False})

    def correct_all(
        self, request: HttpRequest, queryset: QuerySet[Any], values: dict[str, Any], reason: str = ""
    ) -> HttpResponse:
        """Corrects fields of all these entries, all or none, and goes back to where they were chosen."""
        entries: list[Chapter | Measure] = list(queryset.select_related(None))
        try:
            if self.model is Plan:
                changed = sum(bool(corrections.correct_fields(e, values, by=user_of(request))) for e in entries)
            else:
                changed = corrections.correct_each(entries, values, by=user_of(request), reason=reason)
        except ValidationError as error:
            told(request, error)
        else:
            unchanged = len(entries) - changed
            self.message_user(request, f"已更正 {changed} 条，其余 {unchanged} 条无需改动。", messages.SUCCESS)
        return go_on(request, request.get_full_path())


def is_number(text: str) -> bool:
    """Whether an entry can have this number: the database has no longer ones."""
    return text.isdecimal() and len(text) < 19


def _item(number: str) -> ReviewItem | None:
    """The open item that led to a form."""
    if not is_number(number):
        return None
    return ReviewItem.objects.filter(pk=number, state=ReviewItem.State.OPEN).first()
