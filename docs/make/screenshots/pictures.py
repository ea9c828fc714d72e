"""The few pictures that docs/pages.md shows: smaller, and of few colours."""

from pathlib import Path

from PIL import Image

from stack.settings import CHECKOUT

FOLDER = CHECKOUT / "docs/pictures"
COLOURS = 256
# The picture, what it is made of, and how wide it is to be, in pixels.
SELECTED = (
    ("board", "kitchen-busy-en-1920", 1280),
    ("no-connection", "kitchen-offline-en-1024", 820),
    ("dishes", "kitchen-selling-out-en-390", 390),
    ("today", "kitchen-today-en-1024", 820),
    ("silent", "kitchen-silent-en-1024", 820),
    ("settings", "kitchen-settings-en-1024", 820),
    ("slip", "kitchen-slip-en-390", 390),
    ("menu", "customer-choosing-en-390", 390),
    ("order", "customer-order-accepted-en-390", 390),
)
# Of what is longer, its beginning says enough.
HEIGHT_PER_WIDTH_MAX = 2.2


def write(shots: Path) -> int:
    """Write the selected ones; return how many bytes they are together."""
    FOLDER.mkdir(exist_ok=True)
    return sum(made(shots / f"{shot}.png", name, width) for name, shot, width in SELECTED)


def made(shot: Path, name: str, width: int) -> int:
    """Write one picture and return its size in bytes."""
    image = Image.open(shot).convert("RGB")
    image = image.crop(
        (0, 0, image.width, min(image.height, round(image.width * HEIGHT_PER_WIDTH_MAX)))
    )
    height = round(image.height * width / image.width)
    small = image.resize((width, height), Image.Resampling.LANCZOS)
    path = FOLDER / f"{name}.png"
    small.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        path, optimize=True
    )
    return path.stat().st_size
