"""`scriba transcribe`: recordings to text in this process, without a server."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Literal

import typer
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from scriba.bootstrap.local import build_models, build_transcriber
from scriba.bootstrap.state import build_fetcher
from scriba.cli.options import command_app, load_settings, milliseconds, setting
from scriba.cli.output import length_text, notices, print_error, print_warning
from scriba.cli.sources import Source, Task, gather, plan
from scriba.core.engines import RecognizerCard
from scriba.core.errors import AudioError, ScribaError
from scriba.core.languages import LANGUAGE_CODES, bare_code
from scriba.core.operator_errors import OperatorError
from scriba.core.options import TranscriptOptions
from scriba.core.registry import resolve
from scriba.exports import EXPORTS
from scriba.service.fetching import Fetcher
from scriba.service.models import Models
from scriba.service.transcribing import TranscribedFile, Transcriber
from scriba.settings import Settings

AUTO: Final = "auto"


class Format(StrEnum):
    """Forms of a transcript, and the file name ending of each."""

    TEXT = "text"
    JSON = "json"
    SRT = "srt"
    VTT = "vtt"

    @property
    def suffix(self) -> str:
        """What file names end with."""
        return ".txt" if self is Format.TEXT else f".{self}"


def _language(code: str) -> str:
    chosen = code.lower().replace("-", "_")
    if chosen != AUTO and chosen not in LANGUAGE_CODES:
        raise typer.BadParameter(f"'{code}' is no language code. Give one like en, es or de, or auto.")
    return chosen


app = command_app()


@app.command(
    epilog="Exit codes: 0 everything was transcribed, 1 an internal error, 2 wrong use, 4 a recording could not be "
    "transcribed, 5 a model is missing or damaged, 6 this machine or its settings are at fault.",
    no_args_is_help=True,
)
def transcribe(
    context: typer.Context,
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE", help="Recordings: files, folders, or http(s) addresses.")
    ],
    *,
    form: Annotated[Format, typer.Option("--format", "-f", help="Form of the result.")] = Format.TEXT,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="PATH", help="File to write, or folder for several; else standard output."
        ),
    ] = None,
    language: Annotated[
        str,
        typer.Option(
            "--language", "-l", metavar="CODE", callback=_language, help="Spoken language; auto finds it by listening."
        ),
    ] = AUTO,
    model: Annotated[
        str | None, typer.Option("--model", "-m", metavar="NAME", help="Recognizer, as `scriba models list` names it.")
    ] = None,
    profile: Annotated[Literal["fast", "balanced", "accurate"] | None, setting("profile")] = None,
    speakers: Annotated[
        bool, typer.Option("--speakers", "-s", metavar="", help="Tell who says what: Speaker A, Speaker B and so on.")
    ] = False,
    speakers_expected: Annotated[
        int | None,
        typer.Option("--speakers-expected", metavar="N", min=1, help="How many speak, if known; implies --speakers."),
    ] = None,
    multichannel: Annotated[
        bool, typer.Option("--multichannel", metavar="", help="Transcribe every channel by itself.")
    ] = False,
    start: Annotated[
        int | None, typer.Option("--start", metavar="TIME", parser=milliseconds, help="Begin here, say 90 or 1:30.")
    ] = None,
    end: Annotated[
        int | None, typer.Option("--end", metavar="TIME", parser=milliseconds, help="Stop here, say 300 or 5:00.")
    ] = None,
    recursive: Annotated[
        bool, typer.Option("--recursive", "-r", metavar="", help="Look into folders inside folders.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", metavar="", help="No progress, no remarks.")] = False,
) -> None:
    """Transcribe recordings right here: no server, no key, nothing kept but the result.

    Of a folder every audio and video file is transcribed; one that fails does not stop the others.
    """
    settings = load_settings("error" if quiet else "warning", profile=profile)
    is_debug = bool(context.parent and context.parent.params["debug"])
    tasks = plan(gather(sources, recursive=recursive), output, form.suffix)
    if len(tasks) > 1 and output is None and form in {Format.SRT, Format.VTT}:
        raise typer.BadParameter(f"Several recordings as {form} need a folder: add --output FOLDER.")
    spoken = None if language == AUTO else bare_code(language)
    card = choose(build_models(settings), settings, model, spoken)
    if settings.stand_ins and model is None and spoken is None:
        print_warning("A profile counts for a language that is named: add --language en, say.")
    if end is not None and end <= (start or 0):
        raise typer.BadParameter("--end must be later than --start.")
    options = TranscriptOptions(
        speaker_labels=speakers or speakers_expected is not None,
        speakers_expected=speakers_expected,
        multichannel=multichannel,
        audio_start_from=start,
        audio_end_at=end,
    )
    with _status(f"Loading {card.name}", quiet=quiet):
        transcriber = build_transcriber(settings, card.name, diarize=options.speaker_labels)
    run = Run(
        transcriber=transcriber,
        fetcher=build_fetcher(settings),
        form=form,
        language=spoken,
        options=options,
        is_quiet=quiet,
        is_debug=is_debug,
        count=len(tasks),
    )
    failures = [code for number, task in enumerate(tasks, start=1) if (code := run.task(number, task))]
    if failures and len(tasks) > 1:
        print_error(f"{len(failures)} of {len(tasks)} recordings could not be transcribed.")
    if failures:
        raise typer.Exit(min(failures))


def choose(models: Models, settings: Settings, name: str | None, language: str | None) -> RecognizerCard:
    """The recognizer asked for, or of those that a server would use the one that knows most languages.

    The profile has its say where the language is known: its recognizers are for one.
    """
    if name is not None:
        return models.card(settings.model_aliases.get(name, name))
    cards = [models.card(recognizer) for recognizer in settings.recognizers.values()]
    able = [card for card in cards if language is None or card.supports(language)]
    widest = max(able or cards, key=lambda card: len(card.languages))
    other = models.card(settings.stand_ins.get(widest.name, widest.name))
    return other if language is not None and other.supports(language) else widest


def render(
    form: Format, source: Source, found: TranscribedFile, *, is_one_of_many: bool, speaker_labels: bool = False
) -> str:
    """The document for one recording; many on standard output are told apart by a heading or as JSON lines."""
    document: str = resolve(EXPORTS, form)(found.transcript, speaker_labels=speaker_labels)
    if form is Format.JSON:
        fields = {
            "audio_url": source.location,
            "status": "completed",
            "language_confidence": found.language_confidence,
            **json.loads(document),
        }
        return json.dumps(fields, ensure_ascii=False, indent=None if is_one_of_many else 2) + "\n"
    return f"==> {source.location} <==\n{document}\n" if is_one_of_many else document


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One call of the command: its models and its choices."""

    transcriber: Transcriber
    fetcher: Fetcher
    form: Format
    language: str | None
    options: TranscriptOptions
    is_quiet: bool
    is_debug: bool
    count: int

    def task(self, number: int, task: Task) -> int:
        """Transcribe one recording; returns 0 or the exit code of what went wrong."""
        name = task.source.name
        started = time.monotonic()
        try:
            with _bar(self._heading(number, name), quiet=self.is_quiet) as bar:
                found = self._transcribe(task.source, bar)
        except AudioError as error:
            print_error(f"{task.source.location}: {error}")
            return error.exit_code
        except ScribaError:
            raise
        except Exception as error:  # whatever a strange recording brings about, the others still want their turn
            if self.is_debug:
                raise
            cause = f"{type(error).__name__}: {error}"
            print_error(f"{task.source.location}: this should not have happened: {cause}. --debug shows where.")
            return ScribaError.exit_code
        self._deliver(task, found)
        if not self.is_quiet:
            for warning in found.warnings:
                print_warning(f"{task.source.location}: {warning}")
            if task.target is not None:
                length, seconds = length_text(found.transcript.duration), time.monotonic() - started
                notices().print(f"{name} → {task.target}  ({length} in {seconds:.1f} s)", markup=False)
        return 0

    def _transcribe(self, source: Source, bar: Bar) -> TranscribedFile:
        if not source.is_url:
            return self.transcriber.transcribe(Path(source.location), self.language, bar, self.options)
        with tempfile.TemporaryDirectory(prefix="scriba-") as folder:
            target = Path(folder) / "recording"
            self.fetcher.fetch(source.location, target)
            return self.transcriber.transcribe(target, self.language, bar, self.options)

    def _deliver(self, task: Task, found: TranscribedFile) -> None:
        is_one_of_many = task.target is None and self.count > 1
        labels = self.options.speaker_labels or self.options.is_multichannel
        document = render(self.form, task.source, found, is_one_of_many=is_one_of_many, speaker_labels=labels)
        if task.target is None:
            sys.stdout.write(document)
            sys.stdout.flush()
            return
        try:
            task.target.write_text(document, encoding="utf-8")
        except OSError as error:
            raise OperatorError(f"Cannot write {task.target}: {error.strerror}.") from error

    def _heading(self, number: int, name: str) -> str:
        return f"{number}/{self.count} {name}" if self.count > 1 else name


class Bar:
    """A progress bar as the transcriber sees it: a function that takes how much is done, 0..1."""

    def __init__(self, progress: Progress, heading: str) -> None:
        self._progress = progress
        self._task = progress.add_task(escape(heading), total=1.0)

    def __call__(self, fraction: float) -> None:
        """Move to this share of the whole."""
        self._progress.update(self._task, completed=fraction)


@contextmanager
def _bar(heading: str, *, quiet: bool) -> Iterator[Bar]:
    console = notices()
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as progress:
        yield Bar(progress, heading)


def _status(text: str, *, quiet: bool) -> AbstractContextManager[object]:
    return nullcontext() if quiet else notices().status(text)
