"""The token bucket, and revoked tokens."""

from services.gateway import revocations
from services.gateway.rate_limit import TokenBucket
from services.gateway.revocations import Revocations


def test_a_bucket_lets_its_burst_through_and_then_its_rate() -> None:
    bucket = TokenBucket(per_second=10, burst=5, now=0)
    assert [bucket.take(0) for _ in range(7)] == [True] * 5 + [False] * 2
    assert [bucket.take(1) for _ in range(6)] == [True] * 5 + [False]
    assert sum(bucket.take(1 + n / 100) for n in range(101)) == 10


def test_tokens_issued_before_are_revoked() -> None:
    revoked = Revocations()
    assert not revoked.covers("shop:a", 5)
    revoked.revoke("shop:a", 10)
    assert revoked.covers("shop:a", 9.999)
    assert not revoked.covers("shop:a", 10)
    assert not revoked.covers("shop:b", 5)


def test_an_older_revocation_does_not_undo_a_newer() -> None:
    revoked = Revocations()
    revoked.revoke("shop:a", 10)
    revoked.revoke("shop:a", 5)
    assert revoked.covers("shop:a", 9)


def test_revocations_are_bounded_and_the_latest_stay() -> None:
    revoked = Revocations()
    revoked.revoke("first", 1)
    revoked.revoke("second", 1)
    revoked.revoke("first", 1)
    for number in range(revocations.CHANNELS_MAX - 1):
        revoked.revoke(f"shop:{number}", 1)
    assert revoked.covers("first", 0)
    assert not revoked.covers("second", 0)
