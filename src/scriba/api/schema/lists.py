"""Lists of transcripts: what may be asked, what is answered, and the links between pages."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from pydantic import BaseModel, Field, field_validator, model_validator

from scriba.api.schema.times import day_bounds, timestamp
from scriba.core.job import DELETED_URL, Job, JobPage, JobQuery, Status


class Query(BaseModel):
    """Base of query parameters: an empty value counts as absent, unknown keys are ignored."""

    @model_validator(mode="before")
    @classmethod
    def _empty_is_absent(cls, values: Any) -> Any:
        return {key: value for key, value in values.items() if value != ""} if isinstance(values, dict) else values


class ListQuery(Query):
    """Which transcripts to list."""

    limit: Annotated[int, Field(ge=1, le=200)] = Field(10, description="Most transcripts of a page.")
    status: Status | None = Field(None, description="Only transcripts in this state.")
    created_on: date | None = Field(None, description="Only transcripts of this UTC day.")
    before_id: str | None = Field(None, description="Only transcripts older than this one.")
    after_id: str | None = Field(None, description="Only transcripts newer than this one.")
    throttled_only: bool = Field(
        False,
        description="Only transcripts that wait for others of their key; overrides `status`.",
        json_schema_extra={"deprecated": True},
    )

    @field_validator("created_on", mode="before")
    @classmethod
    def _is_a_day(cls, value: Any) -> Any:
        """Pydantic alone would take seconds since the epoch too."""
        try:
            return date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError as error:
            raise ValueError("must be a date like 2026-01-31") from error

    def as_job_query(self) -> JobQuery:
        """What the service understands."""
        start, end = day_bounds(self.created_on) if self.created_on else (None, None)
        return JobQuery(
            limit=self.limit,
            status=self.status,
            before_id=self.before_id,
            after_id=self.after_id,
            created_from=start,
            created_until=end,
            throttled_only=self.throttled_only,
        )

    def url(self, base: str, **bound: str | None) -> str:
        """Address of a page with these filters."""
        values = {
            "limit": self.limit,
            "status": self.status,
            "created_on": self.created_on,
            "throttled_only": "true" if self.throttled_only else None,
            **bound,
        }
        return f"{base}/v2/transcript?{urlencode({key: str(value) for key, value in values.items() if value})}"


class PageDetails(BaseModel):
    """Where the page lies."""

    limit: int
    result_count: int
    current_url: str
    prev_url: str | None = Field(description="The next page with older transcripts; null at the end.")
    next_url: str | None = Field(description="The next page with newer transcripts; null at the newest.")


class TranscriptItem(BaseModel):
    """A transcript in a list."""

    id: str
    resource_url: str
    status: Status
    created: str = Field(description="UTC")
    completed: str | None = Field(description="UTC")
    audio_url: str
    error: str | None


class ListResponse(BaseModel):
    """One page, newest first."""

    page_details: PageDetails
    transcripts: list[TranscriptItem]


def list_payload(page: JobPage, query: ListQuery, base: str) -> dict[str, Any]:
    """Body of a ListResponse; `base` is the server's address."""
    older = query.url(base, before_id=page.jobs[-1].id) if page.jobs and page.has_older else None
    newer = query.url(base, after_id=page.jobs[0].id) if page.jobs and page.has_newer else None
    return {
        "page_details": {
            "limit": query.limit,
            "result_count": len(page.jobs),
            "current_url": query.url(base, before_id=query.before_id, after_id=query.after_id),
            "prev_url": older,
            "next_url": newer,
        },
        "transcripts": [_item(job, base) for job in page.jobs],
    }


def _item(job: Job, base: str) -> dict[str, Any]:
    return {
        "id": job.id,
        "resource_url": f"{base}/v2/transcript/{job.id}",
        "status": job.status,
        "created": timestamp(job.created_at),
        "completed": None if job.completed_at is None else timestamp(job.completed_at),
        "audio_url": DELETED_URL if job.is_deleted else job.audio_url,
        "error": job.error,
    }
