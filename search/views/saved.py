"""Searches that a signed-in reader keeps under a name."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from search.models import SavedSearch
from search.models.saved import LONGEST_ADDRESS, LONGEST_NAME, MOST_SAVED
from search.requests import read
from search.searching import choices_of
from search.wording import filters_in_words


class NameForm(forms.Form):
    name = forms.CharField(label="名称", max_length=LONGEST_NAME, required=False)

    def given(self) -> str:
        """The name; empty where none that can be kept was given."""
        return str(self.cleaned_data["name"]) if self.is_valid() else ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved(request: HttpRequest) -> HttpResponse:
    """The reader's list; posting `address` adds to it."""
    if request.method == "POST":
        _save(request)
        return redirect("search:saved")
    return render(request, "search/saved.html", {"searches": _own(request), "most": MOST_SAVED})


@login_required
@require_POST
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    search = get_object_or_404(_own(request), pk=pk)
    name = NameForm(request.POST).given()
    if name:
        search.name = name
        search.save(update_fields=["name"])
    else:
        messages.error(request, f"名称须为 1 至 {LONGEST_NAME} 字。")
    return redirect("search:saved")


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    search = get_object_or_404(_own(request), pk=pk)
    search.delete()
    messages.success(request, f"已删除“{search.name}”。")
    return redirect("search:saved")


def _own(request: HttpRequest) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(owner=_reader(request))


def _reader(request: HttpRequest) -> User:
    return cast("User", request.user)


def _save(request: HttpRequest) -> None:
    """Keep the search in its shortest form; the same search twice is one, under its newer name."""
    asked = read(QueryDict(request.POST.get("address", "")))
    address = asked.address()
    if len(address) > LONGEST_ADDRESS:
        messages.error(request, "这个检索太长，无法保存。")
        return
    own = _own(request)
    if own.exclude(address=address).count() >= MOST_SAVED:
        messages.error(request, f"最多保存 {MOST_SAVED} 个检索，请先删除不用的。")
        return
    filters = filters_in_words(choices_of({}, asked.filters))
    name = NameForm(request.POST).given() or " · ".join([asked.typed.strip() or "全部措施", *filters])[:LONGEST_NAME]
    own.update_or_create(owner=_reader(request), address=address, defaults={"name": name})
    messages.success(request, f"已保存“{name}”。")
