"""What no figure of a way to wait may be, whatever the machine."""

from collections.abc import Mapping, Sequence

from bench.figures import Figure
from bench.sanity import absurdities
from bench.transports import names
from bench.transports.ways import EVERY_SECOND, EVERYTHING, POLLING, WAYS

# Of a few screens that ask a few times a second.
IN_TIME_LEAST_PERCENT = 90


def all_absurdities(figures: Sequence[Figure], screens: int) -> list[str]:
    """Return what is wrong, one line each; so many screens are few enough for every way."""
    found = {figure.name: figure.median for figure in figures}
    return [*absurdities(figures), *_losses(found, screens), *_paces(found, screens)]


def _losses(found: Mapping[str, float], screens: int) -> list[str]:
    """Return where few screens were too many: an order refused, or not seen."""
    lost = [names.figure(way, screens, names.REFUSED) for way in EVERYTHING]
    lost += [names.figure(way, screens, names.UNSEEN) for way in WAYS]
    return [f"{name}: {found[name]:.1f} %" for name in lost if found[name] > 0]


def _paces(found: Mapping[str, float], screens: int) -> list[str]:
    """Return where polls were late, and who was told later than whoever asks every second."""
    polls = [names.figure(way, screens, names.in_time(busy=True)) for way in POLLING]
    late = [f"{name}: {found[name]:.1f} %" for name in polls if found[name] < IN_TIME_LEAST_PERCENT]
    asked = found[names.figure(EVERY_SECOND, screens, names.P50)]
    told = [names.figure(way, screens, names.P50) for way in WAYS if way.is_push]
    slow = [
        f"{name}: {found[name]:.0f} ms, and by asking {asked:.0f}"
        for name in told
        if found[name] > asked
    ]
    return late + slow
