"""What a person may set for `make run`; everything else in the environment reaches the services."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from shared.settings import PersonalDataSettings

CHECKOUT = Path(__file__).resolve().parent.parent


class StackSettings(PersonalDataSettings):
    """The settings of the launcher."""

    bind: str = Field("127.0.0.1", description="Address that the edge listens on.")
    port: int = Field(8080, ge=0, le=65535, description="Port of the edge; 0 takes a free one.")
    environment: Literal["development", "production"] = Field(
        "development", description="`production` refuses demo data."
    )
    demo: bool = Field(True, description="Seed the demo shops, whose passcodes are their ids.")
    orders_per_second: int = Field(
        20, ge=1, description="Orders a second that an address may place in the long run."
    )
    orders_burst: int = Field(
        100, ge=1, description="Orders that an address may place at once before the rate holds."
    )
    sockets_per_address: int = Field(
        5000, ge=1, description="WebSockets that an address may hold open at the same time."
    )
    template_api: bool | None = Field(
        None,
        description="Answer pages that were written for the template (docs/template-api.md); "
        "unless set, as DEMO.",
    )
    replicas: int = Field(1, ge=1, le=8, description="Processes of each service.")
    orderbell_data: Path = Field(
        Path(".stack"), description="Folder of all data, logs and secrets, from the checkout on."
    )

    @property
    def data(self) -> Path:
        """Return the data folder."""
        return (CHECKOUT / self.orderbell_data).resolve()

    @property
    def answers_old_pages(self) -> bool:
        """Whether the adapter for the template's pages runs."""
        return self.demo if self.template_api is None else self.template_api

    @model_validator(mode="after")
    def refuse_demo_in_production(self) -> Self:
        """Raise ValueError where demo passcodes would guard a real shop."""
        if self.demo and self.environment == "production":
            raise ValueError(
                "DEMO=true (the default here) is refused together with ENVIRONMENT=production:"
                " set DEMO=false"
            )
        return self
