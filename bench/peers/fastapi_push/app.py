"""Pushes what a queue holds to the WebSockets of each shop's channel."""

import json
import os
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aio_pika
from aio_pika.abc import AbstractIncomingMessage
from fastapi import FastAPI, WebSocket, WebSocketDisconnect

NAME = os.environ["NAME"]
PREFETCH = 200


class ConnectionManager:
    """The sockets that are open, by channel."""

    def __init__(self) -> None:
        self._sockets: defaultdict[str, list[WebSocket]] = defaultdict(list)

    async def connect(self, channel: str, websocket: WebSocket) -> None:
        await websocket.accept()
        self._sockets[channel].append(websocket)

    def disconnect(self, channel: str, websocket: WebSocket) -> None:
        self._sockets[channel].remove(websocket)

    async def broadcast(self, channel: str, content: Any) -> None:
        for websocket in list(self._sockets[channel]):
            await websocket.send_json(content)


manager = ConnectionManager()


async def push(message: AbstractIncomingMessage) -> None:
    async with message.process():
        order = json.loads(message.body)
        await manager.broadcast(
            f"shop:{order['shop_id']}", {"event": "order.placed", "order": order}
        )


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    connection = await aio_pika.connect_robust(os.environ["BROKER_URL"])
    async with connection:
        channel = await connection.channel()
        await channel.set_qos(prefetch_count=PREFETCH)
        exchange = await channel.declare_exchange(NAME, aio_pika.ExchangeType.TOPIC, durable=True)
        queue = await channel.declare_queue(
            NAME, durable=True, arguments={"x-queue-type": "quorum"}
        )
        await queue.bind(exchange, "shop.*")
        await queue.consume(push)
        yield


app = FastAPI(lifespan=lifespan)


@app.websocket("/ws/{channel}")
async def listen(websocket: WebSocket, channel: str) -> None:
    await manager.connect(channel, websocket)
    try:
        while True:
            await websocket.receive_text()
    except WebSocketDisconnect:
        manager.disconnect(channel, websocket)
