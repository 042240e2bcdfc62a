from tests.fakes.readers import real_parser


def test_words_have_kinds_and_dictionary_forms_when_the_real_model_reads():
    (parsed,) = real_parser().parse(["The green lamps were broken."])
    assert [(token.lemma, token.part) for token in parsed.tokens[:3]] == [
        ("the", "DET"),
        ("green", "ADJ"),
        ("lamp", "NOUN"),
    ]
    assert [(token.start, token.end) for token in parsed.tokens[:3]] == [(0, 3), (4, 9), (10, 15)]
    assert parsed.noun_phrases == ((0, 2),)


def test_sentences_keep_their_places_when_some_are_empty():
    assert [len(parsed.tokens) for parsed in real_parser().parse(["One.", "", "Two."])] == [2, 0, 2]
