"""What every recognizer promises, on the real weights of those that are installed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise

import av
import numpy as np
import pytest

from scriba import backends
from scriba.backends.runtime import weights
from scriba.bootstrap.models import load_recognizer
from scriba.core.audio import Audio, Region, Window
from scriba.core.engines import NO_HINTS, EngineOptions, Hints, Listener, Recognizer, RecognizerCard, Task
from scriba.core.errors import ModelError
from scriba.pipeline.decode import decode
from scriba.settings import Settings
from tests.conftest import PULLED, installed_file


def is_installed(card: RecognizerCard) -> bool:
    parts = [backends.card(member) for member in card.members] or [card]
    return all(weights.is_present(part, PULLED) for part in parts)


INSTALLED = [name for name, card in backends.RECOGNIZERS.items() if is_installed(card)]
SINGLE = [name for name in INSTALLED if not backends.card(name).members]
FIRST_LINE = "it was the best of times it was the worst of times"


@pytest.fixture(scope="module")
def speech(two_cities, tmp_path_factory) -> Audio:
    target = tmp_path_factory.mktemp("speech") / "a.pcm"
    decode(two_cities, target)
    return Audio.open(target)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory) -> Callable[[str], Recognizer]:
    """Every recognizer once, with those that it works with."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), models_dir=PULLED, threads=2)
    found: dict[str, Recognizer] = {}

    def load(name: str) -> Recognizer:
        if name not in found:
            found[name] = load_recognizer(settings, name, load)
        return found[name]

    return load


@pytest.fixture(scope="module", params=INSTALLED)
def recognizer(request, loaded: Callable[[str], Recognizer]) -> Recognizer:
    return loaded(request.param)


def window(start: int, end: int) -> Window:
    return Window(start=start, end=end, regions=(Region(start=start, end=end),))


def plain(words) -> str:
    return " ".join(word.text.lower().strip(".,;:!?") for word in words)


def check(words, bounds: Window) -> None:
    assert all(word.text and word.text == word.text.strip() for word in words)
    assert all(bounds.start <= word.start < word.end <= bounds.end for word in words)
    assert all(one.end <= other.start for one, other in pairwise(words))
    assert all(0.0 <= word.confidence <= 1.0 for word in words)


def test_the_embedded_recognizers_are_installed():
    assert "whisper-base" in INSTALLED


@pytest.mark.skipif(not PULLED.is_dir(), reason="make setup-models could not fetch the weights")
def test_the_recognizers_of_the_npm_package_are_installed():
    assert {"moonshine-tiny", "moonshine-base", "whisper-base+moonshine-base"} <= set(INSTALLED)


def test_speech_becomes_words_on_the_clock_of_the_recording(recognizer, speech):
    bounds = window(900, 9_000)
    (words,) = recognizer.recognize(speech, [bounds], "en")
    check(words, bounds)
    assert plain(words).startswith(FIRST_LINE)
    assert words[0].start == pytest.approx(1_100, abs=250)
    assert np.mean([word.confidence for word in words]) > 0.7


def test_windows_come_back_in_their_order(recognizer, speech):
    bounds = [window(900, 4_900), window(20_000, 43_000), window(4_900, 9_000), window(0, 300)]
    found = recognizer.recognize(speech, bounds, "en")
    assert len(found) == 4
    for words, one in zip(found, bounds, strict=True):
        check(words, one)
    assert plain(found[0]).startswith("it was the best")
    assert "age of wisdom" in plain(found[2])
    assert found[3] == ()


def test_the_same_windows_give_the_same_words(recognizer, speech):
    bounds = [window(900, 9_000), window(9_000, 20_000)]
    assert recognizer.recognize(speech, bounds, "en") == recognizer.recognize(speech, bounds, "en")


@pytest.fixture(scope="module")
def hasty_speech(two_cities, tmp_path_factory) -> Audio:
    """The whole recording in 26 s: 119 words, more than 4 a second."""
    graph = av.filter.Graph()
    target = tmp_path_factory.mktemp("hasty") / "a.pcm"
    with av.open(str(two_cities)) as container:
        stream = container.streams.audio[0]
        source = graph.add_abuffer(template=stream)
        tempo = graph.add("atempo", "1.7")
        form = graph.add("aformat", "sample_fmts=s16:sample_rates=16000:channel_layouts=mono")
        sink = graph.add("abuffersink")
        graph.link_nodes(source, tempo, form, sink).configure()
        for frame in container.decode(stream):
            source.push(frame)
        source.push(None)
    found = []
    with suppress(av.EOFError):
        while True:
            pulled = sink.pull()
            assert isinstance(pulled, av.AudioFrame)
            found.append(pulled.to_ndarray()[0])
    target.write_bytes(np.concatenate(found).tobytes())
    return Audio.open(target)


def test_nothing_is_cut_off_when_somebody_talks_fast(recognizer, hasty_speech):
    bounds = window(0, hasty_speech.duration)
    (words,) = recognizer.recognize(hasty_speech, [bounds], "en")
    check(words, bounds)
    assert len(words) > 110
    assert plain(words).endswith("degree of comparison only")


def test_words_do_not_depend_on_the_company_of_other_windows_and_threads(recognizer, speech):
    bounds = [[window(900, 4_900), window(4_900, 8_000)], [window(4_900, 9_000)], [window(900, 4_800)]]
    alone = [[words for one in each for words in recognizer.recognize(speech, [one], "en")] for each in bounds]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda one: recognizer.recognize(speech, one, "en"), bounds))
    assert together == alone


def test_no_windows_give_nothing(recognizer, speech):
    assert recognizer.recognize(speech, [], "en") == []


def noise(seconds: float, level: float) -> Audio:
    samples = np.random.default_rng(2).normal(0, level, int(seconds * 16_000))
    return Audio(np.clip(samples, -32_768, 32_767).astype(np.int16))


@pytest.mark.parametrize(
    "audio",
    [noise(10, 0), noise(10, 2), noise(0.02, 3_000), noise(30, 20_000), Audio(np.full(80_000, 32_767, np.int16))],
    ids=["zeros", "faint", "20ms", "loud", "stuck"],
)
def test_odd_sounds_raise_nothing(recognizer, audio):
    bounds = window(0, audio.duration)
    (words,) = recognizer.recognize(audio, [bounds], "en")
    check(words, bounds)


@pytest.mark.parametrize("audio", [noise(10, 0), noise(0.02, 0), noise(30, 2)], ids=["zeros", "short", "faint"])
def test_silence_has_no_words(recognizer, audio):
    assert recognizer.recognize(audio, [Window(start=0, end=audio.duration)], "en") == [()]


@pytest.mark.parametrize("bounds", [(0, 0), (500, 500), (60_000, 61_000)], ids=["empty", "empty later", "outside"])
def test_a_window_without_samples_has_no_words(recognizer, speech, bounds):
    assert recognizer.recognize(speech, [window(*bounds)], "en") == [()]


def test_the_identifier_knows_the_card_s_languages(recognizer, speech, request):
    card = backends.card(request.node.callspec.params["recognizer"])
    identifier = backends.as_identifier(recognizer)
    if len(card.languages) == 1:
        assert identifier is None
        return
    assert identifier is not None
    heard = identifier.language_probabilities([speech.cut(0, 8_000), speech.cut(0, 30_000)])
    for probabilities in heard:
        assert set(probabilities) == card.languages
        assert sum(probabilities.values()) == pytest.approx(1.0, abs=1e-3)
        assert max(probabilities, key=lambda code: probabilities[code]) == "en"


def test_a_folder_without_a_model_is_refused(tmp_path):
    for name in SINGLE:
        with pytest.raises(ModelError, match="cannot be loaded"):
            backends.load_recognizer(backends.card(name), tmp_path, EngineOptions())


@pytest.fixture(scope="module")
def failure(tmp_path_factory) -> Audio:
    """ "Ever tried. Ever failed. No matter. Try again. Fail again. Fail better." """
    target = tmp_path_factory.mktemp("failure") / "a.pcm"
    decode(installed_file("moonshine-voice", "assets/beckett.wav"), target)
    return Audio.open(target)


PROMPT = "Minutes of the harbour board. Present: Ms Ravenscroft, Mr Oglethorpe. Thank you for watching the tides."
GUIDED = [
    Hints(prompt=PROMPT, keeps_fillers=True),
    Hints(terms=("Ravenscroft", "Kubernetes", "Tucumcari"), vocabulary=("metoprolol", "cholecystitis")),
]


@pytest.mark.parametrize("hints", GUIDED, ids=["prompt", "terms"])
def test_hints_put_no_words_into_noise(recognizer, hints):
    audio = noise(10, 2_000)
    bounds = window(0, audio.duration)
    plain_words = recognizer.recognize(audio, [bounds], "en")
    assert recognizer.recognize(audio, [bounds], "en", hints) == plain_words


@pytest.mark.parametrize("hints", GUIDED, ids=["prompt", "terms"])
def test_hints_change_no_clear_speech(recognizer, speech, hints):
    bounds = window(900, 9_000)
    (words,) = recognizer.recognize(speech, [bounds], "en", hints)
    check(words, bounds)
    assert plain(words).startswith(FIRST_LINE)


def test_drawn_texts_repeat_when_the_temperature_is_high(recognizer, failure):
    bounds = window(0, failure.duration)
    drawn = [recognizer.recognize(failure, [bounds], "en", Hints(temperature=1.0)) for _ in range(2)]
    assert drawn[0] == drawn[1]
    check(drawn[0][0], bounds)


@pytest.fixture(scope="module")
def base(loaded: Callable[[str], Recognizer]) -> Recognizer:
    return loaded("whisper-base")


def test_listeners_tell_what_was_said_from_what_sounds_alike(loaded, speech):
    said, alike = "It was the best of times.", "It was the west of limes."
    for name in SINGLE:
        recognizer = loaded(name)
        if isinstance(recognizer, Listener):
            heard = recognizer.listen(speech.cut(900, 3_000), "en")
            first, second = heard.likelihoods([said, alike])
            assert 0 > first > second
            words = heard.words(said)
            assert [word.text for word in words] == said.split()
            assert all(one.start < one.end <= other.start for one, other in pairwise(words))


def heard(base, failure, hints=NO_HINTS) -> str:
    bounds = window(0, failure.duration)
    (words,) = base.recognize(failure, [bounds], "en", hints)
    check(words, bounds)
    return plain(words)


@pytest.mark.shows("keyterms_prompt")
def test_term_is_heard_where_something_alike_was_written(base, failure):
    assert heard(base, failure).startswith("never tried ever failed")
    listed = ("Kubernetes", "Ever", "Tucumcari")
    assert heard(base, failure, Hints(terms=listed)) == heard(base, failure).replace("never tried", "ever tried")


@pytest.mark.shows("prompt")
def test_way_of_writing_follows_the_prompt(base, failure):
    bounds = window(0, failure.duration)
    hints = Hints(prompt="so we went on and on without any marks it was fine and then we came back and nobody minded")
    (words,) = base.recognize(failure, [bounds], "en", hints)
    written = " ".join(word.text for word in words)
    assert written.endswith("no matter try again fail again fail better")


@pytest.mark.shows("temperature")
def test_temperature_draws_other_texts(base, failure):
    drawn = {heard(base, failure, Hints(temperature=each)) for each in (0.0, 0.5)}
    assert len(drawn) > 1
    assert all(text.endswith("fail again fail better") for text in drawn)


def test_translation_is_another_task(base, speech):
    bounds = window(900, 9_000)
    (spoken,) = base.recognize(speech, [bounds], "es", Hints())
    (translated,) = base.recognize(speech, [bounds], "es", Hints(task=Task.TRANSLATE))
    assert plain(spoken) != plain(translated)
    assert "times" in plain(translated)
