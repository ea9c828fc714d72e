"""Which bounds the memory of the services is held to."""

import pytest
import yaml

from chaos.ending import MEMORY_LIMITS_MIB
from chaos.system import SERVICES
from stack.settings import CHECKOUT

MEBIBYTES = {"m": 1, "g": 1024}
# Of what a service is allowed; the rest is what it may still need before it is ended.
SHARE_MAX = 0.8


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_held_to_less_than_would_have_its_container_ended(service: str) -> None:
    described = yaml.safe_load((CHECKOUT / "compose.yaml").read_text())["services"][service]
    allowed = str(described["mem_limit"])
    allowed_mib = int(allowed[:-1]) * MEBIBYTES[allowed[-1]]
    assert 0 < MEMORY_LIMITS_MIB[service] <= SHARE_MAX * allowed_mib
