"""The page of benchmarks says what the results say."""

import xml.etree.ElementTree as ET

from docs.generate_benchmarks import benchmarks_page, plots
from docs.plots import bars, lines

MEASURED = {
    "time": "2026-11-22T10:00:00Z",
    "machine": {"cpu": "Some CPU", "cores": 2, "python": "3.11.7"},
    "versions": {"ctranslate2": "4.8", "faster-whisper": "1.2"},
    "recognizer": "whisper-base",
}


def recognition(wer, rtfx):
    systems = {"scriba": {"wer": wer, "errors": 7, "rtfx": rtfx}, "peer": {"wer": 0.2, "errors": 9, "rtfx": 5.0}}
    return {"recognition-x": {**MEASURED, "recordings": 3, "audio_seconds": 120, "threads": 2, "systems": systems}}


def test_figures_of_a_result_are_on_the_page():
    page = benchmarks_page(recognition(0.0712, 15.3))
    assert "| `scriba` | 7.12 | 7 | 15.3 |" in page
    assert "Measured 2026-11-22: Some CPU, 2 cores" in page


def test_a_result_that_has_no_section_is_left_out():
    assert benchmarks_page({"speakers-x": MEASURED}) == benchmarks_page({})


def test_what_the_service_adds_is_on_the_page():
    long = {
        "seconds": 600,
        "wall": {"pipeline": 14.0, "api": 14.7},
        "added_ms": 700.0,
        "added_share": 0.05,
        "added_cpu_share": 0.031,
        "runs": {"pipeline": [[14.0, 27.0]], "api": [[14.7, 27.8]]},
    }
    page = benchmarks_page({"service": {**MEASURED, "threads": 2, "load_before": 1.5, "long": long}})
    assert "| 600 s | 1 | 14.00 | 14.70 | +700 | +5.0 | +3.1 |" in page
    assert "warm clip" not in page


def test_an_hour_of_processor_time_is_on_the_page_when_a_long_recording_was_served():
    hours = {"words": 9261, "wall": 108.6, "cpu": 171.0, "rss_above_idle_mb": 801.4, "clip_wait": 7.9}
    measured = {"endurance": {**MEASURED, "recordings": [{"seconds": 7200.0, **hours}]}}
    assert "| 2.00 | 9,261 | 109 | 171 | 86 | 801 | 7.9 |" in benchmarks_page(measured)
    assert list(plots(measured)) == ["endurance.svg"]


def test_no_wait_of_a_clip_is_on_the_page_when_the_recording_was_done_before_it_was_sent():
    short = {"seconds": 600.0, "words": 1547, "wall": 16.6, "cpu": 30.0, "rss_above_idle_mb": 673.0, "clip_wait": None}
    assert "| 673 |  |" in benchmarks_page({"endurance": {**MEASURED, "recordings": [short]}})


def test_every_layout_has_a_line_when_scaling_was_measured():
    points = [
        {
            "workers": workers,
            "threads": 1,
            "queue": queue,
            "seconds": 9.0,
            "processor_seconds": 8.0,
            "rtfx": 10.0 * queue,
        }
        for workers in (1, 2)
        for queue in (1, 4)
    ]
    measured = {"scaling": {**MEASURED, "recordings": 4, "audio_seconds": 60.0, "points": points}}
    assert "| 2 x 1 | 4 | 9.0 | 8.0 | 40.0 |" in benchmarks_page(measured)
    assert plots(measured)["scaling.svg"].count("<polyline") == 2


def test_bars_are_as_long_as_their_values():
    tree = ET.fromstring(bars("Title & more", {"one": 2.0, "two": 4.0}))
    widths = [float(bar.attrib["width"]) for bar in tree.iter("{http://www.w3.org/2000/svg}rect")]
    assert widths[1] == 2 * widths[0]


def test_lines_rise_with_their_values():
    text = lines("Title", {"one": [(10, 1), (100, 10), (1000, 100)]}, "across", "up")
    tree = ET.fromstring(text)
    circles = [
        (float(circle.attrib["cx"]), float(circle.attrib["cy"]))
        for circle in tree.iter("{http://www.w3.org/2000/svg}circle")
    ]
    assert circles == sorted(circles)
    assert [y for _, y in circles] == sorted((y for _, y in circles), reverse=True)


def test_plots_follow_the_results():
    assert plots(recognition(0.1, 10.0)) != plots(recognition(0.1, 11.0))
