"""What clients send, and how far each text and number may go.

Fields that are not known are ignored. Types are taken strictly: `"300"` is no price. Texts are kept
as they were sent, untrimmed; emoji and marks for right-to-left text are fine.
"""

from typing import Annotated

from fastapi import Path
from pydantic import MISSING, BaseModel, Field, StringConstraints

ID_MAX = 80
NAME_MAX = 80
PRICE_MAX = 10_000_000
PASSCODE_MAX = 200
SCREEN_MAX = 80

# No control characters and no line ends, and something else than blanks.
_CONTROL = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
TEXT_PATTERN = rf"^[^{_CONTROL}]*$"
LINE_PATTERN = rf"^[^{_CONTROL}]*[^\s{_CONTROL}][^{_CONTROL}]*$"

ShopId = Annotated[str, Path(pattern=TEXT_PATTERN)]
DishId = Annotated[str, Path(pattern=TEXT_PATTERN)]
Name = Annotated[
    str,
    StringConstraints(
        strict=True,
        min_length=1,
        max_length=NAME_MAX,
        pattern=LINE_PATTERN,
    ),
]
Price = Annotated[int, Field(strict=True, ge=0, le=PRICE_MAX, description="In minor units.")]
Switch = Annotated[bool, Field(strict=True)]


class ShopChange(BaseModel):
    """What a kitchen may change of its shop; what is left out stays."""

    name: Name | MISSING = MISSING
    open: Switch | MISSING = MISSING


class NewDish(BaseModel):
    """A dish to put on the menu."""

    name: Name
    price: Price
    available: Switch = True


class DishChange(BaseModel):
    """What to change of a dish; what is left out stays."""

    name: Name | MISSING = MISSING
    price: Price | MISSING = MISSING
    available: Switch | MISSING = MISSING


class Login(BaseModel):
    """A passcode, and whether the session is only to watch."""

    passcode: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=PASSCODE_MAX)]
    watch: Switch = False


class Screen(BaseModel):
    """A kitchen's screen, by any id that is its own."""

    screen: Annotated[
        str,
        StringConstraints(strict=True, min_length=1, max_length=SCREEN_MAX, pattern=LINE_PATTERN),
    ]
