"""HTTP calls about shops: the list, one shop, and what its kitchen changes of it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Security

from services.shops import sessions, store
from services.shops.changing import changed
from services.shops.context import BEARER, Context
from services.shops.requests import ID_MAX, TEXT_PATTERN, ShopChange, ShopId
from services.shops.shop import Refused, Shop, page
from shared import contracts
from shared.contracts import Contract, ShopWithMenu
from shared.problems import Problem, problem_responses
from shared.tokens import Claims

SHOPS_PER_PAGE = 100


class ShopList(Contract):
    """A page of shops, and what to ask for as `after` to get the next one."""

    shops: tuple[contracts.Shop, ...]
    next: str | None


def routes(context: Context) -> APIRouter:
    """Return the calls."""
    router = APIRouter(prefix="/api/shops", tags=["shops"])

    @router.get("", responses=problem_responses())
    async def list_shops(
        after: Annotated[str | None, Query(max_length=ID_MAX, pattern=TEXT_PATTERN)] = None,
    ) -> ShopList:
        """List the shops by id, 100 a page."""
        found = await context.database.run(store.listed, after, SHOPS_PER_PAGE + 1)
        shown = found[:SHOPS_PER_PAGE]
        return ShopList(
            shops=tuple(map(_listed, shown)),
            next=shown[-1].id if len(found) > len(shown) else None,
        )

    @router.get("/{shop_id}", responses=problem_responses("unknown_shop"))
    async def show_shop(shop_id: ShopId) -> ShopWithMenu:
        """Show a shop with its menu."""
        return page(await context.database.run(store.read, shop_id))

    @router.patch(
        "/{shop_id}",
        dependencies=[Security(BEARER)],
        responses=problem_responses("unauthorized", "forbidden", "unknown_shop"),
    )
    async def change_shop(
        shop_id: ShopId, changes: ShopChange, claims: Annotated[Claims, Depends(context.kitchen)]
    ) -> ShopWithMenu:
        """Open, close, pause or rename a shop, order its sections, or say what is late there."""
        wanted = changes.model_dump()
        try:
            shop = await context.database.run(
                sessions.change, claims, shop_id, lambda shop, now: changed(shop, wanted, now)
            )
        except Refused as refused:
            raise Problem("invalid_request", str(refused)) from None
        context.changed()
        return page(shop)

    return router


def _listed(shop: Shop) -> contracts.Shop:
    return contracts.Shop.model_validate(page(shop).model_dump(exclude={"menu"}))
