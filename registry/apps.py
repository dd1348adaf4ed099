from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = "地区、机构与依据"

    def ready(self) -> None:
        # Here, because both read models, which are not loaded before this moment.
        from registry import rows, snapshot
        from registry.desk import sessions
        from registry.typed import reason

        reason.speak_for_the_framework()
        rows.watch_versions()
        snapshot.watch()
        sessions.watch()
