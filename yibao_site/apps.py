"""Django's admin with the clerks' own site in place of the default one."""

from django.contrib.admin.apps import AdminConfig


class ClerkAdminConfig(AdminConfig):
    default_site = "registry.desk.site.ClerkSite"
