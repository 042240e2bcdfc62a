"""British and Australian spellings of American words: our own list of stems and how they are inflected.

Words that are spelled apart by meaning ("tire", "check", "license", "meter", "program") are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Final

_OUR: Final = (
    "arm", "behavi", "belab", "clam", "cand", "col", "demean", "misdemean", "enam", "endeav", "fav", "ferv",
    "flav", "harb", "hon", "hum", "lab", "neighb", "od", "parl", "ranc", "rig", "rum", "sav", "savi",
    "splend", "succ", "tum", "val", "vap", "vig",
)  # fmt: skip
_OUR_ENDINGS: Final = (
    "", "s", "ed", "ing", "ings", "able", "ably", "ful", "fully", "less", "er", "ers", "ite", "ites", "hood", "hoods",
    "al", "ally", "ly", "y",
)  # fmt: skip
_OUR_NOT: Final = frozenset({"labory", "valory", "rigor", "rigorly", "colory", "humoral", "rumory", "rumorly"})
"""Made by the rule above, and no words or the same in both."""

_ISE: Final = (
    "agon", "apolog", "author", "bapt", "burglar", "capital", "categor", "central", "character", "civil",
    "colon", "computer", "critic", "crystall", "custom", "decentral", "demoral", "digit", "econom", "emphas",
    "energ", "equal", "euthan", "familiar", "fertil", "final", "formal", "general", "global", "harmon",
    "hospital", "hypnot", "hypothes", "ideal", "immun", "industrial", "initial", "institutional", "internal",
    "ital", "jeopard", "legal", "liberal", "local", "marginal", "material", "maxim", "memor", "mesmer",
    "minim", "mobil", "modern", "monopol", "national", "natural", "neutral", "normal", "optim", "organ",
    "ostrac", "oxid", "parallel", "pasteur", "patron", "penal", "personal", "plagiar", "polar", "popular",
    "priorit", "privat", "publ", "random", "rational", "real", "recogn", "reorgan", "revolution", "scrutin",
    "sensational", "social", "special", "stabil", "standard", "steril", "stigmat", "subsid", "summar",
    "symbol", "sympath", "synchron", "synthes", "system", "terror", "theor", "traumat", "trivial", "unrecogn",
    "urban", "util", "vandal", "verbal", "victim", "visual", "vocal", "weapon", "western",
)  # fmt: skip
_ISE_ENDINGS: Final = ("e", "es", "ed", "ing", "er", "ers", "able", "ation", "ations", "ational", "ationally")

_YSE: Final = ("anal", "catal", "paral", "breathal")
_YSE_ENDINGS: Final = ("e", "es", "ed", "ing", "er", "ers")

_LL: Final = (
    "cancel", "channel", "counsel", "dial", "duel", "equal", "fuel", "gruel", "initial", "label", "level",
    "marshal", "medal", "model", "panel", "pedal", "pencil", "quarrel", "refuel", "remodel", "rival",
    "shovel", "signal", "snorkel", "spiral", "swivel", "total", "towel", "travel", "tunnel", "unravel",
)  # fmt: skip
_LL_ENDINGS: Final = ("ed", "ing", "ings", "er", "ers", "or", "ors")

_RULES: Final = (
    (_OUR, _OUR_ENDINGS, "or", "our"),
    (_ISE, _ISE_ENDINGS, "iz", "is"),
    (_YSE, _YSE_ENDINGS, "yz", "ys"),
    (_LL, _LL_ENDINGS, "", "l"),
)

_WHOLE: Final = {
    "acknowledgment": "acknowledgement", "aging": "ageing", "airplane": "aeroplane", "airplanes": "aeroplanes",
    "aluminum": "aluminium", "anemia": "anaemia", "anemic": "anaemic", "anesthesia": "anaesthesia",
    "anesthetic": "anaesthetic", "anesthetics": "anaesthetics", "anesthetist": "anaesthetist", "archeology": "archaeology",
    "archeological": "archaeological", "archeologist": "archaeologist", "archeologists": "archaeologists",
    "artifact": "artefact", "artifacts": "artefacts", "ax": "axe", "caliber": "calibre", "catalog": "catalogue",
    "catalogs": "catalogues", "center": "centre", "centers": "centres", "centered": "centred", "centering": "centring",
    "centimeter": "centimetre", "centimeters": "centimetres", "chili": "chilli", "cozy": "cosy", "defense": "defence",
    "defenses": "defences", "defenseless": "defenceless", "dialog": "dialogue", "dialogs": "dialogues",
    "diarrhea": "diarrhoea", "donut": "doughnut", "donuts": "doughnuts", "edema": "oedema", "enroll": "enrol",
    "enrollment": "enrolment", "enrolls": "enrols", "epicenter": "epicentre", "esophagus": "oesophagus",
    "estrogen": "oestrogen", "favorite": "favourite", "favorites": "favourites", "favoritism": "favouritism",
    "fiber": "fibre", "fibers": "fibres", "fiberglass": "fibreglass", "fulfill": "fulfil", "fulfillment": "fulfilment",
    "fulfills": "fulfils", "gray": "grey", "grays": "greys", "grayish": "greyish", "gynecologist": "gynaecologist",
    "gynecology": "gynaecology", "hematology": "haematology", "hematoma": "haematoma", "hemoglobin": "haemoglobin",
    "hemophilia": "haemophilia", "hemorrhage": "haemorrhage", "hemorrhages": "haemorrhages",
    "hemorrhoids": "haemorrhoids", "homolog": "homologue", "honoree": "honouree", "installment": "instalment",
    "installments": "instalments", "instill": "instil", "instills": "instils", "jewelry": "jewellery",
    "jeweler": "jeweller", "jewelers": "jewellers", "kilometer": "kilometre", "kilometers": "kilometres",
    "leukemia": "leukaemia", "liter": "litre", "liters": "litres", "luster": "lustre", "lackluster": "lacklustre",
    "maneuver": "manoeuvre", "maneuvers": "manoeuvres", "maneuvered": "manoeuvred", "maneuvering": "manoeuvring",
    "marvelous": "marvellous", "marvelously": "marvellously", "meager": "meagre", "milliliter": "millilitre",
    "milliliters": "millilitres", "millimeter": "millimetre", "millimeters": "millimetres", "mold": "mould",
    "molds": "moulds", "molded": "moulded", "molding": "moulding", "moldy": "mouldy", "mom": "mum", "moms": "mums",
    "mommy": "mummy", "monolog": "monologue", "mustache": "moustache", "mustaches": "moustaches", "offense": "offence",
    "offenses": "offences", "omelet": "omelette", "omelets": "omelettes", "orthopedic": "orthopaedic",
    "orthopedics": "orthopaedics", "pajamas": "pyjamas", "paleontology": "palaeontology", "pediatric": "paediatric",
    "pediatrics": "paediatrics", "pediatrician": "paediatrician", "pediatricians": "paediatricians", "plow": "plough",
    "plows": "ploughs", "plowed": "ploughed", "plowing": "ploughing", "pretense": "pretence", "pretenses": "pretences",
    "prolog": "prologue", "saber": "sabre", "savior": "saviour", "skeptic": "sceptic", "skeptics": "sceptics",
    "skeptical": "sceptical", "skeptically": "sceptically", "skepticism": "scepticism", "skillful": "skilful",
    "skillfully": "skilfully", "smolder": "smoulder", "smoldering": "smouldering", "somber": "sombre",
    "specter": "spectre", "sulfate": "sulphate", "sulfur": "sulphur", "theater": "theatre", "theaters": "theatres",
    "willful": "wilful", "willfully": "wilfully", "woolen": "woollen", "woolens": "woollens",
}  # fmt: skip


def british(word: str) -> str | None:
    """The British and Australian spelling of a word in small letters; None where it is the same."""
    return _spellings().get(word)


@cache
def _spellings() -> dict[str, str]:
    return {**dict(_inflected()), **_WHOLE}


def _inflected() -> Iterator[tuple[str, str]]:
    for stems, endings, american, here in _RULES:
        for stem, ending in product(stems, endings):
            if f"{stem}{american}{ending}" not in _OUR_NOT:
                yield f"{stem}{american}{ending}", f"{stem}{here}{ending}"
