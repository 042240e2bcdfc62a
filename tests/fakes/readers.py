"""The models that read text, loaded once for all tests: they are small and quick, and nothing else knows grammar."""

from functools import lru_cache

from scriba.backends import load_encoder, load_parser
from scriba.core.engines import Parser, SentenceEncoder
from scriba.core.transcript import Transcript
from scriba.pipeline.insights.passage import Passage


@lru_cache
def real_parser() -> Parser:
    """The parser that the server uses."""
    return load_parser()


@lru_cache
def real_encoder() -> SentenceEncoder:
    """The sentence encoder that the server uses."""
    return load_encoder()


class Readers:
    """What a passage takes models from."""

    def parser(self) -> Parser:
        return real_parser()

    def encoder(self) -> SentenceEncoder:
        return real_encoder()


def passage_of(transcript: Transcript) -> Passage:
    """A transcript as insights see it."""
    return Passage(transcript, Readers())
