"""What a kitchen changes of its shop itself: pure, it gives the shop as it is afterwards."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from services.shops.opening import paused, switched
from services.shops.shop import Refused, Shop
from shared.contracts import Section


def changed(shop: Shop, wanted: Mapping[str, Any], now: datetime) -> Shop:
    """Return the shop as `requests.ShopChange` wants it; raises Refused when it breaks a rule.

    A pause that comes with opening begins after it.
    """
    fields = dict(wanted)
    if "open" in fields:
        shop = switched(shop, to_open=fields.pop("open"))
    if "pause_minutes" in fields:
        shop = paused(shop, now=now, length=timedelta(minutes=fields.pop("pause_minutes")))
    if "sections" in fields:
        fields["sections"] = tuple(map(Section.model_validate, fields["sections"]))
    after = replace(shop, **fields)
    if after.soon_minutes >= after.late_minutes:
        raise Refused(
            f"soon_minutes ({after.soon_minutes}) must be less than"
            f" late_minutes ({after.late_minutes})"
        )
    return after
