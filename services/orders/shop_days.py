"""The business day that a kitchen asks about: its own shop's, by the database's clock."""

from sqlalchemy import Connection, func, select

from services.orders.access import check_session
from services.orders.days import BusinessDay, asked_day
from services.orders.schema import shops
from shared.problems import Problem
from shared.tokens import Claims

_SHOP = select(
    shops.c.sessions_since,
    shops.c.state["timezone"].astext.label("timezone"),
    shops.c.state["currency"].astext.label("currency"),
    func.now().label("now"),
)


def find_day(
    connection: Connection, claims: Claims, shop_id: str, asked: str
) -> tuple[BusinessDay, str]:
    """Return the day that is asked for, and the shop's currency.

    Raises the problems `unknown_shop` while no copy of the shop is here, since only that says when
    its days begin, `unauthorized` for a session that has ended, `invalid_request` for no such day.
    """
    shop = connection.execute(_SHOP.where(shops.c.id == shop_id)).one_or_none()
    if shop is None:
        raise Problem("unknown_shop")
    check_session(claims, shop.sessions_since)
    try:
        return asked_day(asked, shop.now, shop.timezone), shop.currency
    except ValueError:
        raise Problem("invalid_request", "`day` is none that a shop has") from None
