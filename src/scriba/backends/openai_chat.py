"""A language model behind an address that speaks OpenAI's chat completions: a local server, or somebody's service."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Final

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from typing_extensions import override

from scriba.core.engines import Chat
from scriba.core.operator_errors import ProviderError

_MOST_BYTES: Final = 4_000_000
"""An answer is some kilobytes; nobody shall fill the memory with one."""

_BAD_REQUEST: Final = frozenset({httpx.codes.BAD_REQUEST, httpx.codes.UNPROCESSABLE_ENTITY})


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore")
    content: str


class _Choice(BaseModel):
    model_config = ConfigDict(extra="ignore")
    message: _Message


class _Completion(BaseModel):
    """What is read of an answer."""

    model_config = ConfigDict(extra="ignore")
    choices: list[_Choice] = Field(min_length=1)


class OpenAIChat(Chat):
    """Asks `<url>/chat/completions`. `timeout_ms` bounds a whole call; redirects and proxies are not followed."""

    def __init__(self, *, url: str, key: str | None, model: str, timeout_ms: int) -> None:
        self._url = f"{url.rstrip('/')}/chat/completions"
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._model = model
        self._timeout_ms = timeout_ms
        self._takes_format = True

    @override
    def answer(self, instructions: str, text: str, schema: Mapping[str, Any]) -> str:
        """The model's words; raises ProviderError."""
        status, content = self._post(instructions, text, schema)
        if status in _BAD_REQUEST and self._takes_format:
            # Some servers do not know `response_format`: the instructions ask for JSON as well.
            self._takes_format = False
            status, content = self._post(instructions, text, schema)
        if status != httpx.codes.OK:
            raise ProviderError(f"The provider answered {status}.")
        try:
            return _Completion.model_validate_json(content).choices[0].message.content
        except ValidationError:
            # Its text may quote what the model wrote.
            raise ProviderError("The provider's answer is no chat completion.") from None

    def _post(self, instructions: str, text: str, schema: Mapping[str, Any]) -> tuple[int, bytes]:
        body = self._body(instructions, text, schema)
        deadline = time.monotonic() + self._timeout_ms / 1000
        try:
            with (
                httpx.Client(timeout=self._timeout_ms / 1000, trust_env=False) as client,
                client.stream("POST", self._url, json=body, headers=self._headers) as response,
            ):
                content = bytearray()
                for piece in response.iter_bytes():
                    content += piece
                    if time.monotonic() > deadline:
                        raise ProviderError(f"The provider did not answer within {self._timeout_ms / 1000:g} s.")
                    if len(content) > _MOST_BYTES:
                        raise ProviderError("The provider's answer is too long.")
                return response.status_code, bytes(content)
        except httpx.TimeoutException:
            raise ProviderError(f"The provider did not answer within {self._timeout_ms / 1000:g} s.") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise ProviderError(f"The provider cannot be reached ({type(error).__name__}).") from None

    def _body(self, instructions: str, text: str, schema: Mapping[str, Any]) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._model,
            "messages": [{"role": "system", "content": instructions}, {"role": "user", "content": text}],
            "temperature": 0,
        }
        if self._takes_format:
            body["response_format"] = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
        return body


def load(*, url: str, key: str | None, model: str, timeout_ms: int) -> OpenAIChat:
    """Nothing is called yet."""
    return OpenAIChat(url=url, key=key, model=model, timeout_ms=timeout_ms)
