"""A second factor at sign-in, for those who want it: an app that shows six digits, and spare codes on paper."""

from __future__ import annotations

import io
from base64 import b32encode
from typing import cast

import qrcode
import qrcode.image.svg
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_otp import login, user_has_device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from documents.accounts.signing_in import WRONG_CODE, verified

SPARE_CODES = 8
ISSUER = "健康政策知识库"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Turned on by a first right code, turned off by one more."""
    user = cast("User", request.user)
    on = user_has_device(user)
    context: dict[str, object] = {"on": on}
    if request.method == "POST":
        try:
            codes = _turn_off(user, _typed(request)) if on else _turn_on(request, user)
        except ValidationError as error:
            context["problem"] = error.messages[0]
        else:
            if not codes:
                messages.success(request, "两步验证已停用。")
                return redirect("documents:second-factor")
            return render(request, "documents/second_factor.html", {"on": True, "codes": codes})
    if not on:
        device = _unconfirmed(user)
        context["secret"] = b32encode(device.bin_key).decode()
    status = 400 if "problem" in context else 200
    return render(request, "documents/second_factor.html", context, status=status)


@never_cache
@login_required
@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The QR code from which a phone takes the secret; only until it is confirmed."""
    device = TOTPDevice.objects.filter(user=cast("User", request.user), confirmed=False).first()
    if device is None:
        raise Http404
    out = io.BytesIO()
    qrcode.make(device.config_url, image_factory=qrcode.image.svg.SvgPathFillImage).save(out)
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")


def _unconfirmed(user: User) -> TOTPDevice:
    device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": ISSUER})
    return device


@transaction.atomic
def _confirmed(user: User, typed: str) -> TOTPDevice | None:
    device = _unconfirmed(user)
    if not device.verify_is_allowed()[0] or not device.verify_token(typed):
        return None
    device.confirmed = True
    device.save()
    return device


def _turn_on(request: HttpRequest, user: User) -> list[str]:
    """The spare codes, shown this once."""
    device = _confirmed(user, _typed(request))
    if device is None:
        raise ValidationError(WRONG_CODE)
    login(request, device)
    spare = StaticDevice.objects.create(user=user, name="备用码")
    codes = [StaticToken.random_token() for _ in range(SPARE_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=spare, token=code) for code in codes)
    return codes


def _turn_off(user: User, typed: str) -> list[str]:
    if verified(user, typed) is None:
        raise ValidationError(WRONG_CODE)
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()
    return []


def _typed(request: HttpRequest) -> str:
    return request.POST.get("token", "").strip().replace(" ", "")
