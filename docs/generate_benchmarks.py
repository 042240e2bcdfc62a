"""Render the page of benchmarks and its plots from `benchmarks/results`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from docs.markdown import table
from docs.plots import bars, lines

RESULTS: Final = Path(__file__).parent.parent / "benchmarks" / "results"

Result = Mapping[str, Any]

HEAD: Final = """# Benchmarks

Scriba beside `faster-whisper` (its `transcribe` with beam 5, VAD and word timestamps; and its batched pipeline with word
timestamps), on the same weights, recordings and threads, in turns: `make bench BENCH_DATA=recordings` measures that again,
writes `benchmarks/results/*.json` and makes this page from them. What the service costs, recordings of hours and more cores
have no peer and commands of their own: [measure accuracy and speed](howto/measure.md). Wall times hold for a machine that
does nothing else.
"""


def results() -> dict[str, Result]:
    """What was measured, by name."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(RESULTS.glob("*.json"))}


def benchmarks_page(found: Mapping[str, Result] | None = None) -> str:
    """The page."""
    measured = results() if found is None else found
    parts = [HEAD]
    for name, one in measured.items():
        section = _section(name, one)
        if section:
            parts.append(f"\n{section}\n{_origin(one)}")
    return "".join(parts)


def plots(found: Mapping[str, Result] | None = None) -> dict[str, str]:
    """Name and text of every plot below `docs/plots/`."""
    made: dict[str, str] = {}
    for name, one in (results() if found is None else found).items():
        if plot := _PLOTS.get(_kind(name)):
            made |= plot(name, one)
    return made


def _kind(name: str) -> str:
    """What was measured: one kind has a result for every folder of recordings."""
    return "recognition" if name.startswith("recognition-") else name


def _origin(one: Result) -> str:
    machine, versions = one["machine"], one["versions"]
    text = (
        f"Measured {one['time'][:10]}: {machine['cpu']}, {machine['cores']} cores, Python {machine['python']}, "
        f"ctranslate2 {versions['ctranslate2']}, faster-whisper {versions['faster-whisper']}"
    )
    return f"{text}, `{one['recognizer']}`.\n" if "recognizer" in one else f"{text}.\n"


def _section(name: str, one: Result) -> str:
    section = _SECTIONS.get(_kind(name))
    return section(name, one) if section else ""


def _recognition(name: str, one: Result) -> str:
    rows = [
        (f"`{system}`", f"{100 * value['wer']:.2f}", str(value["errors"]), f"{value['rtfx']:.1f}")
        for system, value in one["systems"].items()
    ]
    return (
        f"## Accuracy and speed: {name.removeprefix('recognition-')}\n\n{one['recordings']} recordings, {one['audio_seconds'] / 60:.1f} minutes, "
        f"{one['threads']} threads.\n\n![RTFx by system](plots/{name}-speed.svg)\n\n![WER by system](plots/{name}-errors.svg)\n\n"
        + table(("system", "WER %", "errors", "RTFx"), rows)
    )


def _word_times(_name: str, one: Result) -> str:
    rows = [
        (
            f"`{name}`",
            kind,
            str(value["borders"]),
            f"{value['median_ms']:.0f}",
            f"{100 * value['within_200_ms']:.1f}",
            str(value["misplaced"]),
        )
        for name, kinds in one["systems"].items()
        for kind, value in kinds.items()
    ]
    return (
        "## Word times\n\nBorders of words heard right, against where they are spoken. `misplaced` words have no length, "
        "overlap, or lie outside of the recording.\n\n![Median error by system](plots/word-times.svg)\n\n"
        + table(("system", "recordings", "borders", "median ms", "within 200 ms, %", "misplaced"), rows)
    )


def _coverage(_name: str, one: Result) -> str:
    rows = [
        (
            f"`{name}`",
            {"long": "joined", "singly": "one by one"}[how],
            str(value["words"]),
            f"{100 * value['wer']:.2f}",
            str(value["missing"]),
            str(value["lost"]),
            f"{100 * value['coverage']:.2f}",
        )
        for name, hows in one["systems"].items()
        for how, value in hows.items()
    ]
    return (
        f"## Nothing dropped\n\n{one['recordings']} recordings joined to one, and one by one. Words are missing where the "
        "reference has them and the system nothing; three and more in a row are lost speech, the rest is covered.\n\n"
        + table(("system", "recordings", "words", "WER %", "missing", "lost", "covered %"), rows)
    )


def _invention(_name: str, one: Result) -> str:
    rows = [(f"`{name}`", str(words)) for name, words in one["invented_words"].items()]
    return (
        f"## Nothing invented\n\n{one['recordings']} recordings and generated sounds without speech, "
        f"{one['minutes']:.0f} minutes: silence, noise, music, tones.\n\n" + table(("system", "words"), rows)
    )


def _languages(_name: str, one: Result) -> str:
    rows = [
        (kind, str(value["cases"]), str(value["right"]), f"{100 * value['right'] / value['cases']:.1f}")
        for kind, value in one["figures"].items()
    ]
    return "## Which language\n\n" + table(("case", "cases", "right", "%"), rows)


def _cost(_name: str, one: Result) -> str:
    rows: Iterable[tuple[str, ...]] = [
        (
            f"`{name}`",
            f"{point['audio_seconds']:.0f}",
            f"{point['seconds']:.1f}",
            f"{point['processor_seconds']:.1f}",
            f"{point['rtfx']:.1f}",
            str(point["peak_mb"]),
        )
        for name, points in one["systems"].items()
        for point in points
    ]
    return (
        "## Cost over the length of a recording\n\nEvery figure is of a fresh process, models loaded before the clock "
        "starts.\n\n![Time over length](plots/cost.svg)\n\n![Memory by system](plots/memory.svg)\n\n"
        + table(("system", "audio s", "seconds", "processor s", "RTFx", "peak MB"), rows)
    )


def _service(_name: str, one: Result) -> str:
    rows = [
        (
            f"{part['seconds']} s",
            str(len(part["runs"]["api"])),
            f"{part['wall']['pipeline']:.2f}",
            f"{part['wall']['api']:.2f}",
            f"{part['added_ms']:+.0f}",
            f"{100 * part['added_share']:+.1f}",
            f"{100 * part['added_cpu_share']:+.1f}",
        )
        for part in (one[name] for name in ("long", "clip") if name in one)
    ]
    head = ("recording", "rounds", "pipeline, s", "API, s", "added, ms", "added, %", "processor time added, %")
    text = (
        "## What the service costs\n\nA recording through the HTTP API, with upload, queue and storage, in turns with the "
        f"bare pipeline on {one['threads']} threads with its models loaded. Medians; what is added is the median of the "
        f"rounds. Load of the machine when it began: {one['load_before']:.1f}.\n\n" + table(head, rows)
    )
    if warm := one.get("warm"):
        text += f"\nA warm clip of {warm['seconds']} s is back in {warm['median']:.2f} s (median).\n"
    if queue := one.get("queue"):
        text += f"\n{queue['recordings']} short recordings sent at once take 1/{queue['gain']:.2f} of the time of one by one.\n"
    return text


def _endurance(_name: str, one: Result) -> str:
    rows = [
        (
            f"{point['seconds'] / 3600:.2f}",
            f"{point['words']:,}",
            f"{point['wall']:.0f}",
            f"{point['cpu']:.0f}",
            f"{point['cpu'] / point['seconds'] * 3600:.0f}",
            f"{point['rss_above_idle_mb']:.0f}",
            f"{point['clip_wait']:.1f}" if point["clip_wait"] else "",
        )
        for point in one["recordings"]
    ]
    head = ("hours", "words", "seconds", "processor s", "processor s an hour", "MB above idle", "a clip behind, s")
    return (
        "## Recordings of hours\n\nThrough the HTTP API, with the default settings. Memory is that of all processes together; the "
        "clip of 11 s is sent when the recording has been under way for 20 s, if it still is.\n\n![Time over length](plots/endurance.svg)\n\n"
        + table(head, rows)
    )


def _scaling(_name: str, one: Result) -> str:
    rows = [
        (
            f"{point['workers']} x {point['threads']}",
            str(point["queue"]),
            f"{point['seconds']:.1f}",
            f"{point['processor_seconds']:.1f}",
            f"{point['rtfx']:.1f}",
        )
        for point in one["points"]
    ]
    return (
        f"## More cores, longer queues\n\n{one['recordings']} recordings of 4 to 12 s, {one['audio_seconds'] / 60:.1f} minutes in "
        "all, through the HTTP API: so many sent at once, and the next when those are done.\n\n"
        "![RTFx over the length of the queue](plots/scaling.svg)\n\n"
        + table(("workers x threads", "queue", "seconds", "processor s", "RTFx"), rows)
    )


def _recognition_plots(name: str, one: Result) -> dict[str, str]:
    systems = one["systems"]
    speeds = {key: value["rtfx"] for key, value in systems.items()}
    errors = {key: 100 * value["wer"] for key, value in systems.items()}
    return {
        f"{name}-speed.svg": bars("RTFx: seconds of audio a second", speeds),
        f"{name}-errors.svg": bars("Word error rate, %", errors, 2),
    }


def _word_time_plots(_name: str, one: Result) -> dict[str, str]:
    medians = {key: kinds["all"]["median_ms"] for key, kinds in one["systems"].items()}
    return {"word-times.svg": bars("Median error of a word's border, ms", medians, 0)}


def _cost_plots(_name: str, one: Result) -> dict[str, str]:
    systems = one["systems"].items()
    series = {key: [(point["audio_seconds"], point["seconds"]) for point in points] for key, points in systems}
    peaks = {key: max(point["peak_mb"] for point in points) for key, points in systems}
    return {
        "cost.svg": lines("Time over the length of a recording", series, "seconds of audio", "seconds"),
        "memory.svg": bars("Most memory, MB", peaks, 0),
    }


def _endurance_plots(_name: str, one: Result) -> dict[str, str]:
    kinds = {"by the clock": "wall", "processor": "cpu"}
    series = {label: [(point["seconds"], point[kind]) for point in one["recordings"]] for label, kind in kinds.items()}
    return {"endurance.svg": lines("Time over the length of a recording", series, "seconds of audio", "seconds")}


def _scaling_plots(_name: str, one: Result) -> dict[str, str]:
    series: dict[str, list[tuple[float, float]]] = {}
    for point in one["points"]:
        label = f"{point['workers']} x {point['threads']} threads"
        series.setdefault(label, []).append((point["queue"], point["rtfx"]))
    return {"scaling.svg": lines("RTFx over the length of the queue", series, "recordings at once", "RTFx")}


_SECTIONS: Final[Mapping[str, Callable[[str, Result], str]]] = {
    "recognition": _recognition,
    "word-times": _word_times,
    "coverage": _coverage,
    "invention": _invention,
    "languages": _languages,
    "cost": _cost,
    "service": _service,
    "endurance": _endurance,
    "scaling": _scaling,
}

_PLOTS: Final[Mapping[str, Callable[[str, Result], dict[str, str]]]] = {
    "recognition": _recognition_plots,
    "word-times": _word_time_plots,
    "cost": _cost_plots,
    "endurance": _endurance_plots,
    "scaling": _scaling_plots,
}
