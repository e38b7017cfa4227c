"""The table is whole: every step can be reached, every guard is used, every stage can be left."""

from bitim.engines.lifecycle import GUARDS, STAGES, STEPS


def test_steps_name_real_stages_and_are_unique():
    names = [step.name for step in STEPS]
    assert len(names) == len(set(names))
    for step in STEPS:
        assert set(step.stages) <= set(STAGES)
        assert step.to is None or step.to in STAGES


def test_every_guard_stands_in_some_step():
    used = {guard.key for step in STEPS for guard in step.guards}
    assert used == set(GUARDS)


def test_every_stage_is_reached_and_left():
    reached = {"request"} | {step.to for step in STEPS if step.to}
    assert reached == set(STAGES)
    for stage in STAGES[:-1]:
        assert any(stage in step.stages and step.to not in (None, stage) for step in STEPS)


def test_nothing_happens_in_a_closed_case():
    assert not any("closed" in step.stages for step in STEPS)


def test_wherever_people_talk_jointly_consent_can_be_taken_back():
    """Consent can be withdrawn at any time: no stage holds a room open that a side cannot close."""
    stages = {step.name: set(step.stages) for step in STEPS}
    assert stages["talk_jointly"] <= stages["withdraw_consent"] & stages["give_consent"]
    assert stages["open_meeting"] | stages["draft"] | stages["sign_settlement"] <= stages["withdraw_consent"]
