"""Small models over the points of sentences, as data of this package; `tools/train_insights.py` makes them."""

from __future__ import annotations

import io
from functools import lru_cache
from importlib import resources
from typing import Final

import numpy as np
import numpy.typing as npt

from scriba.core.engines import Meanings

Scores = npt.NDArray[np.float64]
"""Log-odds or the like: one number for each class."""

TAXONOMY: Final = "iab.txt"
TOPICS: Final = "topics.npy"
SAFETY: Final = "content_safety.npy"
SENTIMENT: Final = "sentiment.npy"


@lru_cache(maxsize=4)
def matrix(name: str) -> npt.NDArray[np.generic]:
    """The numbers of a file; one array for the process, which nobody changes."""
    content = (resources.files("scriba.pipeline.insights") / "data" / name).read_bytes()
    found: npt.NDArray[np.generic] = np.load(io.BytesIO(content), allow_pickle=False)
    return found


def scores(name: str, points: Meanings) -> Scores:
    """What a linear model says of points: a row for each, a column for each class."""
    weights = matrix(name).astype(np.float64)
    found: Scores = points @ weights[:-1] + weights[-1]
    return found


def chances(logits: Scores) -> Scores:
    """Probabilities from log-odds, each class by itself."""
    found: Scores = 1 / (1 + np.exp(-logits))
    return found
