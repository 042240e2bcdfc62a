"""Arbitrary transcripts for property tests."""

from hypothesis import strategies as st

from scriba.core.transcript import Transcript, Word

TEXTS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs")), min_size=1, max_size=12
)
ENDINGS = st.sampled_from(["", "", "", ".", ",", "?", "!", "。", "؟", "।", "...", '."', "-->"])


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    """Words in order of time, now and then overlapping by a little, with pauses, speakers and any script."""
    pieces = draw(
        st.lists(
            st.tuples(
                TEXTS,
                ENDINGS,
                st.integers(-40, 3_000),
                st.integers(1, 2_000),
                st.sampled_from([None, "A", "B"]),
            ),
            max_size=60,
        )
    )
    words: list[Word] = []
    now = 0
    for text, ending, gap, length, speaker in pieces:
        start = max(now + gap, words[-1].start if words else 0, 0)
        words.append(Word(text=text + ending, start=start, end=start + length, confidence=0.5, speaker=speaker))
        now = start + length
    language = draw(st.sampled_from(["en", "de", "zh", "th", "ar", "hi"]))
    return Transcript(language=language, duration=now, words=tuple(words))
