"""Roles by what is said: "thank you for calling" is an agent's, "it hurts when I bend" a patient's. English."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from scriba.core.transcript import Transcript
from scriba.pipeline.identity.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of role: words by which a request may call it, what such people say, and whom they speak with."""

    called: frozenset[str]
    says: re.Pattern[str]
    other: str


def _says(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})", re.IGNORECASE)


ROLES: Final[Mapping[str, Role]] = {
    "agent": Role(
        frozenset(["agent", "representative", "rep", "support", "operator", "advisor", "adviser", "seller", "salesperson", "receptionist"]),
        _says(
            r"thank(?:s| you) for (?:calling|contacting|holding|your patience)", r"how (?:can|may) (?:i|we) (?:help|assist)",
            r"(?:can|could|may) i (?:please )?(?:have|get) your", r"(?:can|could) you (?:please )?(?:confirm|verify|spell) your",
            r"let me (?:pull|look|bring) (?:that |it |your \w+ )?up", r"i(?:'ll| will| can) (?:transfer|put) you",
            r"is there anything else (?:i|we) can", r"may i ask who", r"our (?:system|records)", r"i(?:'d| would) be happy to (?:help|assist)",
            r"i see (?:here )?(?:that )?(?:on )?your (?:account|order)", r"i(?:'m| am) sorry (?:for|about) (?:the|that|any)",
        ),
        "customer",
    ),
    "customer": Role(
        frozenset(["customer", "caller", "client", "buyer", "user", "guest-caller", "consumer"]),
        _says(
            r"i(?:'m| am) calling (?:about|because|to|regarding)", r"i(?:'ve| have)? (?:got |had )?a (?:problem|question|issue) (?:with|about)",
            r"my (?:order|account|subscription|bill|invoice|card|internet|phone|package|refund|password|policy) ",
            r"i(?:'d| would) like to (?:cancel|return|order|book|change|speak)", r"i was (?:over)?charged", r"i want (?:a|my) (?:refund|money)",
            r"i (?:ordered|bought|purchased)", r"(?:it|this) (?:doesn't|does not|isn't|won't|stopped) work", r"i never (?:got|received)",
        ),
        "agent",
    ),
    "interviewer": Role(
        frozenset(["interviewer", "host", "journalist", "moderator", "reporter", "presenter", "anchor", "recruiter"]),
        _says(
            r"welcome (?:back )?to (?:the|our) (?:show|podcast|program|programme|interview)", r"(?:tell|walk) (?:us|me) (?:about|through|a (?:bit|little))",
            r"(?:my|our) (?:next )?guest", r"thank(?:s| you) (?:so much )?for (?:joining|being (?:here|with)|coming)", r"joining (?:us|me) (?:today|now)",
            r"what (?:made|inspired|drew) you", r"how did you (?:get|become|start|come)", r"after the break", r"stay with us", r"why do you want",
        ),
        "interviewee",
    ),
    "interviewee": Role(
        frozenset(["interviewee", "guest", "candidate", "applicant", "expert"]),
        _says(
            r"thank(?:s| you) (?:so much |very much )?for having (?:me|us)", r"(?:that's|what) a (?:great|good) question",
            r"(?:glad|happy|great|good|honou?red|pleasure) to be (?:here|on)", r"in my (?:last|previous|current) (?:job|role|position)",
            r"my (?:new |latest |first )?(?:book|film|album|research)", r"when i (?:started|was (?:young|a child|growing))",
        ),
        "interviewer",
    ),
    "doctor": Role(
        frozenset(["doctor", "physician", "nurse", "clinician", "therapist", "dentist", "surgeon", "provider"]),
        _says(
            r"what brings you in", r"how long have you (?:had|been)", r"(?:are you|do you) (?:taking|have|take) any (?:medication|medicine|allerg)",
            r"any (?:known )?allergies", r"(?:i'm going to|let me|i'll|i will) (?:examine|listen to your|prescribe|order (?:a|some) (?:test|blood|x))",
            r"take a deep breath", r"on a scale (?:of|from)", r"your (?:blood (?:pressure|test)|symptoms|test results|x-?ray)",
            r"where does it hurt", r"does it hurt", r"i(?:'d| would) recommend (?:that )?you",
        ),
        "patient",
    ),
    "patient": Role(
        frozenset({"patient"}),
        _says(
            r"it hurts", r"i(?:'ve| have) been (?:having|feeling|coughing|getting)", r"i(?:'ve| have) had (?:this|a|an|some) (?:\w+ )?(?:pain|cough|headache|fever|rash|cold)",
            r"my (?:\w+ )?(?:pain|back|knee|head|stomach|chest|throat|symptoms) (?:is|are|has|have|hurts?|aches?)", r"i feel (?:dizzy|sick|tired|weak|nauseous)",
            r"i(?:'m| am) allergic to", r"i(?:'ve| have) (?:got )?a (?:headache|fever|cough|sore|rash)", r"should i (?:be worried|take)",
        ),
        "doctor",
    ),
}  # fmt: skip
"""Kinds of roles by name."""

_MOST_HITS: Final = 3
_HIT: Final = 1.0
_QUESTIONS: Final = 4
"""Fewest questions from which who asks tells who interviews."""
_SHARE: Final = 0.7
_PAIR: Final = 2


def kind_of(value: str) -> str | None:
    """The kind of a role that a request names, such as "Support Agent"; None where it is none of these, or two."""
    words = set(re.findall(r"[\w-]+", value.casefold()))
    kinds = [name for name, role in ROLES.items() if words & role.called or name in words]
    return kinds[0] if len(kinds) == 1 else None


def role_evidence(transcript: Transcript, values: Sequence[str]) -> Evidence:
    """What each speaker's phrases tell of the roles of these values."""
    evidence = Evidence()
    kinds = {value: kind for value in values if (kind := kind_of(value))}
    said: dict[str, list[str]] = {}
    for turn in transcript.utterances:
        if turn.speaker is not None:
            said.setdefault(turn.speaker, []).append(turn.text.replace("’", "'"))
    asked = {speaker: sum(text.count("?") for text in texts) for speaker, texts in said.items()}
    total = sum(asked.values())
    for speaker, texts in said.items():
        text = "\n".join(texts)
        for value, kind in kinds.items():
            hits = {match.group().lower() for match in ROLES[kind].says.finditer(text)}
            evidence.add(speaker, value, _HIT * min(_MOST_HITS, len(hits)))
            if kind == "interviewer" and total >= _QUESTIONS and asked[speaker] >= _SHARE * total:
                evidence.add(speaker, value, _HIT)
    return evidence


def with_partners(found: Mapping[str, str], speakers: Sequence[str], values: Sequence[str]) -> dict[str, str]:
    """Where two people speak and one is known, the other one is whom such people speak with."""
    if len(speakers) != _PAIR or len(found) != 1:
        return dict(found)
    ((speaker, value),) = found.items()
    kind = kind_of(value)
    partners = [each for each in values if kind and kind_of(each) == ROLES[kind].other]
    (other,) = (each for each in speakers if each != speaker)
    return {**found, other: partners[0]} if len(partners) == 1 else dict(found)
