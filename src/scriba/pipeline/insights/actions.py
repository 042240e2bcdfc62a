"""What is to be done: sentences in which somebody promises, asks for or agrees on something. Nothing is reworded."""

from __future__ import annotations

import re
from typing import Final

from scriba.core.insights import ActionItem
from scriba.core.transcript import Span
from scriba.pipeline.insights.passage import Passage

_DOING: Final = (
    "send|call|e-?mail|write|check|make|get|set|schedule|book|talk|ask|look|follow|update|prepare|share|fix|review|test|"
    "finish|bring|contact|order|pay|refund|cancel|transfer|submit|add|remove|create|start|sign|draft|plan|organi[sz]e|arrange|"
    "confirm|forward|reach|let|put|move|take|file|report|document|deliver|replace|return|upload|install|buy|give|work|"
    "figure|find|run|try|do|have|go|come|meet|read|see|speak|tell|keep|ship|mail|print|post|invite|remind|discuss|resolve"
)
"""Verbs of tasks."""

_PROMISES: Final = re.compile(
    rf"\b(?:i|we)(?:'ll| will| shall| am going to|'m going to| are going to|'re going to)"
    rf"(?: (?:also|then|just|definitely|probably|make sure to|try to|go ahead and))* (?:{_DOING})\b"
)
_DUTIES: Final = re.compile(
    rf"\b(?:i|we|you|they|somebody|someone) (?:still |also |really )?(?:need to|have to|should|must|ought to|'d better) "
    rf"(?:also |just |all |first )?(?:{_DOING})\b"
)
_REQUESTS: Final = re.compile(
    rf"\b(?:can|could|would|will) you(?: please| also| just)* (?:{_DOING})\b|^(?:so |and |then |okay,? )?please (?:{_DOING})\b"
    rf"|\blet's (?:{_DOING})\b|\bmake sure (?:to|that|you)\b|\bdon't forget to\b|\bremember to\b"
)
_NAMED: Final = re.compile(r"\b(?:action items?|next steps?|to-?do|follow-?up) (?:is|are|for|would be)\b")
_IDLE: Final = re.compile(
    r"\b(?:i'll|i will|we'll|we will) (?:see|talk to|speak to|meet) you\b|\blet's (?:see|say|go|do it|do this|start|try)\b"
    r"|\bcan you (?:hear|see|tell me|give me|do)\b|\bcould you (?:tell me|give me|do)\b|\blet me (?:see|check|look)\b"
    r"|\b(?:i|we) have to (?:go|say|tell you|run)\b|\b(?:you|we) have to (?:see|have|do)\b|\bif (?:i|we|you|they)\b|\bshould have\b"
    r"|\b(?:wouldn't|won't|didn't|don't) (?:have|need) to\b"
)
"""What sounds like a task and is talk."""

_FEWEST_WORDS: Final = 4
_MOST_WORDS: Final = 45


def action_items(passage: Passage) -> tuple[ActionItem, ...]:
    """The sentences that ask for, promise or agree on a task, in their order, each once."""
    found: dict[str, ActionItem] = {}
    for sentence in passage.sentences:
        if _is_task(sentence):
            text = sentence.text
            item = ActionItem(action_item=_stripped(text), quote=text, timestamp=sentence.start)
            found.setdefault(" ".join(re.findall(r"\w+", text.lower())), item)
    return tuple(found.values())


def _is_task(sentence: Span) -> bool:
    text = sentence.text.lower().replace("’", "'")
    if not _FEWEST_WORDS <= len(sentence.words) <= _MOST_WORDS:
        return False
    if _NAMED.search(text):
        return True
    if _IDLE.search(text) or (text.endswith("?") and not _REQUESTS.search(text)):
        return False
    return any(pattern.search(text) for pattern in (_PROMISES, _DUTIES, _REQUESTS))


def _stripped(text: str) -> str:
    """The sentence without the words that lead into it."""
    bare = re.sub(
        r"^(?:(?:okay|ok|so|and|then|well|yeah|yes|right|sure|alright|but)\b,? +)+", "", text, flags=re.IGNORECASE
    )
    return bare[:1].upper() + bare[1:] if bare else text
