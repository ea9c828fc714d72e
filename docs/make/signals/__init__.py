"""What the dashboard shows, row by row: the promise first, then what can be the cause.

Every panel says in one sentence what to read from it or what to do. Tests hold each expression
against what the services and RabbitMQ export (tests/configuration).
"""

from docs.make.signals.calls import CALLED, PROMISE, SATURATION
from docs.make.signals.messages import BROKERED, PUSHED, RABBITMQ

ROWS = (PROMISE, CALLED, SATURATION, BROKERED, PUSHED, RABBITMQ)
