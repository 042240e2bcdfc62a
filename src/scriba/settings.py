"""The settings tree: the only reader of the environment.

Every setting is one field with its docstring. Order of precedence: command line, environment (`SCRIBA_` prefix),
the TOML file that `SCRIBA_CONFIG` names, default.
"""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import SettingsError as UnreadableValueError
from typing_extensions import override

from scriba.core.operator_errors import SettingsError

DEFAULT_MODEL_ALIASES = {
    "universal-3-5-pro": "universal-3-pro",
    "assemblyai-stt-3-7": "universal-3-pro",
    "slam-1": "universal-3-pro",
    "best": "universal-3-pro",
    "universal": "universal-2",
    "nano": "universal-2",
}
"""Names that the real service has used, and the logical model that each stands for."""

DEFAULT_OPENAI_MODELS = {
    "whisper-1": ["universal-2"],
    "gpt-4o-transcribe": ["universal-3-pro", "universal-2"],
    "gpt-4o-mini-transcribe": ["universal-2"],
    "gpt-4o-transcribe-diarize": ["universal-3-pro", "universal-2"],
}
"""Names that clients of OpenAI's audio API use, and what stands for them."""

DEFAULT_RECOGNIZERS = {"universal-3-pro": "whisper-base", "universal-2": "whisper-base"}
"""Logical model to local recognizer."""

PLACES_A_THREAD = 10
"""Enough for the largest batches on every thread, of long windows and of short ones, and one item more (ADR 0045)."""

PROFILES: dict[str, dict[str, str]] = {
    "fast": {"whisper-base": "whisper-tiny.en"},
    "balanced": {},
    "accurate": {"whisper-base": "whisper-base+moonshine-base"},
}
"""Recognizers that a profile puts in the place of others, for the languages that they know."""

DEFAULT_MODEL_LANGUAGES = {"universal-3-pro": ["en", "es", "pt", "fr", "de", "it"]}
"""Languages that a logical model claims, where these are fewer than its recognizer knows: what the guide's
fallback from `universal-3-pro` to `universal-2` goes by."""


class Settings(BaseSettings):
    """Everything that can be set, with its default."""

    model_config = SettingsConfigDict(
        env_prefix="SCRIBA_", env_nested_delimiter="__", use_attribute_docstrings=True, extra="forbid", frozen=True
    )

    # Serving
    host: str = "127.0.0.1"
    """Address to listen on. The default is reachable from this machine only."""
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    """Port to listen on; 0 takes a free one and prints it."""
    data_dir: Path = Field(default_factory=lambda: platformdirs.user_data_path("scriba"))
    """Folder for the database, uploads and work in progress. Must be on a local disk."""
    api_key: SecretStr | None = None
    """API key to accept, instead of the one that the first start creates and prints."""
    public_url: str | None = None
    """Address under which clients reach the server, for links in responses; else the request's own address."""
    region: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,30}$")] = "local"
    """Name of this deployment's region, say `us` or `eu`. Uploads made in another region are refused."""
    log_format: Literal["human", "json"] = "human"
    """How log lines look."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """Least severity that is logged."""

    # Requests
    max_upload_bytes: Annotated[int, Field(ge=1)] = 2_362_232_012
    """Largest upload, in bytes: 2.2 GB (GiB), as the contract says."""
    unfinished_upload_ms: Annotated[int, Field(ge=1000)] = 86_400_000
    """How long a resumable upload waits for its next bytes before it is deleted, ms: a day."""
    upload_idle_ms: Annotated[int, Field(ge=100)] = 30_000
    """How long a request of a resumable upload may be silent, ms; then it ends, and what has arrived is kept."""
    default_speech_models: Annotated[list[str], NoDecode] = []
    """Models for requests that name none, separated by commas; empty means that such requests are refused."""
    accept_speech_model: bool = False
    """Whether the old singular option `speech_model` is accepted."""
    openai_models: dict[str, list[str]] = DEFAULT_OPENAI_MODELS
    """Names of models in the OpenAI dialect, and the logical models that stand for each, in order of preference."""
    openai_max_upload_bytes: Annotated[int, Field(ge=1)] = 26_214_400
    """Largest recording of a call in the OpenAI dialect, in bytes: 25 MB, as there; never more than `max_upload_bytes`."""
    openai_keep_transcripts: bool = False
    """Whether transcripts of calls in the OpenAI dialect stay in the list; else they are deleted with the answer."""
    model_aliases: dict[str, str] = DEFAULT_MODEL_ALIASES
    """Other names that clients may use for the logical models."""

    rate_limit_requests: Annotated[int, Field(ge=0)] = 20_000
    """Requests that a key may make within `rate_limit_window_ms`; 0 is no limit."""
    rate_limit_window_ms: Annotated[int, Field(ge=1000)] = 300_000
    """The time over which a key's requests are counted, ms."""
    running_per_key: Annotated[int, Field(ge=0)] = 200
    """Transcripts of one key that are worked on at the same time; others wait in line. 0 is no limit."""

    # Retention
    upload_retention_ms: Annotated[int, Field(ge=0)] = 259_200_000
    """How long an uploaded file is kept, ms: three days, as the contract says. 0 keeps it until it is deleted."""
    transcript_retention_ms: Annotated[int, Field(ge=0)] = 0
    """How long a transcript is kept once it is final, ms; it is then deleted as by its user. 0 keeps it for ever."""
    redacted_audio_retention_ms: Annotated[int, Field(ge=1000)] = 86_400_000
    """How long a redacted recording can be fetched once its transcript is completed, ms: a day, as the contract says."""
    sweep_interval_ms: Annotated[int, Field(ge=100)] = 60_000
    """Pause between two looks for what is to be deleted, ms."""

    # Fetching
    allow_private_urls: bool = False
    """Whether `audio_url` may point to private, loopback or link-local addresses."""
    max_download_bytes: Annotated[int, Field(ge=1)] = 5_368_709_120
    """Largest file fetched from an `audio_url`, in bytes: 5 GB."""
    download_timeout_ms: Annotated[int, Field(ge=1000)] = 3_600_000
    """Longest time that one download may take, ms."""
    download_idle_ms: Annotated[int, Field(ge=100)] = 30_000
    """Longest wait for a connection or for the next bytes of a download, ms."""
    max_redirects: Annotated[int, Field(ge=0, le=50)] = 10
    """Redirects that a download follows."""
    max_audio_hours: Annotated[int, Field(ge=1)] = 10
    """Longest recording, in hours."""

    # Webhooks
    allow_private_webhooks: bool = False
    """Whether `webhook_url` may point to private, loopback or link-local addresses."""
    webhook_secret: SecretStr | None = None
    """Secret to sign webhooks with, so that receivers can tell that they come from here; unset means no signature."""
    webhook_timeout_ms: Annotated[int, Field(ge=100, le=60_000)] = 10_000
    """How long a receiver may take to answer a webhook, ms."""
    webhook_attempts: Annotated[int, Field(ge=1, le=1000)] = 10
    """How often a webhook is tried before it is given up."""
    webhook_interval_ms: Annotated[int, Field(ge=10)] = 10_000
    """Pause between two attempts to deliver a webhook, ms."""
    webhook_slots: Annotated[int, Field(ge=1, le=256)] = 32
    """Webhooks that are delivered at the same time."""

    # Models
    profile: Literal["fast", "balanced", "accurate"] = "balanced"
    """What English is recognized with where `recognizers` names `whisper-base`: `fast` takes `whisper-tiny.en`,
    `accurate` lets `whisper-base` and `moonshine-base` vote; `scriba models pull` downloads what is missing."""
    recognizers: dict[str, str] = DEFAULT_RECOGNIZERS
    """Which local recognizer serves each logical model."""
    onnx_asr_models: dict[str, list[str]] = {}
    """Recognizers of your own: folders in the models folder that the library onnx-asr can load (Parakeet, Canary and
    others), each with its languages, say `{"parakeet": ["en", "de"]}`. Needs `pip install scriba[onnx-asr]`."""
    model_languages: dict[str, list[str]] = DEFAULT_MODEL_LANGUAGES
    """Languages a logical model is limited to; a model not named here has all languages of its recognizer."""
    models_dir: Path | None = None
    """Folder of downloaded models; `models` in the data directory when not set."""
    hub_endpoint: str = "https://huggingface.co"
    """Where `scriba models pull` downloads from: the hub or a mirror of it."""
    compute_type: Literal["int8", "int8_float32", "float32", "int8_float16", "float16"] = "int8"
    """Number format of the recognizer's arithmetic."""
    identifier: str = "whisper-base"
    """Recognizer that tells languages apart; it must be multilingual."""
    device: Literal["cpu", "cuda"] = "cpu"
    """Where recognition runs."""

    # Provider of written answers
    provider_url: Annotated[str | None, Field(pattern=r"^https?://[^@\s?#]+$")] = None
    """Address of an OpenAI-compatible API, as `http://127.0.0.1:11434/v1`: its language model writes summaries, titles,
    translations and the like. Unset means that local methods answer and no text leaves this machine."""
    provider_key: SecretStr | None = None
    """Key that calls of the provider carry, where it wants one."""
    provider_model: str = "default"
    """Name of the model to ask for."""
    provider_timeout_ms: Annotated[int, Field(ge=100, le=3_600_000)] = 120_000
    """How long the provider may take for one answer, ms."""
    provider_attempts: Annotated[int, Field(ge=1, le=10)] = 2
    """How often a question is asked before the local method answers."""
    provider_characters: Annotated[int, Field(ge=500)] = 12_000
    """Longest text of one question, in characters; longer ones are asked in pieces. A model must have room for it."""

    # Workers
    speech_workers: Annotated[int, Field(ge=1, le=64)] = 1
    """Worker processes that hold the speech models."""
    media_workers: Annotated[int, Field(ge=1, le=64)] = 2
    """Worker processes that fetch, decode and finish."""
    threads: Annotated[int, Field(ge=0, le=256)] = 0
    """Threads of one speech worker; 0 shares the machine's cores among the speech workers."""
    speech_places: Annotated[int, Field(ge=0, le=1024)] = 0
    """Places of one speech worker for work items, whose windows it decodes together: half a minute of a recording takes
    one, a full item of a minute takes two. 0 makes ten for each thread."""
    lease_ms: Annotated[int, Field(ge=1000)] = 30_000
    """How long a worker that shows no sign of life keeps a work item, ms."""
    item_timeout_ms: Annotated[int, Field(ge=1000)] = 7_200_000
    """Longest time that one work item may take, ms; its worker is ended then."""

    @field_validator("default_speech_models", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [name.strip() for name in value.split(",") if name.strip()] if isinstance(value, str) else value

    @property
    def models_path(self) -> Path:
        """Folder of downloaded and joined models."""
        return self.models_dir or self.data_dir / "models"

    @property
    def stand_ins(self) -> dict[str, str]:
        """Recognizer to the one that the profile puts in its place, for the languages that this one knows."""
        return PROFILES[self.profile]

    @property
    def speech_threads(self) -> int:
        """Threads of one speech worker, the default worked out."""
        return self.threads or max(1, (os.cpu_count() or 1) // self.speech_workers)

    @property
    def places(self) -> int:
        """Places of one speech worker, the default worked out."""
        return self.speech_places or PLACES_A_THREAD * self.speech_threads

    @override
    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line over environment over file; no dotenv, no secrets folder."""
        path = os.environ.get("SCRIBA_CONFIG")
        file = (TomlConfigSettingsSource(settings_cls, toml_file=Path(path)),) if path else ()
        return (init_settings, env_settings, *file)

    @classmethod
    def load(cls, **overrides: Any) -> Self:
        """Read the settings; `overrides` that are None do not count. Raises SettingsError naming what to change."""
        path = os.environ.get("SCRIBA_CONFIG")
        if path and not Path(path).is_file():
            raise SettingsError(f"The settings file {path} (from SCRIBA_CONFIG) does not exist.")
        given = {name: value for name, value in overrides.items() if value is not None}
        try:
            return cls(**given)
        except ValidationError as error:
            raise SettingsError(_sentence(error)) from error
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"The settings file {path} (from SCRIBA_CONFIG) is not valid TOML: {error}.") from error
        except UnreadableValueError as error:
            raise SettingsError(f"A variable of the environment cannot be used, it must hold JSON: {error}.") from error

    def environment(self) -> dict[str, str]:
        """The variables from which a child process reads these same settings."""
        values = {name: getattr(self, name) for name in self.model_fields_set}
        # Secrets are inherited as they are, from the environment or the file; the key is for the supervisor alone.
        chosen = {
            f"SCRIBA_{name.upper()}": _spell(value)
            for name, value in values.items()
            if not isinstance(value, SecretStr)
        }
        inherited = {name: value for name, value in os.environ.items() if name != "SCRIBA_API_KEY"}
        return {**inherited, **chosen}


def _sentence(error: ValidationError) -> str:
    problem = error.errors(include_url=False)[0]
    name = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        return f"There is no setting {name}: remove it from the settings file, or spell it as `scriba config` does."
    return f"The setting {name} (SCRIBA_{name.upper().replace('.', '__')}) cannot be used: {problem['msg']}."


def origins() -> dict[str, str]:
    """Where settings that are not defaults come from: setting to the variable or the file that decides."""
    path = os.environ.get("SCRIBA_CONFIG")
    in_file = TomlConfigSettingsSource(Settings, toml_file=Path(path))() if path else {}
    in_environment = EnvSettingsSource(Settings)()
    return {
        **{name: str(path) for name in in_file},
        **{name: f"{Settings.model_config['env_prefix']}{name.upper()}" for name in in_environment},
    }


def _spell(value: object) -> str:
    if isinstance(value, list):
        return ",".join(str(part) for part in value)
    return json.dumps(value) if isinstance(value, dict) else str(value)
