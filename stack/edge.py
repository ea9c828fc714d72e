"""The edge: nginx with the configuration of `edge/nginx.conf.template`.

`python -m stack.edge` becomes nginx, in the folder that `prepare` made.
"""

import contextlib
import os
import re
import resource
import shutil
import signal
from collections.abc import Mapping
from pathlib import Path

from stack import leftovers
from stack.privileges import first_user, run_as
from stack.settings import CHECKOUT

TEMPLATE = CHECKOUT / "edge/nginx.conf.template"
LOCATIONS_OF_TEMPLATE_API = CHECKOUT / "edge/template-api.conf"
WEB = CHECKOUT / "web"
CONNECTIONS_MAX = 16_384
# Files that nginx needs besides its connections.
OTHER_FILES = 64
PLACEHOLDER = re.compile(r"\$\{([A-Z_]+)\}")


def program() -> str | None:
    """Return the path of nginx, or None; an ordinary user's PATH often lacks /usr/sbin."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def prepare(folder: Path, values: Mapping[str, str | int], pages: Path) -> None:
    """Write nginx's configuration, with the template's names filled in by `values`."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    known = {
        **values,
        "EDGE_CONNECTIONS": min(CONNECTIONS_MAX, files - OTHER_FILES),
        # Relative: the path of a checkout may hold what nginx's configuration cannot.
        "WEB_ROOT": "web",
    }
    folder.mkdir(parents=True, exist_ok=True)
    web = folder / "web"
    web.unlink(missing_ok=True)
    web.symlink_to(pages)
    (folder / "nginx.conf").write_text(fill_in(TEMPLATE.read_text(), known))


def fill_in(template: str, values: Mapping[str, str | int]) -> str:
    """Return the template with each `${NAME}` replaced; raises KeyError for an unknown one."""
    body = re.sub(r"^#.*\n", "", template, flags=re.MULTILINE)
    return PLACEHOLDER.sub(lambda found: str(values[found[1]]), body)


def left_running(folder: Path) -> list[int]:
    """Return the processes of the nginx of this folder: workers outlive a master that is killed.

    They wipe their environment, but stay in the process group of the master, which noted its id.
    """
    with contextlib.suppress(OSError, ValueError):
        master = int((folder / "nginx.pid").read_text())
        return [pid for pid in leftovers.all_processes() if _is_nginx_of_group(pid, master)]
    return []


def main() -> None:
    """Become nginx, once no worker of an earlier one holds the port."""
    leftovers.end(dict.fromkeys(left_running(Path()), signal.SIGTERM))
    server = str(program())
    user = first_user("www-data", "nginx", "http", "nobody")
    # `-e` because the compiled-in log file may be out of reach.
    command = [
        *run_as(user, "net_bind_service"),
        *(server, "-e", "stderr", "-p", "./", "-c", "nginx.conf"),
    ]
    os.execvp(command[0], command)  # noqa: S606


def _is_nginx_of_group(pid: int, group: int) -> bool:
    with contextlib.suppress(OSError):
        name, rest = Path(f"/proc/{pid}/stat").read_text().split(" ", 1)[1].rsplit(") ", 1)
        return name == "(nginx" and int(rest.split()[2]) == group
    return False


if __name__ == "__main__":
    main()
