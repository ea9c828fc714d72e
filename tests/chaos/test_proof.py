"""Which proofs a sample holds."""

import pytest

from chaos.planted import DEFECTS
from chaos.proof import PROOFS, sample


def test_every_defect_is_proven_once() -> None:
    proven = [name for proof in PROOFS for name in proof.defects]
    assert sorted(proven) == sorted(DEFECTS)
    assert not PROOFS[0].defects


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_a_week_of_samples_sees_each_proof_and_each_the_healthy_one(count: int) -> None:
    samples = [sample(count, day) for day in range(740_000, 740_007)]
    assert all(chosen[0] is PROOFS[0] for chosen in samples)
    assert all(len({id(proof) for proof in chosen}) == count + 1 for chosen in samples)
    seen = {id(proof) for chosen in samples for proof in chosen}
    assert seen == {id(proof) for proof in PROOFS}
