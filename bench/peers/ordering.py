"""What the peers that take whole orders have in common: their tables, and what they lack."""

import contextlib
import json
from collections.abc import Sequence

import psycopg2
from psycopg2.extras import execute_values
from psycopg2.sql import SQL, Identifier

from bench.contestant import Contestant, Opening, Ordering
from bench.orders import basket, order
from bench.peers import Servers

LACKS = (
    "An order whose publishing fails is stored and never shown: no outbox. What is pushed while"
    " nobody hears it is lost: no receipts, no second push, no snapshot. A customer who asks again"
    " orders twice: no idempotency key. No deadlines, no log-in, no dead letters, and one process."
)
TABLES = """
CREATE TABLE shops (id text PRIMARY KEY, name text NOT NULL, currency text NOT NULL);
CREATE TABLE dishes (
    shop_id text REFERENCES shops, id text, name text NOT NULL, price integer NOT NULL,
    available boolean NOT NULL, PRIMARY KEY (shop_id, id)
);
CREATE TABLE orders (
    id uuid PRIMARY KEY, number text NOT NULL, shop_id text NOT NULL, shop_name text NOT NULL,
    status text NOT NULL, version integer NOT NULL, items jsonb NOT NULL, total integer NOT NULL,
    currency text NOT NULL, customer jsonb NOT NULL, note text, placed_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL, accept_by timestamptz NOT NULL, received_at timestamptz,
    accepted_at timestamptz, promised_at timestamptz, ready_at timestamptz,
    completed_at timestamptz, closed_reason text, closed_note text
);
"""


def make_tables(database_url: str, schema: str, shop_ids: Sequence[str]) -> None:
    """Make a peer's tables anew, in a schema of its own, with shops and the dishes of each."""
    sold = [order(shop_id) for shop_id in shop_ids]
    shops = [(each.shop_id, each.shop_name, each.currency) for each in sold]
    dishes = [
        (each.shop_id, dish.dish_id, dish.name, dish.price, True)
        for each in sold
        for dish in each.items
    ]
    name = Identifier(schema)
    with (
        contextlib.closing(psycopg2.connect(database_url)) as connection,
        connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(name))
        cursor.execute(SQL("CREATE SCHEMA {}").format(name))
        cursor.execute(SQL("SET LOCAL search_path = {}").format(name))
        cursor.execute(TABLES)
        execute_values(cursor, "INSERT INTO shops VALUES %s", shops)
        execute_values(cursor, "INSERT INTO dishes VALUES %s", dishes)


def contestant(
    name: str,
    server: int,
    servers: Servers,
    *,
    shop_ids: Sequence[str],
    openings: Sequence[Opening],
    mark: str,
) -> Contestant:
    """Return a peer whose process is `server`, at the port of its screens; see `Ordering`."""
    return Contestant(
        name=name,
        parts={"server": server, "postgres": servers.postgres, "rabbitmq": servers.rabbitmq},
        lacks=LACKS,
        ordering=Ordering(
            port=openings[0].port,
            path="/api/orders",
            bodies=[json.dumps(basket(shop)) for shop in shop_ids],
            openings=openings,
            mark=mark,
        ),
    )
