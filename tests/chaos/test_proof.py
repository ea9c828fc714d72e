"""Which proofs a sample holds, and how they are judged."""

from dataclasses import replace

import pytest

from chaos.clients.pages import PAGE_NAMES
from chaos.planted import DEFECTS
from chaos.proof import (
    PROOFS,
    STILL_SECONDS_MAX,
    Proof,
    is_to_be_made_again,
    judged,
    sample,
)
from chaos.rules import delivery, receipts
from chaos.run import Run
from tests.chaos.telling import Telling, a_good_run, of

# Later than a proof bears, and no later than a run that is to pass does.
LATE_SECONDS = 4.0
PROOF = Proof({"one": delivery, "another": receipts}, 10, [])
CONTROL = replace(PROOF, planted=False)


def verdicts(proof: Proof, told: Telling) -> dict[str, bool]:
    done = Run(told.records, told.faults, told.final())
    return {name: as_it_should_be for name, as_it_should_be, _ in judged(proof, done)}


def test_every_defect_is_proven_once() -> None:
    proven = [name for proof in PROOFS for name in proof.defects]
    assert sorted(proven) == sorted(DEFECTS)
    assert all(proof.planted for proof in PROOFS)


def test_defects_of_one_proof_are_in_different_services_and_break_different_rules() -> None:
    for proof in PROOFS:
        assert len({DEFECTS[name].service for name in proof.defects}) == len(proof.defects)
        assert len(set(proof.defects.values())) == len(proof.defects)


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_a_week_of_samples_sees_each_proof(count: int) -> None:
    samples = [sample(count, day) for day in range(740_000, 740_007)]
    assert all(len({id(proof) for proof in chosen}) == count for chosen in samples)
    seen = {id(proof) for chosen in samples for proof in chosen}
    assert seen == {id(proof) for proof in PROOFS}


def test_where_all_is_well_nothing_is_found() -> None:
    assert verdicts(CONTROL, a_good_run()) == {"none": True}
    assert verdicts(PROOF, a_good_run()) == {"one": False, "another": False}


def test_what_is_late_without_a_defect_spoils_the_proof() -> None:
    told = a_good_run()
    told.delay(LATE_SECONDS, of("screen-1", "event", order_id="done", version=5))
    assert Run(told.records, told.faults, told.final()).violations() == []
    assert verdicts(CONTROL, told) == {"none": False}
    assert verdicts(PROOF, told) == {"one": True, "another": False}


def test_a_control_in_which_a_page_showed_nothing_is_none() -> None:
    told = a_good_run()
    done = Run(told.records, told.faults, told.final())
    ((_, as_it_should_be, text),) = judged(replace(CONTROL, pages=True), done)
    shown = {record.who for record in told.records if record.kind == "shown"}
    assert [who for who in PAGE_NAMES if who in text] == [
        who for who in PAGE_NAMES if who not in shown
    ]
    assert not as_it_should_be
    assert shown & {*PAGE_NAMES}


def test_records_are_judged_in_the_order_of_their_times() -> None:
    told = a_good_run()
    told.records.reverse()
    assert verdicts(CONTROL, told) == {"none": True}
    assert verdicts(PROOF, told) == {"one": False, "another": False}


@pytest.mark.parametrize(
    ("still_seconds", "runs_left", "again"),
    [
        (STILL_SECONDS_MAX, 1, False),
        (STILL_SECONDS_MAX + 0.1, 1, True),
        (STILL_SECONDS_MAX + 0.1, 0, False),
    ],
)
def test_a_run_that_itself_stood_still_is_made_again_while_it_may(
    still_seconds: float, runs_left: int, again: bool
) -> None:
    done = Run([], [], a_good_run().final(), still_seconds)
    assert is_to_be_made_again(done, runs_left) is again
