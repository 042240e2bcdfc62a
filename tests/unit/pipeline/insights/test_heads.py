import numpy as np
import pytest

from scriba.core.insights import SENTIMENTS
from scriba.pipeline.insights.heads import SAFETY, SENTIMENT, chances, matrix, scores
from scriba.pipeline.insights.safety import HEADS


@pytest.mark.parametrize(("name", "classes"), [(SAFETY, len(HEADS)), (SENTIMENT, len(SENTIMENTS))])
def test_every_point_has_a_score_for_every_class(name, classes):
    assert matrix(name).shape == (385, classes)
    assert scores(name, np.zeros((2, 384), dtype=np.float32)).tolist() == [matrix(name)[-1].astype(float).tolist()] * 2


def test_log_odds_of_nothing_are_even_chances():
    assert chances(np.array([0.0, 40.0, -40.0])).tolist() == pytest.approx([0.5, 1, 0])
