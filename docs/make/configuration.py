"""The page of settings, made from the settings themselves."""

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from command.settings import OperatorSettings
from services.gateway.settings import GatewaySettings
from services.notifier.settings import NotifierSettings
from services.orders.settings import OrdersSettings
from services.shops.settings import ShopsSettings
from services.template.settings import TemplateSettings
from shared.settings import ServiceSettings, Settings
from stack.settings import StackSettings

SERVICES: dict[str, type[Settings]] = {
    "shops": ShopsSettings,
    "orders": OrdersSettings,
    "notifier": NotifierSettings,
    "gateway": GatewaySettings,
    "template": TemplateSettings,
}

INTRODUCTION = """\
# Configuration

Made from the code by `make docs`; a test holds it.

Every setting is an environment variable. Each may instead stand in a file: `NAME_FILE` then names
the file that holds the value of `NAME`, which is how secrets are given. A setting that is missing
or wrong stops the part at its start with one line that names it.

`make run` sets what the parts need to find each other by itself, and passes on whatever else of
these is set in its own environment.
"""


def document() -> str:
    """Return the page as Markdown."""
    everywhere = set(ServiceSettings.model_fields)
    sections = [_section("Every service", ServiceSettings, everywhere)]
    sections.append(_section("`make run`", StackSettings, set(StackSettings.model_fields)))
    for name, settings in SERVICES.items():
        sections.append(_section(f"`{name}`", settings, set(settings.model_fields) - everywhere))
    operators = set(OperatorSettings.model_fields)
    sections.append(_section("`orderbell`, the command", OperatorSettings, operators))
    return "\n".join([INTRODUCTION, *sections])


def _section(title: str, settings: type[Settings], names: set[str]) -> str:
    rows = [
        f"| `{name.upper()}` | {_default(field)} | {field.description} |"
        for name, field in settings.model_fields.items()
        if name in names
    ]
    return "\n".join(
        [f"## {title}\n", "| variable | unless set | meaning |", "| --- | --- | --- |", *rows, ""]
    )


def _default(field: FieldInfo) -> str:
    if field.default is PydanticUndefined:
        return "required, secret" if field.annotation is SecretStr else "required"
    if field.default is None:
        return "not set"
    value = field.default
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"
