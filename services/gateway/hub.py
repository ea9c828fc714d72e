"""Who hears what: sockets by channel and channels by socket, in dictionaries."""

import math
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, TypeVar

from shared.tokens import Claims

Client = TypeVar("Client", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel that a client hears, and what the token that opened it allows.

    Times are epoch seconds. A public channel needs no token: its subscription allows nothing, and
    neither ends nor can be revoked.
    """

    channel: str
    subject: str = ""
    may_send: bool = False
    leaves_lease: bool = False
    issued_at: float = math.inf
    expires_at: float = math.inf

    @classmethod
    def of(cls, claims: Claims) -> "Subscription":
        """Return the subscription that a token opens."""
        return cls(
            channel=claims.channel,
            subject=claims.subject,
            may_send=claims.send,
            leaves_lease=claims.presence,
            issued_at=claims.issued_at,
            expires_at=claims.expires_at,
        )


class Hub(Generic[Client]):
    """Every subscription of every client of this gateway."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._clients: dict[str, dict[Client, Subscription]] = {}
        self._channels: dict[Client, dict[str, Subscription]] = {}
        self._nobody: Mapping[Client, Subscription] = MappingProxyType({})
        self._nothing: Mapping[str, Subscription] = MappingProxyType({})

    def subscribe(self, client: Client, subscription: Subscription) -> Subscription | None:
        """Add a subscription; return the one to the same channel that it replaces."""
        channels = self._channels.setdefault(client, {})
        replaced = channels.get(subscription.channel)
        channels[subscription.channel] = subscription
        self._clients.setdefault(subscription.channel, {})[client] = subscription
        return replaced

    def leave(self, client: Client) -> Collection[Subscription]:
        """Forget a client; return the subscriptions that it had."""
        subscriptions = self._channels.pop(client, {})
        for channel in subscriptions:
            clients = self._clients[channel]
            del clients[client]
            if not clients:
                del self._clients[channel]
        return subscriptions.values()

    def on(self, channel: str) -> Mapping[Client, Subscription]:
        """Return the clients that hear a channel."""
        return self._clients.get(channel, self._nobody)

    def of(self, client: Client) -> Mapping[str, Subscription]:
        """Return the subscriptions of a client, by channel."""
        return self._channels.get(client, self._nothing)

    @property
    def clients(self) -> Collection[Client]:
        """Every client that hears anything."""
        return self._channels.keys()
