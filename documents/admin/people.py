"""People: who is protected by a second factor, and two acts that only an administrator can do for somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axes.utils import reset
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

if TYPE_CHECKING:
    OwnUserAdmin = UserAdmin[User]
else:
    OwnUserAdmin = UserAdmin

admin.site.unregister(User)


@admin.register(User)
class PersonAdmin(OwnUserAdmin):
    list_display = ("username", "email", "in_groups", "is_staff", "is_active", "two_factors", "last_login")
    list_filter = ("is_staff", "is_active", "groups")
    actions = ("turn_off_second_factor", "let_in_again")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        confirmed = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        people: QuerySet[Any] = super().get_queryset(request).prefetch_related("groups")
        protected: QuerySet[Any] = people.annotate(protected=Exists(confirmed))
        return protected

    @admin.display(description="组")
    def in_groups(self, user: User) -> str:
        return "、".join(group.name for group in user.groups.all()) or "—"

    @admin.display(description="两步验证", boolean=True, ordering="protected")
    def two_factors(self, user: Any) -> bool:
        return bool(user.protected)

    @admin.action(description="停用所选用户的两步验证（手机丢失时）", permissions=["change"])
    def turn_off_second_factor(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with transaction.atomic():
            people = [person for person in queryset if person.protected]
            TOTPDevice.objects.filter(user__in=people).delete()
            StaticDevice.objects.filter(user__in=people).delete()
            for person in people:
                self.log_change(request, person, "停用两步验证")
        self.message_user(request, f"已为 {len(people)} 人停用两步验证，可凭密码登录后重新设置。", messages.SUCCESS)

    @admin.action(description="允许所选用户立即重试登录（密码错误次数清零）", permissions=["change"])
    def let_in_again(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for person in queryset:
            reset(username=person.username)
        self.message_user(request, f"{len(queryset)} 人可以立即重试登录。", messages.SUCCESS)
