from django.apps import AppConfig


class GuidesConfig(AppConfig):
    name = "guides"
    verbose_name = "办事指引"

    def ready(self) -> None:
        """Refuse flows that name a rule of yes or no, a service, a hotline or a place which does not exist; tell counters of the guides,
        and the front door of the pages that can be found."""
        from guides.engine.checks import check_supplies  # here: models exist only once the apps are ready
        from guides.finding import sources
        from guides.flows import FLOWS
        from guides.models import PLACEHOLDERS, Parameter
        from guides.outcome import handover, places
        from guides.pages import findable, mapped
        from registry import offices
        from registry.models import Service
        from registry.offices.phones import ABOUT
        from registry.snapshot import contents

        offices.register(handover.errands, places.address)
        findable.register()
        mapped.register()
        contents.prepare_with(sources.indexed)
        check_supplies(FLOWS, Parameter.YES_NO, Service.values, ABOUT, PLACEHOLDERS)
