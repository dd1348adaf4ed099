from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = "地区、机构与依据"

    def ready(self) -> None:
        from registry import sessions, snapshot  # they need the models, which are not loaded before this moment

        snapshot.watch()
        sessions.watch()
