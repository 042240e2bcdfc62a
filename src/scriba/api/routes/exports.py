"""Views of a completed transcript: sentences, paragraphs, captions, word search."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response
from pydantic import Field

from scriba.api.auth import CallerOf
from scriba.api.context import ServicesOf
from scriba.api.replies import Json
from scriba.api.schema.errors import ERRORS
from scriba.api.schema.exports import (
    ParagraphsResponse,
    SentencesResponse,
    WordSearchResponse,
    matches_payload,
    view_payload,
)
from scriba.api.schema.lists import Query as QueryModel
from scriba.core.errors import InvalidRequestError
from scriba.core.transcript import Transcript
from scriba.exports.cues import DEFAULT_CHARACTERS
from scriba.exports.paragraphs import paragraphs
from scriba.exports.sentences import sentences
from scriba.exports.srt import to_srt
from scriba.exports.vtt import to_vtt
from scriba.service.word_search import search

router = APIRouter(prefix="/v2/transcript/{transcript_id}", tags=["exports"])

_PLAIN: Final = "text/plain; charset=utf-8"
"""Without the charset, some clients take `text/*` for Latin-1."""

_CAPTIONS: Final = {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}, **ERRORS}


class CaptionQuery(QueryModel):
    """How captions are made."""

    chars_per_caption: Annotated[int, Field(ge=1)] = Field(
        DEFAULT_CHARACTERS, description="Most characters of a caption, over at most two lines."
    )
    speaker_labels: bool = Field(False, description="Begin captions with the speaker.")


class WordsQuery(QueryModel):
    """What to look for."""

    words: str = Field(description="Words or phrases of up to five words, separated by commas.")


@router.get("/sentences", response_model=SentencesResponse, responses=ERRORS)
def get_sentences(transcript_id: str, services: ServicesOf, caller: CallerOf) -> Json:
    """The transcript by sentences."""
    transcript = services.transcripts.completed(caller, transcript_id, "sentences")
    job = services.transcripts.get(caller, transcript_id)
    return Json(view_payload(job, transcript, "sentences", sentences(transcript)))


@router.get("/paragraphs", response_model=ParagraphsResponse, responses=ERRORS)
def get_paragraphs(transcript_id: str, services: ServicesOf, caller: CallerOf) -> Json:
    """The transcript by paragraphs."""
    transcript = services.transcripts.completed(caller, transcript_id, "paragraphs")
    job = services.transcripts.get(caller, transcript_id)
    return Json(view_payload(job, transcript, "paragraphs", paragraphs(transcript)))


@router.get("/srt", response_class=Response, responses=_CAPTIONS)
def get_srt(
    transcript_id: str, services: ServicesOf, caller: CallerOf, query: Annotated[CaptionQuery, Query()]
) -> Response:
    """Captions as SRT."""
    transcript = _captioned(services.transcripts.completed(caller, transcript_id, "captions"))
    captions = to_srt(transcript, query.chars_per_caption, speaker_labels=query.speaker_labels)
    return Response(captions, media_type=_PLAIN)


@router.get("/vtt", response_class=Response, responses=_CAPTIONS)
def get_vtt(
    transcript_id: str, services: ServicesOf, caller: CallerOf, query: Annotated[CaptionQuery, Query()]
) -> Response:
    """Captions as WebVTT."""
    transcript = _captioned(services.transcripts.completed(caller, transcript_id, "captions"))
    captions = to_vtt(transcript, query.chars_per_caption, speaker_labels=query.speaker_labels)
    return Response(captions, media_type=_PLAIN)


@router.get("/word-search", response_model=WordSearchResponse, responses=ERRORS)
def search_words(
    transcript_id: str, services: ServicesOf, caller: CallerOf, query: Annotated[WordsQuery, Query()]
) -> Json:
    """Where words and phrases are said; case and punctuation do not count."""
    transcript = services.transcripts.completed(caller, transcript_id, "word search")
    return Json(matches_payload(transcript_id, search(transcript, query.words.split(","))))


def _captioned(transcript: Transcript) -> Transcript:
    if not transcript.words:
        raise InvalidRequestError("Transcript text is empty")
    return transcript
