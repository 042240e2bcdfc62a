from scriba.pipeline.privacy.policies import UNDETECTED, undetected


def test_policies_without_a_detector_are_told_when_asked_for():
    assert "trend" in (undetected(["trend", "person_name"]) or "")
    assert undetected(["person_name"]) is None


def test_the_contract_s_own_policies_all_have_a_detector():
    assert not UNDETECTED & {"person_name", "statistics", "physical_attribute", "zodiac_sign", "filename"}
