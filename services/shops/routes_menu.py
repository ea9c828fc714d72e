"""HTTP calls by which a kitchen changes its menu."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response, Security

from services.shops import menu, store
from services.shops.context import BEARER, Context
from services.shops.requests import DishChange, DishId, NewDish, ShopId
from services.shops.sessions import check_session
from services.shops.shop import Change, Shop
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

    async def change(claims: Claims, shop_id: str, alter: Change) -> Shop:
        def checked(shop: Shop) -> Shop:
            check_session(claims, shop)
            return alter(shop)

        try:
            shop = await context.database.run(store.change, shop_id, checked)
        except menu.UnknownDish:
            raise Problem("unknown_dish", status=UNKNOWN_DISH_STATUS) from None
        except menu.MenuFull as full:
            raise Problem("invalid_request", str(full)) from None
        context.changed()
        return shop

    @router.post("", status_code=201, responses=problem_responses(*ERRORS))
    async def add_dish(
        shop_id: ShopId, new: NewDish, claims: Annotated[Claims, Depends(context.kitchen)]
    ) -> Dish:
        """Put a dish on the menu, as its last."""
        dish = Dish(id=str(uuid7()), **new.model_dump())
        await change(claims, shop_id, lambda shop: menu.with_dish(shop, dish))
        return dish

    @router.patch("/{dish_id}", responses=ERRORS_OF_A_DISH)
    async def change_dish(
        shop_id: ShopId,
        dish_id: DishId,
        changes: DishChange,
        claims: Annotated[Claims, Depends(context.kitchen)],
    ) -> Dish:
        """Change a dish."""
        fields = changes.model_dump()
        shop = await change(
            claims, shop_id, lambda shop: menu.with_dish_changed(shop, dish_id, **fields)
        )
        return menu.dish_of(shop, dish_id)

    @router.delete("/{dish_id}", status_code=204, responses=ERRORS_OF_A_DISH)
    async def remove_dish(
        shop_id: ShopId, dish_id: DishId, claims: Annotated[Claims, Depends(context.kitchen)]
    ) -> Response:
        """Take a dish off the menu."""
        await change(claims, shop_id, lambda shop: menu.without_dish(shop, dish_id))
        return Response(status_code=204)

    return router
