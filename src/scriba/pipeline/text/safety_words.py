"""Words without which some labels of content safety are hardly meant: their things have names.

A sentence that only sounds like the label's seeds ("a pot of soup", "a killer deal") has none of them, or has other ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_ENDINGS: Final = {
    "alcohol": (
        r"alcohol\w*|beers?|wines?|winer\w+|whisk(?:e)?ys?|vodka|gin|rum|tequila|drunk\w*|drink\w*|drank|booz\w+|liquors?|"
        r"brandy|cognac|champagne|cocktails?|ales?|lagers?|pints?|schnapps|hangover|hung ?over|sober\w*|bartenders?|brew\w*|"
        r"tipsy|cider|bourbon|scotch|sake|martinis?|margaritas?|mojitos?|shots|prosecco|sherry|stout"
    ),
    "drugs": (
        r"drugs?(?! ?stores?)|cocaine|coke|heroin|meth\w*|crack|fentanyl|opioids?|opiates?|ecstasy|mdma|lsd|acid|mushrooms|amphetamines?|"
        r"ketamine|pills?|deal(?:s|er|ers|ing)|addict\w*|overdos\w*|syringes?|needles?|snort\w*|inhal\w*|shoots? up|high|"
        r"powder|junk(?:ie|ies)|narcotics?|smuggl\w*|cartels?|hooked|rehab|morphine|oxy\w*|psychedelic\w*"
    ),
    "financials": (
        r"revenues?|earnings?|profits?|margins?|dividends?|cash|ebitda|income|(?:net )?sales|quarter\w*|loss(?:es)?|per share|"
        r"millions?|billions?|guidance|balance sheet|burn rate|runway|forecasts?|operating|audit\w*|write-?downs?|"
        r"acquisitions?|buy ?backs?|fiscal|valu(?:es|ation)|capital|costs|debts?|covenants?|shares"
    ),
    "gambling": (
        r"bets?|betting|gambl\w*|casinos?|poker|blackjack|roulette|slots?|slot machines?|bookies?|bookmakers?|odds|wager\w*|"
        r"jackpots?|lotter\w+|lotto|craps|parlays?|spread|sportsbooks?|scratch ?cards?|baccarat|pot"
    ),
    "marijuana": (
        r"marijuana|cannabis|weed|pot|joints?|thc|cbd|hemp|stone[dr]s?|bongs?|blunts?|edibles?|gumm(?:y|ies)|dispensar\w+|"
        r"indica|sativa|pre-?rolle?d?s?|reefers?|hashish|hash|ganja|high"
    ),
    "pornography": (
        r"porn\w*|adult (?:film|movie|video|entertainment)\w*|x-?rated|explicit\w*|sex\w*|only ?fans|strip\w*|webcam\w*|"
        r"nudes?|naked|hardcore|erotic\w*|xxx"
    ),
    "tobacco": (
        r"smok(?:es|ed|ers?|ing)|(?:a|to|you|i|they|we) smoke|cigar\w*|tobacco|nicotine|vap(?:es?|ed|ing|ers?)|pipes?|"
        r"juuls?|ash ?trays?|snus"
    ),
    "weapons": (
        r"\w*guns?|gunm[ae]n|rifles?|pistols?|revolvers?|weapon\w*|ammo|ammunition|bullets?|grenades?|missiles?|kni(?:fe|ves)|"
        r"machetes?|swords?|bomb\w*|mortars?|cartridges?|firearms?|semi-?automatics?|kalashnikovs?|ak-?47s?|ar-?15s?|tanks?|"
        r"artillery|explosives?|rockets?|magazines?|silencers?|blades?|crossbows?|calib(?:er|re)|millimeters?|armed|arms|"
        r"shells?|daggers?|warheads?|torpedo\w*"
    ),
}

CUES: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {label: re.compile(rf"\b(?:{endings})\b", re.IGNORECASE) for label, endings in _ENDINGS.items()}
)
"""Label -> what must be said."""

GRAVE: Final = re.compile(
    r"\b(?:dead|deaths?|die[sd]?|dying|deadly|kill\w*|murder\w*|fatal\w*|victims?|bod(?:y|ies)|tortur\w*|rap(?:e[sd]?|ist)|"
    r"destroy\w*|devastat\w*|collaps\w*|explo\w*|massacre\w*|suicid\w*|overdos\w*|addict\w*|hospital\w*|severe\w*|"
    r"serious\w*|critical\w*|cancer\w*|terminal|blood\w*|injur\w*|wounded|hostages?|hundreds|thousands|millions|worst|"
    r"emergenc\w+|evacuat\w*|exterminat\w*|vermin|rats|animals|scum|hate|fuck\w*|f\*+|explicit|hardcore)\b",
    re.IGNORECASE,
)
"""Words that make what is said grave."""

MILD: Final = re.compile(
    r"\b(?:minor|slight\w*|mild\w*|a little|a bit|harmless|jok(?:e[sd]?|ing)|safe|safely|nobody was|no one was|used to|quit|"
    r"stopped|prevent\w*|avoid\w*|recover\w*|better|legal\w*|licen[cs]e[sd]?|once)\b",
    re.IGNORECASE,
)
"""Words that take something off it."""
