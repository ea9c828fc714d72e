"""Attempts at what credentials may or may not allow, made inside a service's own container.

What is done there is written as scripts, as images hold neither tests nor their libraries. None
leaves a message or a row.
"""

import json
from collections.abc import Iterable
from typing import Any

from tests.containers.project import Project

ALLOWED, REFUSED = "allowed", "refused"

Attempt = tuple[str, Any]

# Prints what came of each of [database, statement], each in a transaction that is rolled back.
# An empty database is the service's own.
ASK_POSTGRES = """
import json, pathlib, sys
import psycopg2
from psycopg2 import extensions
service, *attempts = json.loads(sys.argv[1])
url = pathlib.Path(f"/secrets/{service}/database-url").read_text().replace("+psycopg2", "")
def outcome(database, statement):
    try:
        told = extensions.parse_dsn(url)
        connection = psycopg2.connect(**{**told, **({"dbname": database} if database else {})})
    except psycopg2.OperationalError as error:
        return str(error)
    try:
        connection.cursor().execute(statement)
    except psycopg2.Error as error:
        return error.pgcode
    finally:
        connection.close()
    return "allowed"
print(json.dumps([outcome(*attempt) for attempt in attempts]))
"""

# Prints what came of each of [method, arguments], each on a channel of its own; what is published
# is taken back.
ASK_BROKER = """
import asyncio, json, pathlib, sys
import aiormq
service, *attempts = json.loads(sys.argv[1])
url = pathlib.Path(f"/secrets/{service}/broker-url").read_text()
async def ignore(message): pass
async def attempt(connection, method, arguments):
    channel = await connection.channel(publisher_confirms=False)
    try:
        if method == "basic_publish":
            await channel.tx_select()
            await channel.basic_publish(b"", **arguments)
            await channel.tx_rollback()
        elif method == "basic_consume":
            await channel.basic_consume(consumer_callback=ignore, **arguments)
        else:
            await getattr(channel, method)(**arguments)
    except aiormq.exceptions.ChannelClosed as error:
        return type(error).__name__
    await channel.close()
    return "allowed"
async def main():
    connection = await aiormq.connect(url)
    print(json.dumps([await attempt(connection, *each) for each in attempts]))
    await connection.close()
asyncio.run(main())
"""

# Prints what came of other ways into the broker, beside the service's own.
ASK_AROUND = """
import asyncio, base64, json, pathlib, sys, urllib.error, urllib.parse, urllib.request
import aiormq
service = sys.argv[1]
url = urllib.parse.urlsplit(pathlib.Path(f"/secrets/{service}/broker-url").read_text())
async def opened(url):
    try:
        connection = await aiormq.connect(url)
    except aiormq.exceptions.AMQPError:
        return "refused"
    await connection.close()
    return "allowed"
def asked(path):
    credentials = base64.b64encode(f"{url.username}:{url.password}".encode()).decode()
    request = urllib.request.Request(
        f"http://{url.hostname}:15672/api{path}", headers={"Authorization": f"Basic {credentials}"}
    )
    try:
        return urllib.request.urlopen(request, timeout=5).status
    except urllib.error.HTTPError as error:
        return error.code
print(json.dumps({
    "own": asyncio.run(opened(url.geturl())),
    "another host": asyncio.run(opened(url._replace(path="/%2f").geturl())),
    "guest": asyncio.run(opened(url._replace(netloc=f"guest:guest@{url.hostname}").geturl())),
    "management": [asked("/overview"), asked("/whoami"), asked("/definitions")],
}))
"""


def ask(stack: Project, service: str, script: str, argument: str) -> Any:
    """Return what a script prints, run in the first container of a service."""
    [container, *_] = stack.containers(service)
    done = stack.run(container, "python", "-c", script, argument)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def outcomes(
    stack: Project, service: str, script: str, attempts: Iterable[Attempt]
) -> list[tuple[Attempt, str]]:
    """Return each attempt of a service with what came of it."""
    attempts = list(attempts)
    found = ask(stack, service, script, json.dumps([service, *attempts]))
    return list(zip(attempts, found, strict=True))
