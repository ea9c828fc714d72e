"""Customers who order for screens that wait, each for one that is chosen by chance."""

import json
import random
from collections.abc import Callable, Sequence

from bench.load.http import Pool
from bench.load.placing import CREATED, place
from bench.load.process import clock_ns
from bench.load.screens import Screen
from bench.orders import basket

PATH = "/api/orders"
# By chance, but always the same: even turns would meet even polls.
SEED = 1

# Called with a screen's number and the answer to an order for it.
Answered = Callable[[int, bytes], None]


class Customers:
    """What became of the orders that were placed since the last `begin`."""

    def __init__(self, screens: Sequence[Screen], port: int, answered: Answered) -> None:
        """Take whom orders are for, where the edge is, and what is called with each answer."""
        self.taken: set[int] = set()
        self.refused = 0
        self._bodies = [json.dumps(basket(screen.shop_id)) for screen in screens]
        self._pool = Pool(port)
        self._answered = answered
        self._chosen = random.Random(SEED)
        self._began_ns = 0

    def begin(self) -> None:
        """Count from now on, whatever becomes of those that are still under way."""
        self.taken.clear()
        self.refused = 0
        self._began_ns = clock_ns()

    async def place(self) -> None:
        """Place an order; those that are taken are known by when they were sent (`clock_ns`)."""
        number = self._chosen.randrange(len(self._bodies))
        sent = clock_ns()
        try:
            sent, answer = await place(self._pool, PATH, self._bodies[number])
        except OSError:
            self.refused += sent >= self._began_ns
            return
        if answer.status != CREATED:
            self.refused += sent >= self._began_ns
            return
        if sent >= self._began_ns:
            self.taken.add(sent)
        self._answered(number, answer.body)

    def leave(self) -> None:
        """Be gone."""
        self._pool.close()
