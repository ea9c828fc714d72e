"""What people would have built instead: small servers, each as its own documentation would have it.

Dependencies of the benchmark alone.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Servers:
    """A PostgreSQL and a RabbitMQ for all peers, as Orderbell runs its own, with their processes.

    `broker_url` leads to a virtual host where everything may be declared, `database_url` to an
    empty database. Both are URLs of `amqp:` and `postgresql:`.
    """

    broker_url: str
    web_stomp_port: int
    database_url: str
    rabbitmq: int
    postgres: int
