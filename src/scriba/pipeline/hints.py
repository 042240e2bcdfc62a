"""What a request tells the recognizer beside the sound."""

from __future__ import annotations

from typing import Final

from scriba.core.engines import Hints, Strength, Task
from scriba.core.options import TranscriptOptions
from scriba.pipeline.vocabulary import vocabulary

_BOOSTS: Final = {"low": Strength.LOW, "default": Strength.STANDARD, "high": Strength.HIGH}


def hints_of(options: TranscriptOptions, language: str, task: Task = Task.TRANSCRIBE) -> Hints:
    """The hints in a request's options, for speech in a language (a bare code)."""
    terms = (term.strip() for term in (*options.keyterms_prompt, *options.word_boost))
    return Hints(
        terms=tuple(dict.fromkeys(filter(None, terms))),
        strength=_strength(options),
        vocabulary=vocabulary(options.domain, language),
        prompt=options.prompt or "",
        temperature=options.temperature,
        keeps_fillers=options.disfluencies,
        task=task,
    )


def _strength(options: TranscriptOptions) -> Strength:
    """That of the key terms where a request has both kinds."""
    if options.keyterms_prompt:
        chosen = options.keyterms_prompt_options and options.keyterms_prompt_options.keyterms_match_strength
        return Strength(chosen or Strength.STANDARD)
    return _BOOSTS[options.boost_param or "default"]
