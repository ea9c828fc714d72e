"""Defects planted into the product, to see that a run with faults finds them.

`python -m chaos.planted MODULE` runs a service of the product with the defects that the file named
by CHAOS_DEFECTS names, one a line, as far as they are its own. The product itself knows nothing of
it: functions are replaced before it starts, and lines of the pages in a copy of them.
"""

import asyncio
import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

VARIABLE = "CHAOS_DEFECTS"
MODULE_OPTION = "-m"
NODE = Path(sys.executable).with_name("node")
BUNDLE_SECONDS_MAX = 60


@dataclass(frozen=True)
class Defect:
    """What is broken: a service's function before it starts, or a text in a file of the pages."""

    service: str
    plant: Callable[[], None] | None = None
    page: str = ""
    replaced: str = ""
    by: str = ""


def _replace(place: str, function: Any) -> None:
    patch(place, function).start()


def _always(place: str, answer: Any) -> None:
    patch(place, return_value=answer).start()


def _acknowledge_early() -> None:
    async def push(batcher: Any, rendered: Any) -> None:
        waiting = sys.modules["services.notifier.batcher"]._Waiting(
            rendered, asyncio.get_running_loop().create_future(), None
        )
        batcher._waiting.append(waiting)
        batcher._filled.set()

    _replace("services.notifier.batcher.Batcher.push", push)


def _delete_early() -> None:
    from shared import relay  # noqa: PLC0415

    publish = relay._publish
    under_way = set()

    async def publish_later(session: Any, rows: Any) -> None:
        task = asyncio.ensure_future(publish(session, rows))
        under_way.add(task)
        task.add_done_callback(under_way.discard)

    _replace("shared.relay._publish", publish_later)


def _ignore_receipts() -> None:
    _always("services.orders.receipts.confirm", ())


def _keep_leases() -> None:
    _always("services.shops.leases.expire", None)


def _sweep_nothing() -> None:
    async def never(*arguments: Any, **keywords: Any) -> None:
        del arguments, keywords
        await asyncio.Event().wait()

    _replace("services.orders.sweep.sweep_for_ever", never)


def _notice_no_gap() -> None:
    _always("services.gateway.continuity.Continuity._skipped", False)


def _never_interrupt() -> None:
    _always("services.gateway.continuity.Continuity._interrupt", None)


def _trust_new_sessions() -> None:
    from services.gateway.continuity import Continuity  # noqa: PLC0415

    bound = Continuity.bound

    def silently(self: Any, now: float) -> None:
        bound(self, now)

    _replace("services.gateway.continuity.Continuity.bound", silently)


def _forget_keys() -> None:
    from services.orders import new_orders  # noqa: PLC0415

    new_order = new_orders.new_order

    def with_another_key(key: Any, *options: Any) -> Any:
        del key
        return new_order(uuid4(), *options)

    _replace("services.orders.new_orders.new_order", with_another_key)


DEFECTS = {
    "acknowledged-early": Defect("notifier", _acknowledge_early),
    "deleted-early": Defect("orders", _delete_early),
    "receipts-ignored": Defect("orders", _ignore_receipts),
    "leases-kept": Defect("shops", _keep_leases),
    "sweep-off": Defect("orders", _sweep_nothing),
    "gap-unnoticed": Defect("gateway", _notice_no_gap),
    "never-interrupted": Defect("gateway", _never_interrupt),
    "session-trusted": Defect("gateway", _trust_new_sessions),
    "keys-forgotten": Defect("orders", _forget_keys),
    "versions-unchecked": Defect(
        "edge",
        page="merge.js",
        replaced="    if (newer) state.held.set(entry.id, entry);",
        by="    state.held.set(entry.id, entry);",
    ),
    "nothing-dropped": Defect(
        "edge",
        page="merge.js",
        replaced="    else state.held.delete(heldId);",
        by="",
    ),
    "receipt-sent-once": Defect(
        "edge",
        page="merge.js",
        replaced='  if (entry?.status === "placed" && entry.received_at === null)',
        # It outlives that the page is loaded anew.
        by='  if (entry?.status === "placed" && entry.received_at === null'
        ' && !(id in sessionStorage) && (sessionStorage[id] = "sent"))',
    ),
}


def command(plain: Sequence[str]) -> list[str]:
    """Return the command of a service with a look for the defect before its module."""
    place = list(plain).index(MODULE_OPTION) + 1
    return [*plain[:place], "chaos.planted", *plain[place:]]


def pages(web: Path, copy: Path, names: Collection[str] = ()) -> None:
    """Copy the pages, with those of the defects that are theirs in what browsers load."""
    shutil.copytree(web, copy, dirs_exist_ok=True)
    defects = [DEFECTS[name] for name in names if DEFECTS[name].page]
    for defect in defects:
        file = copy / defect.page
        text = file.read_text()
        if text.count(defect.replaced) != 1:
            raise ValueError(f"{defect.page} does not hold once: {defect.replaced}")
        file.write_text(text.replace(defect.replaced, defect.by))
    if defects:
        subprocess.run([NODE, web / "bundle.js", copy], check=True, timeout=BUNDLE_SECONDS_MAX)


def main() -> None:
    """Run the module that the first argument names, with its defects."""
    module = sys.argv[1]
    for name in Path(os.environ[VARIABLE]).read_text().split():
        defect = DEFECTS[name]
        if defect.plant and module == f"services.{defect.service}":
            defect.plant()
    sys.argv = sys.argv[1:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
