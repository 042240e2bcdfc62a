"""The filler words of English."""

from __future__ import annotations

import re
from typing import Final

_FILLER: Final = re.compile(
    r"""u+h*m+ | u+h+ | h+u+h+ | a+h+ | h*m{2,} | hm+ | mm*-?h+m+ | m+-?hm+ | mhm | uh[ -]?huh | uhu?h-?huh""",
    re.VERBOSE,
)

_FIRST_LETTERS: Final = frozenset("uhamUHAM")


def is_filler(core: str) -> bool:
    """Whether a word, without marks, is one of those that the contract removes, drawn out or not.

    They are: um, uh, hmm, mhm, uh-huh, ah, huh, hm and m. A large M alone is a letter.
    """
    if core[:1] not in _FIRST_LETTERS:
        return False
    if core == "m":
        return True
    return bool(_FILLER.fullmatch(core.casefold()))
