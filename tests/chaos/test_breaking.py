"""When a fault began: as soon as it was asked for, or when it took hold."""

import time
from unittest.mock import AsyncMock, Mock

import pytest

from chaos import breaking
from chaos.breaking import Breaker
from chaos.schedule import Planned

PLANNED = Planned(0, "memory-alarm", "rabbitmq", 1)
LATER_SECONDS = 6.0


@pytest.mark.parametrize("later_seconds", [None, LATER_SECONDS])
async def test_a_fault_begins_when_it_takes_hold(
    monkeypatch: pytest.MonkeyPatch, later_seconds: float | None
) -> None:
    before = time.time()
    took_hold_at = later_seconds and before + later_seconds
    alarm = AsyncMock(return_value=took_hold_at)
    monkeypatch.setattr(breaking, "BREAKS", {"memory-alarm": alarm})
    system = Mock(servers=["rabbitmq"], until_up=AsyncMock(return_value=before + LATER_SECONDS))
    fault = await Breaker(system, AsyncMock(), Mock()).carry_out_one(PLANNED)
    if took_hold_at:
        assert fault.began_at == took_hold_at
    else:
        assert before <= fault.began_at <= fault.ended_at
