"""Every error that Scriba raises on purpose, as one tree.

ScribaError
├── InvalidRequestError          the request is wrong: the caller can mend it (SpeakerNotFoundError: `core.enrolment`)
│   ├── TranscriptNotFoundError
│   ├── TranscriptNotReadyError
│   ├── UploadTooLargeError
│   ├── EmptyUploadError
│   ├── IdempotencyConflictError 422
│   ├── BrokenUploadError
│   ├── ResumableNotFoundError   404
│   ├── UploadOffsetError        409
│   ├── UploadLockedError        423
│   └── UploadChecksumError      460
├── AuthenticationError          no key, or not a valid one
├── TooManyRequestsError         the key has used up its requests for now
├── UploadAccessError            an upload of somebody else, or none at all
├── AudioError                   the recording is at fault: the transcript ends in `error` (EnrolmentError: `core.enrolment`)
│   ├── DownloadError
│   │   └── DownloadInterruptedError   worth another attempt
│   ├── UnsupportedAudioError
│   ├── AudioTooShortError
│   ├── AudioTooLongError
│   ├── AudioRangeError
│   ├── SpeechThresholdError
│   ├── NoSpeechError
│   ├── LanguageConfidenceError
│   └── LanguageUnsupportedError
├── ModelError                   weights or backends are at fault: the operator can mend it
│   ├── UnknownModelError
│   ├── WeightsMissingError
│   ├── WeightsCorruptError
│   └── WeightsDownloadError
├── OperatorError                this machine or its settings are at fault: in `scriba.core.operator_errors`
│   ├── DataDirectoryError
│   ├── DataDirectoryBusyError
│   ├── PortInUseError
│   ├── ProviderError
│   └── SettingsError
├── BrokenCallError              503; with others of calls that wait, in `scriba.core.calls`
├── StaleAttemptError            the work item went to somebody else meanwhile
└── CancelledError               the transcript was deleted while it was worked on

`http_status` is what the API answers, `exit_code` what the command line ends with,
`retryable` whether the job engine tries again.
"""

from __future__ import annotations

from typing import ClassVar


class ScribaError(Exception):
    """Root of the tree; `str(error)` is the text that a person sees."""

    code: ClassVar[str] = "internal"
    http_status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1
    retryable: ClassVar[bool] = False


class InvalidRequestError(ScribaError):
    """The request is malformed or asks for something that does not exist."""

    code = "invalid_request"
    http_status = 400
    exit_code = 2


class TranscriptNotFoundError(InvalidRequestError):
    """No transcript of this project has this id."""

    code = "transcript_not_found"

    def __init__(self) -> None:
        super().__init__("Transcript lookup error, transcript id not found")


class TranscriptNotReadyError(InvalidRequestError):
    """The transcript is not completed, so nothing can be exported from it."""

    code = "transcript_not_ready"


class UploadTooLargeError(InvalidRequestError):
    """The upload is larger than the setting `max_upload_bytes`."""

    code = "upload_too_large"


class EmptyUploadError(InvalidRequestError):
    """The upload has no bytes."""

    code = "upload_empty"


class IdempotencyConflictError(InvalidRequestError):
    """The `Idempotency-Key` was sent before, with another request."""

    code = "idempotency_conflict"
    http_status = 422

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used for another request. Repeat that one, or choose a new key.")


class BrokenUploadError(InvalidRequestError):
    """The client went away, or its multipart body could not be read."""

    code = "upload_broken"


class ResumableNotFoundError(InvalidRequestError):
    """No resumable upload of this project has this id, or it has expired."""

    code = "resumable_not_found"
    http_status = 404

    def __init__(self) -> None:
        super().__init__("Upload error, there is no such upload, or it has expired. Begin a new one.")


class UploadOffsetError(InvalidRequestError):
    """The bytes do not follow those that are there."""

    code = "upload_offset"
    http_status = 409

    def __init__(self, offset: int) -> None:
        super().__init__(f"Upload error, the upload has {offset} bytes: go on from there.")


class UploadLockedError(InvalidRequestError):
    """Another request is adding to this upload."""

    code = "upload_locked"
    http_status = 423

    def __init__(self) -> None:
        super().__init__("Upload error, another request is writing to this upload. Try again when it has ended.")


class UploadChecksumError(InvalidRequestError):
    """What arrived is not what was sent; nothing of the request is kept. The status is the tus protocol's own."""

    code = "upload_checksum"
    http_status = 460

    def __init__(self) -> None:
        super().__init__("Upload error, the checksum does not match. Send the same bytes again.")


class AuthenticationError(ScribaError):
    """The request carries no API key, or one that is unknown or revoked."""

    code = "authentication"
    http_status = 401
    exit_code = 3

    def __init__(self) -> None:
        super().__init__("Authentication error, API token missing/invalid")


class TooManyRequestsError(ScribaError):
    """The key has made more requests than the setting `rate_limit_requests` allows; the header `Retry-After` tells more."""

    code = "too_many_requests"
    http_status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__("Too Many Requests")
        self.retry_after = retry_after  # seconds


class UploadAccessError(ScribaError):
    """The upload belongs to another project or region, or is gone."""

    code = "upload_access"
    http_status = 403

    def __init__(self, text: str = "Cannot access uploaded file") -> None:
        super().__init__(text)


class AudioError(ScribaError):
    """The recording cannot be transcribed; another attempt would end the same way."""

    code = "audio"
    http_status = 400
    exit_code = 4


class DownloadError(AudioError):
    """`audio_url` could not be fetched."""

    code = "download"


class DownloadInterruptedError(DownloadError):
    """The download broke off or timed out; it may work the next time."""

    code = "download_interrupted"
    retryable = True


class UnsupportedAudioError(AudioError):
    """The file holds no audio that can be decoded."""

    code = "unsupported_audio"


class AudioTooShortError(AudioError):
    """The recording is shorter than 160 ms, the contract's minimum."""

    code = "audio_too_short"

    def __init__(self) -> None:
        super().__init__("Audio duration is too short.")


class AudioTooLongError(AudioError):
    """The recording is longer than the setting `max_audio_hours`."""

    code = "audio_too_long"


class AudioRangeError(AudioError):
    """`audio_start_from` lies beyond the end of the recording."""

    code = "audio_range"


class SpeechThresholdError(AudioError):
    """Less of the recording is speech than `speech_threshold` asks for."""

    code = "speech_threshold"


class NoSpeechError(AudioError):
    """Language detection was asked for, and nothing is spoken. Clients match this text: it stays as it is."""

    code = "no_speech"

    def __init__(self) -> None:
        super().__init__("language_detection cannot be performed on files with no spoken audio.")


class LanguageConfidenceError(AudioError):
    """The detected language's confidence is below the requested threshold."""

    code = "language_confidence"


class LanguageUnsupportedError(AudioError):
    """None of the requested models supports the language of the recording."""

    code = "language_unsupported"


class ModelError(ScribaError):
    """A model cannot be used as it is on this machine."""

    code = "model"
    exit_code = 5


class UnknownModelError(ModelError):
    """No recognizer has this name."""

    code = "model_unknown"


class WeightsMissingError(ModelError):
    """Weights are neither in a package nor in the models folder."""

    code = "weights_missing"


class WeightsCorruptError(ModelError):
    """A weights file does not have the SHA-256 that its recognizer declares."""

    code = "weights_corrupt"


class WeightsDownloadError(ModelError):
    """`scriba models pull` could not fetch a file."""

    code = "weights_download"


class StaleAttemptError(ScribaError):
    """A worker finished a work item whose lease had passed to another attempt; its result is dropped."""

    code = "stale_attempt"


class CancelledError(ScribaError):
    """The transcript was deleted while a worker held one of its items."""

    code = "cancelled"
