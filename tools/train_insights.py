"""Make the data of topics, content safety and, with rated sentences, sentiment: python tools/train_insights.py [--rated FOLDER].

Topics get the points of their descriptions (`iab.txt` of `scriba.pipeline.insights`), content safety a linear model for
each label, trained on `tools/seeds/content_safety.txt`. FOLDER is the unpacked source package vaderSentiment 3.3.2;
of its sentences every fifth is left out, to measure on. The same files come out each time, but for the rounding of processors.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from scriba import backends
from scriba.pipeline.insights.heads import SAFETY, SENTIMENT, TOPICS
from scriba.pipeline.insights.safety import HEADS
from scriba.pipeline.insights.sentiment import CLASSES
from scriba.pipeline.insights.topics import taxonomy
from tools.train_sentiment import examples, label

SEEDS: Final = Path(__file__).parent / "seeds"
DATA: Final = Path(__file__).parents[1] / "src" / "scriba" / "pipeline" / "insights" / "data"

DECAY: Final = 1e-3
SENTIMENT_DECAY: Final = 1e-5
POSITIVE_SHARE: Final = 0.5
"""What the seeds of a label weigh together, compared with all others together."""

KINDRED: Final = {
    "accidents": {"disasters", "health_issues"},
    "crime_violence": {"drugs", "negative_news", "terrorism", "weapons"},
    "disasters": {"accidents"},
    "drugs": {"marijuana"},
    "financials": {"negative_news"},
    "hate_speech": {"sensitive_social_issues"},
    "health_issues": {"accidents", "drugs", "tobacco"},
    "negative_news": {
        "accidents", "crime_violence", "disasters", "drugs", "financials", "marijuana", "sensitive_social_issues",
        "terrorism", "weapons",
    },
    "nsfw": {"pornography"},
    "pornography": {"nsfw"},
    "sensitive_social_issues": {"hate_speech", "negative_news", "terrorism", "weapons"},
    "terrorism": {"weapons"},
    "weapons": {"crime_violence", "terrorism"},
}  # fmt: skip
"""Label -> labels whose seeds may carry it as well, so that they count neither for nor against it."""

Numbers = npt.NDArray[np.float64]


def seeds(file: str) -> list[tuple[str, str]]:
    """Label and sentence of every line of a file of seeds."""
    name, found = "", []
    for line in (SEEDS / file).read_text("utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line and not line.startswith("#"):
            found.append((name, line))
    return found


def logistic(points: Numbers, truth: Numbers, importance: Numbers) -> Numbers:
    """Weights and, last, the bias of a logistic regression."""

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        odds = points @ flat[:-1] + flat[-1]
        error = np.logaddexp(0, -odds * (2 * truth - 1)) @ importance / importance.sum()
        slope = (1 / (1 + np.exp(-odds)) - truth) * importance / importance.sum()
        inner = points.T @ slope + 2 * DECAY * flat[:-1]
        return float(error + DECAY * (flat[:-1] ** 2).sum()), np.append(inner, slope.sum())

    found: Numbers = minimize(
        loss, np.zeros(points.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 400}
    ).x
    return found


def safety(rows: Sequence[tuple[str, str]], points: Numbers) -> Numbers:
    """A column for each label of HEADS, its bias in the last row."""
    labels = np.array([name for name, _ in rows])
    columns = []
    for name in HEADS:
        counts = ~np.isin(labels, list(KINDRED.get(name, ())))
        truth = (labels[counts] == name).astype(np.float64)
        share = POSITIVE_SHARE * (1 - truth).sum() / truth.sum()
        columns.append(logistic(points[counts], truth, np.where(truth == 1, share, 1.0)))
    return np.stack(columns, axis=1)


def sentiment(points: Numbers, classes: npt.NDArray[np.int64], importance: Numbers) -> Numbers:
    """A column for each class of sentiment, its bias in the last row."""
    known = np.c_[points, np.ones(len(points))]
    shape = (known.shape[1], len(CLASSES))
    truth = np.eye(len(CLASSES))[classes]

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        weights = flat.reshape(shape)
        odds = known @ weights
        odds -= odds.max(axis=1, keepdims=True)
        chances = np.exp(odds)
        chances /= chances.sum(axis=1, keepdims=True)
        error = -(importance * np.log(chances[np.arange(len(classes)), classes])).sum() / importance.sum()
        held = np.vstack([weights[:-1], np.zeros(len(CLASSES))])
        slope = known.T @ ((chances - truth) * importance[:, None]) / importance.sum() + 2 * SENTIMENT_DECAY * held
        return float(error + SENTIMENT_DECAY * (held**2).sum()), slope.ravel()

    start = np.zeros(shape[0] * shape[1])
    found: Numbers = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x.reshape(shape)
    return found


def feelings(folder: Path) -> tuple[list[str], npt.NDArray[np.int64], Numbers]:
    """Sentences, their classes and how much each counts: every set as much as all the seeds together."""
    rated = [row for number, row in enumerate(examples(folder)) if number % 5]
    own = seeds("sentiment.txt")
    sizes = Counter(source for source, _, _ in rated)
    texts = [text for _, text, _ in rated] + [text for _, text in own]
    names: list[str] = list(CLASSES)
    classes = [label(rating) for _, _, rating in rated] + [names.index(name) for name, _ in own]
    importance = [1 / sizes[source] for source, _, _ in rated] + [1 / len(own)] * len(own)
    return texts, np.array(classes), np.array(importance)


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rated", type=Path, help="the unpacked source package vaderSentiment 3.3.2")
    arguments = parser.parse_args()
    encoder = backends.load_encoder()
    if arguments.rated:
        texts, classes, importance = feelings(arguments.rated)
        weights = sentiment(encoder.encode(texts).astype(np.float64), classes, importance)
        np.save(DATA / SENTIMENT, weights.astype(np.float32))
    descriptions = encoder.encode([description for _, description in taxonomy()])
    scale = np.abs(descriptions).max(axis=1, keepdims=True) / 127
    np.save(DATA / TOPICS, np.round(descriptions / scale).astype(np.int8))
    rows = seeds("content_safety.txt")
    points = encoder.encode([sentence for _, sentence in rows]).astype(np.float64)
    np.save(DATA / SAFETY, safety(rows, points).astype(np.float32))


if __name__ == "__main__":
    main()
