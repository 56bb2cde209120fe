"""Groups, signing in, the second factor, and a site that is closed to who is not signed in."""

from __future__ import annotations

import re
from base64 import b32decode

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp

from documents.accounts.groups import ensure_groups

pytestmark = pytest.mark.django_db
SIGN_IN, FACTOR = reverse("documents:sign-in"), reverse("documents:second-factor")
PASSWORD = "a-long-password-of-nobody"


@pytest.fixture
def person() -> User:
    return User.objects.create_user("person", password=PASSWORD, is_staff=True)


def sign_in(client: Client, password: str = PASSWORD, code: str = "") -> int:
    """The status of the answer: 302 for who is in, 200 for the form again, 429 for who has to wait."""
    answer = client.post(SIGN_IN, {"username": "person", "password": password, "otp_token": code})
    return int(answer.status_code)


class TestGroups:
    def member_of(self, name: str) -> User:
        user = User.objects.create_user(name)
        user.groups.add(Group.objects.get(name=name))
        return User.objects.get(pk=user.pk)

    @pytest.mark.parametrize(("group", "may", "may_not"), [
        ("编辑", "documents.change_measure", "documents.add_importbatch"),
        ("编辑", "documents.change_reviewitem", "documents.view_originalfile"),
        ("导入", "documents.add_importbatch", "documents.change_measure"),
        ("导入", "documents.view_originalfile", "auth.change_user"),
    ])  # fmt: skip
    def test_each_may_do_its_work_and_no_other(self, group: str, may: str, may_not: str) -> None:
        member = self.member_of(group)
        assert member.has_perm(may)
        assert not member.has_perm(may_not)

    def test_administrators_may_do_all(self) -> None:
        member = self.member_of("管理员")
        assert member.has_perms(["auth.change_user", "documents.add_importbatch", "search.change_term"])

    def test_what_a_group_lacks_comes_back_and_what_was_added_stays(self) -> None:
        editors, importers = Group.objects.get(name="编辑"), Group.objects.get(name="导入")
        added = importers.permissions.get(codename="add_importbatch")
        number = editors.permissions.count()
        editors.permissions.set([added])
        ensure_groups()
        assert editors.permissions.count() == number + 1


class TestGuessing:
    def test_after_five_wrong_passwords_the_right_one_has_to_wait(self, client: Client, person: User) -> None:
        assert [sign_in(client, "wrong") for _ in range(5)][:4] == [200] * 4
        assert sign_in(client) == 429
        answer = client.post(SIGN_IN, {"username": "person", "password": PASSWORD})
        assert "15 分钟后可以再试" in answer.content.decode()

    def test_the_admin_has_no_other_way_in(self, client: Client) -> None:
        assert client.get("/admin/login/", {"next": "/admin/"})["Location"] == f"{SIGN_IN}?next=%2Fadmin%2F"


class TestSecondFactor:
    def turned_on(self, client: Client, person: User) -> tuple[bytes, list[str]]:
        """The secret and the spare codes, as the pages show them."""
        client.force_login(person)
        shown = client.get(FACTOR).content.decode()
        found = re.search(r'class="secret">([A-Z2-7=]+)<', shown)
        assert found
        secret = b32decode(found[1])
        # the moment before, so that the present code is still unused
        shown = client.post(FACTOR, {"token": f"{totp(secret, t0=30):06d}"}).content.decode()
        return secret, re.findall(r"<li><code>(\w+)</code>", shown)

    def test_the_picture_is_there_until_it_is_turned_on(self, client: Client, person: User) -> None:
        client.force_login(person)
        client.get(FACTOR)
        assert client.get(f"{FACTOR}picture.svg")["Content-Type"] == "image/svg+xml"
        self.turned_on(client, person)
        assert client.get(f"{FACTOR}picture.svg").status_code == 404

    def test_a_password_alone_no_longer_opens(self, client: Client, person: User) -> None:
        secret, _ = self.turned_on(client, person)
        client.logout()
        assert sign_in(client) == 200
        assert sign_in(client, "wrong", f"{totp(secret):06d}") == 200
        assert sign_in(client, code=f"{totp(secret):06d}") == 302

    def test_a_spare_code_opens_once(self, client: Client, person: User) -> None:
        _, spare = self.turned_on(client, person)
        assert len(spare) == 8
        client.logout()
        assert sign_in(client, code=spare[0]) == 302
        client.logout()
        assert sign_in(client, code=spare[0]) == 200

    def test_wrong_codes_make_it_wait(self, client: Client, person: User) -> None:
        secret, _ = self.turned_on(client, person)
        client.logout()
        wrong = f"{(totp(secret) + 1) % 1_000_000:06d}"
        assert sign_in(client, code=wrong) == 200
        assert sign_in(client, code=f"{totp(secret):06d}") == 200

    def test_a_wrong_code_does_not_turn_it_off(self, client: Client, person: User) -> None:
        self.turned_on(client, person)
        assert client.post(FACTOR, {"token": "nonsense"}).status_code == 400
        client.logout()
        assert sign_in(client) == 200

    def test_a_code_turns_it_off(self, client: Client, person: User) -> None:
        _, spare = self.turned_on(client, person)
        assert client.post(FACTOR, {"token": spare[1]}).status_code == 302
        client.logout()
        assert sign_in(client) == 302

    def test_who_has_none_signs_in_as_ever(self, client: Client, person: User) -> None:
        assert sign_in(client) == 302


class TestClosedToReaders:
    @pytest.fixture(autouse=True)
    def closed(self, settings: object) -> None:
        settings.READING_NEEDS_SIGN_IN = True  # type: ignore[attr-defined]

    @pytest.mark.parametrize("address", ["/", "/plans/", "/search/", "/agencies/", "/help/"])
    def test_pages_lead_to_the_sign_in_page(self, address: str) -> None:
        assert Client().get(address)["Location"] == f"{SIGN_IN}?next={address}"

    def test_the_api_says_so_in_its_own_shape(self) -> None:
        answer = Client().get("/api/v1/openapi.json")
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "sign_in_required"

    def test_signing_in_opens_it(self, person: User) -> None:
        client = Client()
        assert client.get(SIGN_IN).status_code == 200
        assert client.get("/robots.txt").status_code == 200
        client.force_login(person)
        assert client.get("/plans/").status_code == 200


def test_reading_is_open_by_default(client: Client) -> None:
    assert client.get("/plans/").status_code == 200
