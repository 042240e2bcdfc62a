"""The list of all options on the wire."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class OptionBody(BaseModel):
    """One option of `POST /v2/transcript`."""

    name: str
    type: str = Field(description="boolean, integer, number, string, object, or a list of one of these.")
    default: Any = Field(description="What null and absence stand for.")
    required: bool
    minimum: float | None
    maximum: float | None
    values: list[str] = Field(description="The names it may take; empty where any value of the type will do.")
    state: str = Field(
        description="`works`; `warned`: checked and echoed, and named in `metadata.warnings`; `refused`: answered with "
        "an error; `legacy`: an option of former times without effect."
    )
    consequence: str | None = Field(description="What happens instead where the option does not work.")
    description: str
    options: list[OptionBody] = Field(description="What an object, or each object of a list, holds.")


class OptionsResponse(BaseModel):
    """Every option of this version."""

    version: str
    options: list[OptionBody]
