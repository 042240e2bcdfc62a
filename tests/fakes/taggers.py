"""A tagger of named entities without a model."""

from collections.abc import Sequence

from scriba.core.engines import EntitySpan


class ScriptedTagger:
    """Finds the given names wherever they stand."""

    def __init__(self, **labels: str) -> None:
        self.labels = {name.replace("_", " "): label for name, label in labels.items()}
        self.sentences: list[str] = []

    def tag(self, sentences: Sequence[str]) -> list[list[EntitySpan]]:
        self.sentences += sentences
        return [
            [
                (label, sentence.index(name), sentence.index(name) + len(name))
                for name, label in self.labels.items()
                if name in sentence
            ]
            for sentence in sentences
        ]
