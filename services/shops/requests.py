"""What clients send, and how far each text and number may go.

Fields that are not known are ignored. Types are taken strictly: `"300"` is no price. Texts are kept
as they were sent, untrimmed; emoji and marks for right-to-left text are fine.
"""

from typing import Annotated, Self

from fastapi import Path
from pydantic import MISSING, AfterValidator, BaseModel, Field, StringConstraints, model_validator

from services.shops.menu import DISHES_MAX

ID_MAX = 80
NAME_MAX = 80
PRICE_MAX = 10_000_000
PASSCODE_MAX = 200
SCREEN_MAX = 80
LANGUAGES_MAX = 8
LANGUAGE_MAX = 35
SECTIONS_MAX = 50
PAUSE_MINUTES_MAX = 12 * 60
BACK_MINUTES_MAX = 7 * 24 * 60
AGE_MINUTES_MAX = 180

# No control characters and no line ends, and something else than blanks.
_CONTROL = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
TEXT_PATTERN = rf"^[^{_CONTROL}]*$"
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
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
Language = Annotated[
    str, StringConstraints(strict=True, max_length=LANGUAGE_MAX, pattern=LANGUAGE_PATTERN)
]
Names = Annotated[
    dict[Language, Name],
    Field(max_length=LANGUAGES_MAX, description="By language, such as zh or en."),
    AfterValidator(lambda names: names or None),
]
Age = Annotated[int, Field(strict=True, ge=1, le=AGE_MINUTES_MAX, description="In minutes.")]
PauseMinutes = Annotated[
    int,
    Field(strict=True, ge=0, le=PAUSE_MINUTES_MAX, description="From now on; 0 ends a pause."),
]
Position = Annotated[
    int,
    Field(
        strict=True, ge=0, lt=DISHES_MAX, description="From 0; beyond the end it becomes the last."
    ),
]
BackMinutes = Annotated[
    int,
    Field(
        strict=True,
        ge=1,
        le=BACK_MINUTES_MAX,
        description="Minutes after which a dish that is sold out now is back by itself.",
    ),
]


class Section(BaseModel):
    """A part of the menu, by the name that its dishes call it."""

    name: Name
    names: Names | None = None


def _all_different(sections: list[Section]) -> list[Section]:
    if len({section.name for section in sections}) < len(sections):
        raise ValueError("two sections have the same name")
    return sections


Sections = Annotated[list[Section], Field(max_length=SECTIONS_MAX), AfterValidator(_all_different)]


class ShopChange(BaseModel):
    """What a kitchen may change of its shop; what is left out stays."""

    name: Name | MISSING = MISSING
    names: Names | MISSING | None = MISSING
    open: Switch | MISSING = MISSING
    pause_minutes: PauseMinutes | MISSING = MISSING
    sections: Sections | MISSING = MISSING
    soon_minutes: Age | MISSING = MISSING
    late_minutes: Age | MISSING = MISSING


class NewDish(BaseModel):
    """A dish to put on the menu."""

    name: Name
    price: Price
    available: Switch = True
    names: Names | None = None
    section: Name | None = None


class DishChange(BaseModel):
    """What to change of a dish; what is left out stays."""

    name: Name | MISSING = MISSING
    names: Names | MISSING | None = MISSING
    price: Price | MISSING = MISSING
    available: Switch | MISSING = MISSING
    section: Name | MISSING | None = MISSING
    position: Position | MISSING = MISSING
    back_minutes: BackMinutes | MISSING = MISSING

    @model_validator(mode="after")
    def _comes_back_from_somewhere(self) -> Self:
        if self.back_minutes is not MISSING and self.available is not False:
            raise ValueError("back_minutes goes with available: false")
        return self


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
