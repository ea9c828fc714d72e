"""The batches that notifiers publish to every gateway."""

import json
from collections.abc import Iterator
from itertools import chain, repeat
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.events import Unreadable

EXCHANGE = "push"
CONTENT_TYPE = "application/json"


class PushBatch(BaseModel):
    """Ready-made frames for channels, numbered by the notifier that publishes them.

    `frames` holds (channel, text of the frame) and `closes` (channel, epoch seconds): connections
    whose token for that channel was issued before that time are to be closed. An empty batch is a
    heartbeat; `goodbye` announces that the notifier ends on purpose. Where there are traces,
    `traceparents` holds each frame's, or None.
    """

    model_config = ConfigDict(frozen=True)

    notifier: str
    number: int
    frames: tuple[tuple[str, str], ...] = ()
    closes: tuple[tuple[str, float], ...] = ()
    goodbye: bool = False
    traceparents: tuple[str | None, ...] = Field((), exclude_if=lambda value: not value)

    def encode(self) -> bytes:
        """Return the batch as the body of a message."""
        return json.dumps(self.model_dump(), ensure_ascii=False, separators=(",", ":")).encode()

    def traced_frames(self) -> Iterator[tuple[tuple[str, str], str | None]]:
        """Yield each frame with the trace that it belongs to."""
        return zip(self.frames, chain(self.traceparents, repeat(None)), strict=False)

    @classmethod
    def decode(cls, body: bytes) -> Self:
        """Return the batch that a message's body holds; raises Unreadable when it is none."""
        try:
            return cls.model_validate_json(body)
        except ValidationError:
            raise Unreadable("not a push batch") from None
