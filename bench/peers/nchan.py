"""nginx with nchan as the limit: no broker, no queue, one process that keeps nothing."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from bench.contestant import Contestant, Opening, Publication, Pushing
from bench.orders import order
from bench.peers import Servers
from bench.peers.channels import shops
from bench.peers.process import running
from stack import edge, ports
from stack.privileges import first_user, run_as

# Where Debian's package puts it.
MODULE = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
LACKS = (
    "No queue and nothing on disk: what is published to a channel that nobody hears is lost, with"
    " no snapshot to catch up with, no receipt and no second push. Anybody may publish and hear."
)
# One process, as the others are. Connections and requests on them are as many as the load wants.
CONFIGURATION = """load_module {module};
worker_processes 1;
daemon off;
pid nginx.pid;
error_log stderr warn;
events {{
    worker_connections 16384;
}}
http {{
    access_log off;
    keepalive_requests 100000000;
    client_body_temp_path body;
    proxy_temp_path unused;
    fastcgi_temp_path unused;
    uwsgi_temp_path unused;
    scgi_temp_path unused;
    server {{
        listen 127.0.0.1:{port};
        location ~ ^/publish/(.+)$ {{
            nchan_publisher;
            nchan_channel_id $1;
            nchan_message_buffer_length 0;
        }}
        location ~ ^/ws/(.+)$ {{
            nchan_subscriber websocket;
            nchan_channel_id $1;
        }}
    }}
}}
"""


@contextlib.contextmanager
def start(folder: Path, servers: Servers, channels: int) -> Iterator[Contestant]:
    """Yield it while it runs."""
    del servers
    with ports.reserve() as holder:
        port = ports.number(holder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "nginx.conf").write_text(CONFIGURATION.format(module=MODULE, port=port))
        command = [
            *run_as(first_user("www-data", "nginx", "http", "nobody")),
            *(str(edge.program()), "-e", "stderr", "-p", "./", "-c", "nginx.conf"),
        ]
        with running(command, folder, port) as server:
            yield Contestant(
                name="nginx nchan",
                parts={"server": server},
                lacks=LACKS,
                pushing=Pushing(
                    openings=[Opening(port, f"/ws/shop:{shop}") for shop in shops(channels)],
                    publications=[
                        Publication(order(shop).model_dump_json(), path=f"/publish/shop:{shop}")
                        for shop in shops(channels)
                    ],
                    port=port,
                ),
            )
