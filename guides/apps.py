from django.apps import AppConfig


class GuidesConfig(AppConfig):
    name = "guides"
    verbose_name = "办事指引"

    def ready(self) -> None:
        """Refuse flows that name a rule, a service or a hotline which does not exist."""
        from guides.engine.checks import check_supplies  # here: models exist only once the apps are ready
        from guides.flows import FLOWS
        from guides.models import Parameter
        from registry.models import Service
        from registry.phones import ABOUT

        check_supplies(FLOWS, Parameter.Name.values, Service.values, ABOUT)
