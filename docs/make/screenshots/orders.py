"""The orders that the pictures show: one of each kind, a rush, and the day before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Item = tuple[str, int, str]
Action = tuple[str, Mapping[str, Any] | None]

USUAL_MINUTES = 15
ACCEPT_USUAL: Action = ("accept", {"minutes": USUAL_MINUTES})
READY: Action = ("ready", None)
COMPLETE: Action = ("complete", None)


@dataclass(frozen=True)
class Wanted:
    """An order, how old it is to be, and what is done with it."""

    minutes_ago: float
    items: Sequence[Item]
    actions: Sequence[Action] = ()
    name: str = "Mei Lin"
    telephone: str = "555 0100"
    address: str = ""
    note: str = ""
    is_seen: bool = True
    # How long after the step before each came, in minutes.
    accepted_after: float = 1.5
    cooking: float = 11

    @property
    def promised(self) -> float:
        """How many minutes were promised."""
        return next(
            (told["minutes"] for name, told in self.actions if name == "accept" and told), 0
        )


BANQUET = (
    ("chicken-plate", 2, "less chilli, please"),
    ("beef-noodles", 6, ""),
    ("braised-noodles", 3, "two without coriander"),
    ("lamb-noodles", 4, ""),
    ("tossed-noodles", 2, ""),
    ("fried-noodles", 2, "不要葱"),
    ("knife-noodles", 1, ""),
    ("cucumber", 5, ""),
    ("beef", 6, ""),
    ("egg", 12, ""),
    ("rice", 8, ""),
)

RUSH = (
    Wanted(24, (("chicken-plate", 1, ""), ("rice", 3, "")), (ACCEPT_USUAL,), "王芳"),
    Wanted(
        17, BANQUET, (("accept", {"minutes": 30}),), "Office party", note="8 people, plates please"
    ),
    Wanted(13, (("lamb-noodles", 2, "no coriander"),), (ACCEPT_USUAL,), "O’Connor"),
    Wanted(9.5, (("knife-noodles", 1, ""), ("egg", 2, "")), (ACCEPT_USUAL,), "陈静怡"),
    Wanted(6, (("beef-noodles", 2, ""), ("cucumber", 1, "多放蒜")), (ACCEPT_USUAL,), "刘洋"),
    Wanted(21, (("fried-noodles", 1, ""),), (ACCEPT_USUAL, READY), "Amara"),
    Wanted(19, (("braised-noodles", 2, ""), ("beef", 2, "")), (ACCEPT_USUAL, READY), "赵敏"),
    Wanted(
        16,
        (("beef-noodles", 1, "allergic to peanuts!"), ("rice", 1, "")),
        name="Jonas",
        note="Peanut allergy. Please use a clean wok.",
        address="14 Canal Street, third floor, the bell on the left",
    ),
    Wanted(8.5, (("tossed-noodles", 3, ""), ("egg", 3, "")), name="孙丽"),
    Wanted(3.2, (("beef-noodles", 1, "面条要细，不要香菜"), ("beef", 1, "")), name="周杰"),
    Wanted(
        0.4,
        (("braised-noodles", 1, ""),),
        name="Maximiliane von Hohenstein-Bartholomäus",
        telephone="+49 30 901820-4711",
    ),
)

TURNS = tuple(
    (("beef-noodles", 1 + number % 3, ""), (dish, 1, ""), ("egg", 1 + number % 2, ""))
    for number, dish in enumerate(
        (
            "cucumber",
            "lamb-noodles",
            "beef",
            "rice",
            "fried-noodles",
            "knife-noodles",
            "braised-noodles",
        )
    )
)
# Lunch, a quiet afternoon and the evening, in minutes before now.
DAY_MINUTES = (
    *range(330, 580, 17),
    *range(460, 540, 9),
    *range(190, 330, 45),
    *range(45, 190, 7),
)


def whole_day() -> Sequence[Wanted]:
    """Return what was ordered earlier on this day; some of it came to nothing."""
    endings: Mapping[int, Sequence[Action]] = {
        5: (("reject", {"reason": "sold_out", "note": "No lamb today"}),),
        17: (("reject", {"reason": "too_busy"}),),
        23: (("cancel", None),),
        31: (ACCEPT_USUAL, READY, ("reject", {"reason": "no_show"})),
        40: (("reject", {"reason": "too_busy"}),),
    }
    return [
        Wanted(
            minutes,
            TURNS[number % len(TURNS)],
            endings.get(number, (ACCEPT_USUAL, READY, COMPLETE)),
            name=("Mei Lin", "王芳", "Jonas", "刘洋", "Amara")[number % 5],
            accepted_after=0.5 + number % 4 * 0.7,
            cooking=8 + number % 7 * 1.6,
        )
        for number, minutes in enumerate(sorted(DAY_MINUTES, reverse=True))
    ]


DAY = whole_day()


def by_status() -> Mapping[str, Wanted]:
    """Return an order for each thing that its customer's page may say."""
    items: Sequence[Item] = (
        ("beef-noodles", 2, "one without coriander"),
        ("cucumber", 1, ""),
        ("tea", 1, ""),
    )
    note = "Please ring twice"

    def ordered(minutes: float, *actions: Action, is_seen: bool = True) -> Wanted:
        return Wanted(minutes, items, actions, note=note, address="1 Long Lane", is_seen=is_seen)

    return {
        "placed": ordered(0.3, is_seen=False),
        "unseen": ordered(6, is_seen=False),
        "unattended": ordered(4, is_seen=False),
        "seen": ordered(1),
        "accepted": ordered(5, ACCEPT_USUAL),
        "late": ordered(25, ACCEPT_USUAL),
        "ready": ordered(14, ACCEPT_USUAL, READY),
        "completed": ordered(25, ACCEPT_USUAL, READY, COMPLETE),
        "rejected": ordered(
            4, ("reject", {"reason": "sold_out", "note": "Noodles are back on Monday"})
        ),
        "cancelled": ordered(4, ("cancel", None)),
    }
