"""`orderbell keys`: give a service another key to sign with, while everything runs."""

import argparse
import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from command.arguments import Parsers, add_noun, add_verb
from command.failure import Failure
from command.printing import tell
from command.settings import operator_settings, required
from provision.credentials import write_private
from shared.tokens import Signer, Verifier, new_key, public_part

SERVICES = ("shops", "orders")
SECONDS_PER_HOUR = 3600
# As long as customers' tokens live unless it is set otherwise; kitchens' live shorter.
KEEP_HOURS = 48.0
RETIRED_AT = "retired_at"

Jwk = Mapping[str, Any]


def add_commands(nouns: Parsers) -> None:
    """Add `keys` and its verbs."""
    verbs = add_noun(nouns, "keys", "change the keys that tokens are signed with")
    rotate = add_verb(
        verbs,
        "rotate",
        _rotate,
        "sign with a new key from now on; nobody is logged out",
        "Services that read their keys from files use it within seconds, with no restart. Tokens "
        "of the key before are believed until it has been retired for longer than any of them "
        "lives; the next rotation then drops it.",
    )
    rotate.add_argument("--service", choices=SERVICES, help="default: both")
    rotate.add_argument(
        "--keep-hours",
        type=float,
        default=KEEP_HOURS,
        metavar="HOURS",
        help="how long a retired key is believed: as long as the longest-lived token "
        "(CUSTOMER_TOKEN_HOURS, SESSION_HOURS); 0 after a theft, which logs everybody out; "
        "default: %(default)s",
    )


def _rotate(options: argparse.Namespace) -> None:
    services = [options.service] if options.service else SERVICES
    settings = operator_settings()
    public = Path(required(settings, "token_public_keys_file"))
    private = [Path(required(settings, f"{name}_token_private_key_file")) for name in services]
    done = []
    with _locked(public):
        for service, file in zip(services, private, strict=True):
            new, dropped = rotate(public, file, options.keep_hours * SECONDS_PER_HOUR, time.time())
            done.append({"service": service, "kid": new, "dropped": dropped})
    lines = [f"{each['service']} signs with {each['kid']} from now on." for each in done]
    lines += [
        f"Tokens of {kid} are no longer believed." for each in done for kid in each["dropped"]
    ]
    tell(options, done, "\n".join(lines))


def rotate(public: Path, private: Path, keep_seconds: float, now: float) -> tuple[str, list[str]]:
    """Put a new key into a service's file; return its kid and those of the keys that were dropped.

    The public keys come first, so that nobody meets a token of a key that could not be known. To
    stop in between does no harm: a key that nobody signs with is retired by the next rotation.
    Raises Failure for files that hold no keys.
    """
    before = _read(public, Verifier)["keys"]
    channels = _read(private, Signer)["channels"]
    key = new_key(channels)
    grown = [*before, public_part(key)]
    _write(public, {"keys": grown})
    _write(private, key)
    kept = retire(grown, channels, key["kid"], keep_seconds, now)
    _write(public, {"keys": kept})
    left = {each["kid"] for each in kept}
    return key["kid"], [each["kid"] for each in before if each["kid"] not in left]


def retire(
    keys: Sequence[Jwk], channels: str, signing: str, keep_seconds: float, now: float
) -> list[Jwk]:
    """Return the public keys that are still believed when the key `signing` is the one that signs.

    Others of its channels are retired from now on unless they are already, and left out once that
    is so many seconds ago. Keys of other channels stay as they are.
    """
    kept: list[Jwk] = []
    for key in keys:
        if key["channels"] != channels or key["kid"] == signing:
            kept.append(key)
            continue
        retired = {**key, RETIRED_AT: key.get(RETIRED_AT, int(now))}
        if now - retired[RETIRED_AT] < keep_seconds:
            kept.append(retired)
    return kept


def _read(file: Path, check: type[Signer] | type[Verifier]) -> dict[str, Any]:
    """Return the JSON of a file of keys."""
    try:
        text = file.read_text()
        check(text)
    except OSError as error:
        raise Failure(f"cannot read {file}: {error.strerror}") from None
    except Exception:
        raise Failure(f"{file} holds no keys that services would take") from None
    found: dict[str, Any] = json.loads(text)
    return found


def _write(file: Path, keys: Jwk) -> None:
    try:
        write_private(file, json.dumps(keys, indent=2))
    except OSError as error:
        raise Failure(f"cannot write {file}: {error.strerror}") from None


@contextlib.contextmanager
def _locked(public: Path) -> Iterator[None]:
    """Hold the folder of the public keys: two rotations at once could lose a key that signs."""
    try:
        folder = os.open(public.parent, os.O_RDONLY)
    except OSError as error:
        raise Failure(f"cannot read {public.parent}: {error.strerror}") from None
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Failure("another command rotates keys: try again when it ends") from None
    finally:
        os.close(folder)
