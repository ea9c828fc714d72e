"""Carries out the plan: breaks what is to be broken, and notes what stood again when."""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chaos.faults import broker, connections, processes
from chaos.records import Fault
from chaos.schedule import Planned
from chaos.system import ALL_REPLICAS, SERVICES, System

Order = Mapping[str, Any]
# Returns when (epoch seconds) it took hold, where that was not at once.
Break = Callable[[System, str, float], Awaitable[float | None]]

BREAKS: Mapping[str, Break] = {
    "kill": processes.kill,
    "slow-kill": processes.kill_slow,
    "stop": processes.stop,
    "freeze": processes.freeze,
    "silence": processes.silence,
    "broker-away": processes.keep_away,
    "frozen-transaction": processes.freeze_in_transaction,
    "cut": connections.cut,
    "stall": connections.stall,
    "sever": connections.sever,
    "delay": connections.delay,
    "unplug": connections.unplug,
    "cable": connections.sever,
    "drop-sockets": connections.drop_sockets,
    "memory-alarm": broker.memory_alarm,
    "disk-alarm": broker.disk_alarm,
    "flood": broker.flood,
    "shuffle": broker.shuffle,
    "lose-receipts": broker.lose_receipts,
}


@dataclass
class Breaker:
    """Breaks a system, and keeps what was broken and which bad messages were planted.

    `ended_order` returns an order that has ended, if there is one: an old word of it is told again.
    """

    system: System
    ended_order: Callable[[], Awaitable[Order | None]]
    say: Callable[[str], None]
    faults: list[Fault] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)

    async def carry_out(self, plan: Sequence[Planned], began_at: float) -> None:
        """Break everything in turn; times of the plan count from `began_at` (epoch seconds)."""
        for planned in plan:
            await asyncio.sleep(max(0.0, began_at + planned.at_seconds - time.time()))
            await self.carry_out_one(planned)

    async def carry_out_one(self, planned: Planned) -> Fault:
        """Break one thing; return when it is broken no more, and what broke when."""
        asked_at = time.time()
        began_at = await self._break(planned) or asked_at
        ended_at = time.time()
        mended_at = ended_at
        for part in self._parts(planned):
            mended_at = max(mended_at, await self.system.until_up(part))
        fault = Fault(planned.kind, planned.target, began_at, ended_at, mended_at)
        self.faults.append(fault)
        self.say(
            f"{planned.kind} {planned.target}: broken for {ended_at - began_at:.1f} s,"
            f" back after {mended_at - ended_at:.1f} s more"
        )
        return fault

    async def _break(self, planned: Planned) -> float | None:
        if planned.kind == "bad-message":
            letter = f"bad-{uuid.uuid4()}"
            await broker.bad_message(self.system, planned.target, letter)
            self.letters.append(letter)
        elif planned.kind == "replay-dead-letter":
            order = await self.ended_order()
            if order is not None:
                await broker.replay_old(self.system, dict(order))
        else:
            return await BREAKS[planned.kind](self.system, planned.target, planned.seconds)
        return None

    def _parts(self, planned: Planned) -> list[str]:
        """Return the parts that have to be up again before a fault counts as mended."""
        if planned.target in (*ALL_REPLICAS, *self.system.servers):
            return [planned.target]
        if planned.target in SERVICES:
            return [f"{planned.target}-1", f"{planned.target}-2"]
        return []
