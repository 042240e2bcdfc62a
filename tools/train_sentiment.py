"""Train the word weights of sentiment analysis: python tools/train_sentiment.py FOLDER WEIGHTS.

FOLDER is the unpacked source package vaderSentiment 3.3.2 (MIT, C.J. Hutto): its `additional_resources` hold sentences from
reviews, news and tweets, each with the mean of some 20 people's ratings from -4 to 4, and its lexicon the ratings of words.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tarfile
from collections import Counter
from pathlib import Path
from typing import Final

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from scriba.pipeline.insights.sentiment import CLASSES, features

SETS: Final = ("amazonReviewSnippets", "movieReviewSnippets", "nytEditorialSnippets", "tweets")
EDGE: Final = 0.7
"""Mean ratings nearer to 0 are neutral."""
LEAST: Final = 2
"""A feature that fewer sentences have is left out."""
DECAY: Final = 4e-5
LEXICON_WEIGHT: Final = 0.3
FAINT: Final = 0.05
"""Features whose weights are all nearer to 0 are left out."""

Example = tuple[str, str, float]


def examples(folder: Path) -> list[Example]:
    """Set, sentence and mean rating."""
    found = []
    with tarfile.open(folder / "additional_resources" / "hutto_ICWSM_2014.tar.gz") as archive:
        for name in SETS:
            file = archive.extractfile(f"hutto_ICWSM_2014/{name}_GroundTruth.txt")
            assert file is not None
            for line in file.read().decode("utf-8", "replace").splitlines():
                _, rating, text = line.split("\t")[:3]
                found.append((name, text, float(rating)))
    return found


def lexicon(folder: Path) -> list[Example]:
    """The words of the lexicon that are words, as sentences of one word."""
    lines = (folder / "vaderSentiment" / "vader_lexicon.txt").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return [("lexicon", row[0], float(row[1])) for row in rows if row[0].isalpha()]


def label(rating: float) -> int:
    """Index into CLASSES."""
    return CLASSES.index("POSITIVE" if rating >= EDGE else "NEGATIVE" if rating <= -EDGE else "NEUTRAL")


def trained(rows: list[Example]) -> dict[str, list[float]]:
    """Feature -> weight for each class."""
    sentences = [features(text) for _, text, _ in rows]
    counts = Counter(feature for sentence in sentences for feature in set(sentence))
    names = sorted(feature for feature, count in counts.items() if count >= LEAST)
    places = {name: number for number, name in enumerate(names)}
    pairs = [(row, places[name]) for row, sentence in enumerate(sentences) for name in set(sentence) if name in places]
    cells = np.array(pairs, dtype=np.int64)
    matrix: csr_matrix[np.float64] = csr_matrix(
        (np.ones(len(cells)), (cells[:, 0], cells[:, 1])), shape=(len(rows), len(names))
    )
    classes = np.array([label(rating) for _, _, rating in rows])
    importance = np.array([LEXICON_WEIGHT if source == "lexicon" else 1.0 for source, _, _ in rows])
    truth = np.eye(len(CLASSES))[classes]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(len(names), len(CLASSES))
        scores = matrix @ weights
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        error = -(importance * np.log(chances[np.arange(len(rows)), classes])).sum() / importance.sum()
        slope = matrix.T @ ((chances - truth) * importance[:, None]) / importance.sum() + 2 * DECAY * weights
        return float(error + DECAY * (weights**2).sum()), np.asarray(slope).ravel()

    found = minimize(loss, np.zeros(len(names) * len(CLASSES)), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    weights = found.x.reshape(len(names), len(CLASSES)).round(2)
    return {name: row.tolist() for name, row in zip(names, weights, strict=True) if np.abs(row).max() >= FAINT}


def main() -> None:
    """Write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("weights", type=Path)
    arguments = parser.parse_args()
    # Every fifth sentence is left to measure on: benchmarks/understanding.py.
    rows = [row for number, row in enumerate(examples(arguments.folder)) if number % 5]
    document = json.dumps(trained(rows + lexicon(arguments.folder)), separators=(",", ":"), sort_keys=True)
    arguments.weights.write_bytes(gzip.compress(document.encode(), mtime=0))


if __name__ == "__main__":
    main()
