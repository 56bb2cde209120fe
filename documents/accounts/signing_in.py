"""Signing in by name and password, and by a code of the moment where the person has asked for that."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_otp import devices_for_user, login
from django_otp.models import Device

WRONG_CODE = "验证码不正确或已经用过。请输入验证器应用里现在的六位数，或一个备用码。"
NO_CODE = "这个账号启用了两步验证，请输入验证码。"
WAIT = "验证码错了太多次，请稍等片刻再试。"


class SignInForm(AuthenticationForm):
    otp_token = forms.CharField(
        label="验证码",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text"}),
        help_text="启用了两步验证的账号才需要。",
    )

    def confirm_login_allowed(self, user: Any) -> None:
        """Called once the password is right. Raises ValidationError where the code is missing or wrong."""
        super().confirm_login_allowed(user)
        devices = list(devices_for_user(user))
        if not devices:
            return
        token = self.cleaned_data.get("otp_token", "").strip().replace(" ", "")
        if not token:
            raise ValidationError(NO_CODE, code="token_required")
        user.otp_device = verified(user, token)
        if user.otp_device is None:
            raise ValidationError(WRONG_CODE, code="invalid_token")


class SignInView(LoginView):
    template_name = "documents/sign_in.html"
    authentication_form = SignInForm

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        answer = super().form_valid(form)
        device = getattr(form.get_user(), "otp_device", None)
        if device is not None:
            login(self.request, device)
        return answer


def verified(user: User, token: str) -> Device | None:
    """The device that a code is of: six digits are the app's, anything else a spare code. Raises ValidationError where
    a device waits after wrong codes; each wrong one makes it wait longer."""
    from django_otp.plugins.otp_totp.models import TOTPDevice

    of_the_app = len(token) == 6 and token.isdecimal()
    waits = None
    with transaction.atomic():
        for device in devices_for_user(user, for_verify=True):
            if isinstance(device, TOTPDevice) != of_the_app:
                continue
            allowed, _ = device.verify_is_allowed()
            if not allowed:
                waits = ValidationError(WAIT, code="wait")
            elif device.verify_token(token):
                return device
    if waits:
        raise waits
    return None


def locked_out(
    request: HttpRequest, original_response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """What is shown to who has guessed too often (AXES_LOCKOUT_CALLABLE)."""
    return render(request, "documents/locked_out.html", status=429)
