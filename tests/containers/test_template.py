"""Pages of the template in containers: answered, and by nothing that knows a secret."""

import httpx
from websockets.sync.client import connect

from tests.containers.project import Project

SHOP = "shop2"
ORDER = {"user": "Ada", "addr": "1 Long Lane", "telephone": "555 0142", "shop_name": SHOP}
LINE = f"Hi {SHOP} , you get a new bill ---  egg, addr 1 Long Lane , telephone 555 0142 -_- "
FRAME_SECONDS = 20


def test_an_old_page_orders_and_an_old_kitchen_reads(stack: Project) -> None:
    with connect(f"{stack.url.replace('http', 'ws')}/pgws", proxy=None) as kitchen:
        kitchen.send(f"{SHOP}:{SHOP}")
        assert kitchen.recv(FRAME_SECONDS) == f"{SHOP}  Online !!!"
        answer = httpx.post(f"{stack.url}/bill", json={**ORDER, "dish": "egg"})
        assert answer.json() == {"error_code": 0, "error_msg": "success"}
        while kitchen.recv(FRAME_SECONDS) != LINE:
            pass


def test_the_adapter_reaches_no_server_and_knows_no_secret(stack: Project) -> None:
    [adapter] = stack.containers("template")
    mounts = {mount["Destination"] for mount in stack.inspect(adapter)["Mounts"]}
    assert not [mount for mount in mounts if mount.startswith("/secrets")]
    for server in ("postgres", "rabbitmq", "broker"):
        assert stack.run(adapter, "getent", "hosts", server).returncode != 0
