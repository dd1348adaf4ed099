"""Admin for the people: accounts, and the phones that show their codes."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django_otp.plugins.otp_totp.models import TOTPDevice

from registry.desk.lookups import in_turn
from registry.desk.scoped import Scoped
from registry.desk.seenforms import Seeing, SeenUserForm
from registry.models import Assignment, Authenticator
from registry.publication import reviewed_models
from registry.workflow.rights import Action, scope
from registry.workflow.transition import authored_by

# Rights come from assignments alone, and the package's own page of devices shows their secrets.
for unwanted in (User, Group, TOTPDevice):
    admin.site.unregister(unwanted)


def _managed(manager: Any) -> Any:
    return scope(manager, Action.MANAGE).filter(Assignment.objects.all())


def working_elsewhere(manager: Any) -> Any:
    """The accounts with work where this manager hands out none."""
    return Assignment.objects.exclude(pk__in=_managed(manager).values("pk")).values("user")


#: Said of an account that is to be deleted.
_STAYS = "{}写过{}，这个账号要留着，不能删。请打开它，把“有效”去掉：他就登录不了了。"


def _written(person: Any) -> str:
    """What an account has written that is still there, by the name of its first kind; '' where there is nothing."""
    kinds = (model for model in reviewed_models() if authored_by(model, person).exists())
    return next((str(model._meta.verbose_name) for model in kinds), "")


#: Letters of other scripts look like ours: а and a would be two accounts that nobody tells apart.
_PLAIN = re.compile(r"[\w.@+-]*", re.ASCII)
_HAN = re.compile("[\u4e00-\u9fff]")


class OwnName(forms.ModelForm):
    """An account whose name nobody takes for another's. Names of before stay as they are."""

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        if "username" not in self.changed_data:
            return name
        if not _PLAIN.fullmatch(_HAN.sub("", name)):
            raise forms.ValidationError(
                "用户名请只用汉字、英文字母、数字和 . - _ @ +。别的文字里有的字母和英文字母一模一样。"
            )
        if not any(sign.isalnum() for sign in name):
            raise forms.ValidationError("用户名里至少要有一个字母、数字或者汉字，不能只有符号。")
        other = User.objects.filter(username__iexact=name).exclude(pk=self.instance.pk).first()
        if other is not None:
            raise forms.ValidationError(f"已经有“{other.username}”了，只差大小写也不行。请换一个用户名。")
        return name


class PersonForm(OwnName, SeenUserForm):
    """The form of an account."""


class NewPersonForm(OwnName, AdminUserCreationForm):
    """The form of a new account."""


@admin.register(User)
class PersonAdmin(Seeing, Scoped, UserAdmin):
    """Accounts are made by superusers; what somebody may do is handed out in “派工”."""

    form, add_form = PersonForm, NewPersonForm
    list_display = ["username", "last_name", "first_name", "is_active", "is_staff", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("是谁", {"fields": ["last_name", "first_name", "email"]}),
        ("账号", {"fields": ["is_active", "is_staff", "is_superuser"]}),
        ("什么时候", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2", "is_staff"]}),
    ]

    def may(self, request: HttpRequest, action: Action | None, obj: Any = None) -> bool:
        """Asked of the account as it is now: one that was switched off has its mark still."""
        user = request.user
        return bool(user.is_active and user.is_staff and user.is_superuser)

    def user_change_password(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return in_turn(super().user_change_password, request, *args, **kwargs)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Whoever wrote something stays: one of the same name could publish it, as if another had written it."""
        gone, counts, missing, protected = super().get_deleted_objects(objs, request)
        wrote = [_STAYS.format(person, kind) for person in objs if (kind := _written(person))]
        return gone, counts, missing, [*protected, *wrote]


@admin.register(Authenticator)
class AuthenticatorAdmin(Scoped, admin.ModelAdmin):
    """Who lost a phone has its device removed here by a manager, and binds a new one at the next log-in."""

    sees = Action.MANAGE
    list_display = ["user", "created_at", "last_used_at"]
    list_select_related = ["user"]
    search_fields = ["user__username", "user__last_name"]
    fields = ["user", "created_at", "last_used_at"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Devices of the people all of whose work lies where this manager hands out work."""
        devices = super().get_queryset(request).filter(confirmed=True)
        if request.user.is_superuser:
            return devices
        theirs = _managed(request.user)
        people = devices.filter(user__is_superuser=False, user__in=theirs.values("user"))
        return people.exclude(user__in=working_elsewhere(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request) and (
            obj is None or self.get_queryset(request).filter(pk=obj.pk).exists()
        )

    has_delete_permission = has_view_permission
