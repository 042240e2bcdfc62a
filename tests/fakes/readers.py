"""The models that read text, loaded once for all tests: they are small and quick, and nothing else knows grammar."""

from functools import lru_cache

from scriba.backends import load_parser
from scriba.core.engines import Parser
from scriba.core.transcript import Transcript
from scriba.pipeline.insights.passage import Passage


@lru_cache
def real_parser() -> Parser:
    """The parser that the server uses."""
    return load_parser()


class Readers:
    """What a passage takes models from."""

    def parser(self) -> Parser:
        return real_parser()


def passage_of(transcript: Transcript) -> Passage:
    """A transcript as insights see it."""
    return Passage(transcript, Readers())
