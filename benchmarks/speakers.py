"""Who spoke when: error rates, speaker counts, speed and memory of diarization on recordings with known turns.

python -m benchmarks.speakers FOLDER [--threads 2] [--words] [--peer PYTHON] [--hours 10]

FOLDER has a `manifest.jsonl` whose items name an `rttm` file, or `segments` with words by speaker. DER is without collar
and with one of 250 ms; overlaps are scored. `--words` runs recognition too and prints cpWER, and the time of both over that of recognition alone. `--peer` names the Python of
a virtual environment that tools/senko.sh made, and prints senko beside. `--hours` instead joins the recordings to one of
that length and prints speed and peak memory for it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from platformdirs import user_cache_path, user_data_path

from benchmarks.report import save, table
from benchmarks.speaker_scoring import Errors, Turn, diarization_errors, read_rttm, total, word_errors_by_speaker
from scriba import backends
from scriba.backends.runtime import weights
from scriba.core.audio import SAMPLE_RATE, Audio
from scriba.core.engines import EngineOptions
from scriba.core.speakers import SpeakerCount, SpeakerTurn
from scriba.pipeline.decode import decode
from scriba.pipeline.diarize import diarize
from scriba.pipeline.speakers import assign
from scriba.pipeline.transcribe import Models, transcribe

COLLAR: Final = 250
PEER_SCRIPT: Final = Path(__file__).parent.parent / "tools" / "senko_turns.py"
WITHOUT_HINT: Final = SpeakerCount()

System = Callable[[Path, Audio, SpeakerCount], Sequence[SpeakerTurn]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A recording and what is known of it."""

    id: str
    audio: Path
    turns: list[Turn] | None
    speakers: int
    texts: dict[str, str]
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a system did on one recording."""

    errors: Errors
    forgiving: Errors
    found: int
    expected: int
    seconds: float


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speakers", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with a manifest.jsonl")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--words", action="store_true", help="recognize too, and print word errors by speaker")
    parser.add_argument("--recognizer", default="whisper-base")
    parser.add_argument("--peer", type=Path, help="Python of a virtual environment with senko")
    parser.add_argument("--hours", type=float, help="measure speed and memory on one recording of that length instead")
    return parser.parse_args()


def cases(folder: Path) -> Iterator[Case]:
    """Items with turns or with words by speaker."""
    for line in (folder / "manifest.jsonl").read_text().splitlines():
        fields: dict[str, Any] = json.loads(line)
        roots = [root for root in (folder, folder.parent) if (root / fields["audio"]).is_file()]
        segments: list[dict[str, str]] = fields.get("segments") or []
        if not roots or not (fields.get("rttm") or segments):
            continue
        turns = read_rttm(roots[0] / fields["rttm"]) if fields.get("rttm") else None
        texts: dict[str, str] = {}
        for segment in segments:
            name = segment["speaker"]
            texts[name] = f"{texts.get(name, '')} {segment['text']}".strip()
        people = {turn[2] for turn in turns} if turns else set(texts)
        yield Case(
            id=str(fields["id"]),
            audio=roots[0] / fields["audio"],
            turns=turns,
            speakers=len(people),
            texts=texts,
            language=str(fields.get("language") or "en"),
        )


def scriba(threads: int) -> System:
    """This project's diarization."""
    options = EngineOptions(threads=threads)
    segmenter, embedder = backends.load_segmenter(options), backends.load_embedder(options)

    def run(_path: Path, audio: Audio, count: SpeakerCount) -> Sequence[SpeakerTurn]:
        return diarize(audio, segmenter, embedder, options=count).turns

    return run


def senko(python: Path) -> System:
    """The peer, in its own process; its models are loaded anew each time, so its speed is not measured here."""

    def run(path: Path, _audio: Audio, _count: SpeakerCount) -> Sequence[SpeakerTurn]:
        command = [python, PEER_SCRIPT, path]
        done = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603 - the operator names it
        rows = json.loads(done.stdout.splitlines()[-1])
        return [SpeakerTurn(start=start, end=end, speaker=speaker) for start, end, speaker in rows]

    return run


def measure(items: Sequence[Case], pcm: dict[str, Path], run: System, *, hinted: bool) -> dict[str, Result]:
    """Run a system over all recordings with turns."""
    found = {}
    for case in items:
        if case.turns is None:
            continue
        count = SpeakerCount(expected=case.speakers) if hinted else WITHOUT_HINT
        began = time.perf_counter()
        heard = run(pcm[case.id], Audio.open(pcm[case.id]), count)
        seconds = time.perf_counter() - began
        turns = [(turn.start, turn.end, str(turn.speaker)) for turn in heard]
        found[case.id] = Result(
            errors=diarization_errors(case.turns, turns),
            forgiving=diarization_errors(case.turns, turns, COLLAR),
            found=len({turn[2] for turn in turns}),
            expected=case.speakers,
            seconds=seconds,
        )
    return found


def print_results(name: str, results: dict[str, Result], audio_seconds: float) -> dict[str, Any]:
    """A row a recording, and one for all; returns the figures of all."""
    rows = [
        _row(one, result.errors, result.forgiving, f"{result.found}/{result.expected}")
        for one, result in results.items()
    ]
    whole = total(result.errors for result in results.values())
    forgiving = total(result.forgiving for result in results.values())
    right = sum(result.found == result.expected for result in results.values())
    off = sum(abs(result.found - result.expected) for result in results.values()) / max(1, len(results))
    rows.append(_row("all", whole, forgiving, f"{right} right"))
    head = [name, "DER %", "missed", "false alarm", "confusion", "DER %, 250 ms collar", "speakers"]
    seconds = sum(result.seconds for result in results.values())
    print("\n" + table(head, rows))
    print(f"speaker count off by {off:.2f} on average; RTFx {audio_seconds / seconds:.1f}")
    return {
        "der": round(whole.rate, 5),
        "der_collar_250": round(forgiving.rate, 5),
        "right_counts": right,
        "recordings": len(results),
        "rtfx": round(audio_seconds / seconds, 2),
    }


def _row(name: str, errors: Errors, forgiving: Errors, count: str) -> list[str]:
    parts = [errors.missed, errors.false_alarm, errors.confusion]
    shares = [f"{100 * part / max(1, errors.speech):.1f}" for part in parts]
    return [name, f"{100 * errors.rate:.1f}", *shares, f"{100 * forgiving.rate:.1f}", count]


def print_words(
    items: Sequence[Case], options: argparse.Namespace, run: System, pcm: dict[str, Path]
) -> dict[str, float]:
    """Recognize, give the words speakers, and print cpWER and what speakers cost beside words; returns both of all."""
    card = backends.card(options.recognizer)
    engine = EngineOptions(threads=options.threads)
    located = weights.locate(card, user_data_path("scriba") / "models", user_cache_path("scriba") / "models")
    models = Models(detector=backends.load_detector(engine), recognizer=backends.load_recognizer(card, located, engine))
    rows, errors, words, alone, together = [], 0, 0, 0.0, 0.0
    for case in items:
        if not case.texts:
            continue
        began = time.perf_counter()
        heard = transcribe(case.audio, models, language=case.language).transcript.words
        recognition = time.perf_counter() - began
        found: dict[str, str] = {}
        for word in assign(heard, run(pcm[case.id], Audio.open(pcm[case.id]), WITHOUT_HINT))[0]:
            found[str(word.speaker)] = f"{found.get(str(word.speaker), '')} {word.text}".strip()
        result = word_errors_by_speaker(case.texts, found, case.language)
        errors, words = errors + result.errors, words + result.words
        both = time.perf_counter() - began
        alone, together = alone + recognition, together + both
        rows.append([case.id, f"{100 * result.rate:.1f}", str(result.words), f"{both / recognition:.2f}"])
    found_all = {"cpwer": round(errors / max(1, words), 5), "time_over_recognition": round(together / alone, 3)}
    rows.append(["all", f"{100 * found_all['cpwer']:.1f}", str(words), f"{found_all['time_over_recognition']:.2f}"])
    print("\n" + table(["words", "cpWER %", "words", "time / recognition"], rows))
    return found_all


def print_long(pcm: Sequence[Path], hours: float, folder: Path, run: System) -> dict[str, Any]:
    """Join the recordings over and over, and diarize that; returns speed and memory.

    Processor time tells more than the clock on a machine that has other work too.
    """
    target = folder / "long.pcm"
    wanted = int(hours * 3600 * SAMPLE_RATE * 2)
    with target.open("wb") as output:
        while output.tell() < wanted:
            for path in pcm:
                output.write(path.read_bytes())
    before = peak_megabytes()
    audio = Audio.open(target)
    began, worked = time.perf_counter(), time.process_time()
    turns = run(target, audio, WITHOUT_HINT)
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    found = {
        "hours": round(audio.duration / 3_600_000, 2),
        "rtfx": round(audio.duration / 1000 / seconds, 2),
        "processor_seconds": round(worked, 1),
        "peak_mb": round(peak_megabytes()),
        "peak_mb_before": round(before),
        "speakers": len({turn.speaker for turn in turns}),
    }
    print("\n" + "  ".join(f"{name} {value}" for name, value in found.items()))
    return found


def peak_megabytes() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    options = arguments()
    items = list(cases(options.folder))
    run = scriba(options.threads)
    figures: dict[str, Any] = {"threads": options.threads}
    with tempfile.TemporaryDirectory(prefix="scriba-") as name:
        folder = Path(name)
        pcm = {case.id: folder / f"{number}.pcm" for number, case in enumerate(items)}
        lengths = {case.id: decode(case.audio, pcm[case.id], name=case.audio.name).duration / 1000 for case in items}
        if options.hours:
            figures["long"] = print_long(list(pcm.values()), options.hours, folder, run)
        else:
            seconds = sum(lengths[case.id] for case in items if case.turns is not None)
            print(f"{len(items)} recordings, {seconds / 60:.1f} minutes with turns, {options.threads} threads")
            print(f"load of this machine {os.getloadavg()[0]:.1f}")
            figures["scriba"] = print_results("scriba", measure(items, pcm, run, hinted=False), seconds)
            figures["hinted"] = print_results("scriba, count given", measure(items, pcm, run, hinted=True), seconds)
            if options.peer:
                peer = measure(items, pcm, senko(options.peer), hinted=False)
                figures["senko"] = print_results("senko", peer, seconds)
            print(f"\npeak memory {peak_megabytes():.0f} MB")
            if options.words:
                figures["words"] = print_words(items, options, run, pcm)
    print(f"\nWritten to {save(f'speakers-{options.folder.resolve().name}', figures)}")


if __name__ == "__main__":
    main()
