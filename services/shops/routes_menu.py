"""HTTP calls by which a kitchen changes its menu."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Response, Security

from services.shops import menu, sessions
from services.shops.context import BEARER, Context
from services.shops.requests import DishChange, DishId, NewDish, ShopId
from services.shops.shop import Shop, page
from shared.contracts import Dish
from shared.identifiers import uuid7
from shared.problems import Problem, problem_responses
from shared.tokens import Claims

ERRORS = ("unauthorized", "forbidden", "unknown_shop")
# In an address a dish that is not there is 404; the 422 of `CODES` is for one in a basket.
UNKNOWN_DISH_STATUS = 404
ERRORS_OF_A_DISH = problem_responses(
    *ERRORS, "unknown_dish", statuses={"unknown_dish": UNKNOWN_DISH_STATUS}
)


def routes(context: Context) -> APIRouter:
    """Return the calls."""
    router = APIRouter(
        prefix="/api/shops/{shop_id}/menu", tags=["menu"], dependencies=[Security(BEARER)]
    )

    async def change(
        claims: Claims, shop_id: str, alter: Callable[[Shop, datetime], Shop]
    ) -> tuple[Dish, ...]:
        try:
            shop = await context.database.run(sessions.change, claims, shop_id, alter)
        except menu.UnknownDish:
            raise Problem("unknown_dish", status=UNKNOWN_DISH_STATUS) from None
        except menu.MenuFull as full:
            raise Problem("invalid_request", str(full)) from None
        context.changed()
        return page(shop).menu

    @router.post("", status_code=201, responses=problem_responses(*ERRORS))
    async def add_dish(
        shop_id: ShopId, new: NewDish, claims: Annotated[Claims, Depends(context.kitchen)]
    ) -> Dish:
        """Put a dish on the menu, as its last."""
        dish = Dish(id=str(uuid7()), **new.model_dump())
        shown = await change(claims, shop_id, lambda shop, _: menu.with_dish(shop, dish))
        return menu.dish_of(shown, dish.id)

    @router.patch("/{dish_id}", responses=ERRORS_OF_A_DISH)
    async def change_dish(
        shop_id: ShopId,
        dish_id: DishId,
        changes: DishChange,
        claims: Annotated[Claims, Depends(context.kitchen)],
    ) -> Dish:
        """Change a dish, or move it to another place of the menu."""
        wanted = changes.model_dump()
        shown = await change(
            claims,
            shop_id,
            lambda shop, now: menu.with_dish_changed(shop, dish_id, wanted, now),
        )
        return menu.dish_of(shown, dish_id)

    @router.delete("/{dish_id}", status_code=204, responses=ERRORS_OF_A_DISH)
    async def remove_dish(
        shop_id: ShopId, dish_id: DishId, claims: Annotated[Claims, Depends(context.kitchen)]
    ) -> Response:
        """Take a dish off the menu."""
        await change(claims, shop_id, lambda shop, _: menu.without_dish(shop, dish_id))
        return Response(status_code=204)

    return router
