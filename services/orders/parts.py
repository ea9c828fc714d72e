"""What the routes and the consumers of one process share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import Connection

from services.orders.access import order_channel
from services.orders.migrate import REVISIONS
from services.orders.placing import Placing
from services.orders.reading import Reading
from services.orders.receipts import Receipts
from services.orders.schema import outbox
from services.orders.settings import OrdersSettings
from shared import tracing
from shared.database import Database
from shared.migrations import waits_for
from shared.relay import Relay
from shared.settings import file_of
from shared.tokens import Signer, Verifier

SECONDS_PER_HOUR = 3600

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Parts:
    """The settings, and what was made of them."""

    settings: OrdersSettings
    database: Database
    relay: Relay
    placing: Placing
    reading: Reading
    receipts: Receipts
    signer: Signer
    verifier: Verifier

    async def change(
        self,
        function: Callable[Concatenate[Connection, Parameters], Result],
        *arguments: Parameters.args,
        **keywords: Parameters.kwargs,
    ) -> Result:
        """Return what the function returns, run in a transaction whose events then go out at once.

        Raises DatabaseUnavailable.
        """
        with tracing.transaction():
            result = await self.database.run(tracing.carried(function), *arguments, **keywords)
        self.relay.wake()
        return result

    def customer_token(self, order_id: UUID) -> str:
        """Return a token with which its customer follows the order."""
        token, _ = self.signer.mint(
            order_channel(order_id),
            "customer",
            send=False,
            presence=False,
            lifetime_seconds=self.settings.customer_token_hours * SECONDS_PER_HOUR,
        )
        return token

    async def waits_for(self) -> str | None:
        """Return None when orders can be taken, else what is missing; the broker may be down."""
        return await waits_for(self.database, REVISIONS)


def build_parts(settings: OrdersSettings) -> Parts:
    """Return the parts that the settings describe."""
    database = Database(settings.database_url.get_secret_value(), settings.database_threads)
    relay = Relay(database, outbox, settings.broker_url.get_secret_value(), "orders.outbox")
    return Parts(
        settings=settings,
        database=database,
        relay=relay,
        placing=Placing(database, relay),
        reading=Reading(database),
        receipts=Receipts(database, relay),
        signer=Signer(settings.token_private_key.get_secret_value(), file_of("token_private_key")),
        verifier=Verifier(settings.token_public_keys, file_of("token_public_keys")),
    )
