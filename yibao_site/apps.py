"""Django's admin with the clerks' own site in place of the default one."""

from django.contrib.admin.apps import AdminConfig


class ClerkAdminConfig(AdminConfig):
    default_site = "registry.desk.site.ClerkSite"

    def ready(self) -> None:
        super().ready()
        from yibao_site import checks  # noqa: F401  # here, as the framework looks for checks when the apps are ready
