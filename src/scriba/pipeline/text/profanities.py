"""Profane words by language, in all their forms: whole words only, so that no name or harmless word is hit.

The lists are our own. An entry is a stem and its endings, `|` between them; a leading `~` marks words that are also
names or nouns when they are written with a capital ("Dick").
"""

from __future__ import annotations

from functools import cache
from typing import Final

_ENGLISH: Final = """
fuck |s|er|ers|ed|ing|in|in'|ings|able|face|head|heads|boy|tard|tards|wit|wits|up|ups|y
motherfuck |er|ers|ing|in|in'|a|as   muthafuck a|as|er|ers|in|ing   fck |ing|ed   fuk |k|ing
clusterfuck |s   mindfuck |s|ed|ing   unfuck able   absofuckinglutely   starfuck er|ers
shit |s|ty|tier|tiest|ted|ting|tin'|ter|ters|head|heads|hole|holes|bag|bags|show|shows|storm|storms|face|load|loads|less|stain
bullshit |s|ted|ting|ter|ters   horseshit   batshit   dipshit |s   apeshit   chickenshit   shite |s   jackshit   shitpost |s|ing|ed
bitch |es|ed|ing|in|in'|y|ass   sonofabitch   biatch
cunt |s|y|ish   twat |s   asshole |s   arsehole |s   ass |es   arse |s|d   dumbass |es   jackass |es   smartass |es
badass |es|ery   fatass |es   hardass |es   asshat |s   asswipe |s   asslick er|ers   kickass   lardass
bastard |s|ly   wank |er|ers|ing|ed|s   tosser |s   bollocks   bugger |s|ed|ing   bellend |s   knobhead |s   arsewipe |s
piss |ed|es|ing|er|ers|y|head|pot|take   goddamn |ed|it   goddam   dammit   damnit   damn |ed|ing|it
crap |s|py|per|pers|ped|ping|ola   dickhead |s   dickwad |s   dickface   dickish   cocksuck er|ers|ing   dicksuck er|ers|ing
~dick |s   ~cock |s   prick |s   pussy   pussies   tits   titty   titties   ~pecker |s   schlong |s   boner |s   blowjob |s
handjob |s   rimjob |s   cumming   cumshot |s   jizz |ed   whore |s|house   slut |s|ty   skank |s|y   ~hooker |s   douche |s|bag|bags|y
nigger |s   nigga |s|z   faggot |s   fag |s   ~dyke |s   tranny   trannies   kike |s   spic |s   gook |s   wetback |s   retard |s|ed
~paki |s   coon |s
"""

_SPANISH: Final = """
mierd a|as|oso|osa   put a|as|o|os|ada|adas|ear|eando|ita|itas   joder   jod e|en|es|emos|ido|ida|idos|idas|iendo|er|ete|erse|edor
coñ o|os   cabr ón|on|ona|ones|onas|onazo   gilipoll as|ez|eces   hostia|s   cojon es|udo|uda|azo   cojón
poll a|as   follar   foll o|as|a|an|ando|ado|ada   pendej o|a|os|as|ada|adas   ching ar|a|as|ado|ada|ados|adas|ando|ón|on|ona|uen|o|aste|aron
verg a|as   culer o|a|os|as   cul o|os   maric ón|on|ones|a|as   carajo   hijueput a|as   hijodeput a   malparid o|a|os|as   gonorrea
boludo|s|a|as   pelotud o|a|os|as   conchetumadre   cagar   cag a|ada|adas|ado|ando|ón|ona|arse   mamón   mamon a|es   huevón   weón   huevon es|a
"""

_FRENCH: Final = """
merd e|es|ique|iques|eux|eux|er|é|ier|iers   putain|s   pute|s   connard|s|e|es   connass e|es   con|s|ne|nes   conneri e|es
salop e|es|ard|ards|erie|eries   salaud|s   encul é|és|ée|ées|er|eur|eurs|e   foutre   fout u|ue|us|ues   niqu e|er|é|ée|és|ent|es   nique-ta-mère
bordel|s   bite|s   couill e|es|on|ons   chier   chi é|ée|ant|ante|ants|antes|asse|asses|otte|ottes   emmerd e|er|es|é|ée|eur|eurs|ent|ant|ant|ante
enfoir é|és|ée|ées   bais er|é|ée|és|eur|eurs   branl eur|eurs|er|ette|ettes|eux   pétass e|es   pouff iasse|iasses   trou-du-cul   cul|s   pd   tapette|s   gouin e|es   bâtard|s|e|es
"""

_GERMAN: Final = """
scheiß |e|en|er|t|kerl|kerle|haufen|dreck|egal|haus   scheiss |e|en|er|t|kerl|dreck|egal   geschissen   schiss   beschissen |e|er|es|en|em   verschissen |e|er|es|en   bescheißen   beschiss
ficken   fick |t|e|er|erei|end|st   gefickt |e|er|es|en   verfickt |e|er|es|en   fotze|n   arsch |loch|es|löcher|löchern|kriecher|geige|geigen|backe|backen   ärsche|n   verarsch en|t|e|ung
wichs er|ern|en|t|e   gewichst   hurensohn |s|es   hurensöhne|n   hure|n   nutte|n   schlampe|n   schwuchtel|n   spast|en|i|is   missgeburt|en
kack e|en|t   verkackt   pisse|r|n   pisst   angepisst   verpiss |t|en   titte|n   möse|n   schwanzlutscher|n   drecksau   drecksäue   miststück|e   kanake|n   neger|n   vollpfosten   verdammt |e|er|es|en
"""

_ITALIAN: Final = """
cazz o|i|ata|ate|one|oni|eggiare|eggi   incazz ato|ata|ati|ate|are|arsi|o|a   merd a|e|oso|osa|osi|ose   stronz o|a|i|e|ata|ate|etto   puttan a|e|ata|ate|iere|ella   vaffanculo   fanculo   affanculo
~troia   troie   coglion e|i|a|ata|ate|azzo   rincoglionit o|a|i|e   minchi a|e|ata|ate|one|oni   fig a|he   fic a|he   cul o|i|attone|attoni   bastard o|a|i|e   fott ere|uto|uta|uti|ute|iti|e|ono|ersene
inculat o|a|i|e|a   inculare   froci o   froc i|ia   zoccol a|e   cagare   cag ata|ate|asotto|ato   pisci are|ata   sborr a|are   bocchin o|i|ara   porcodio   porcamadonna
"""

_PORTUGUESE: Final = """
merd a|as|inha   porra|s   caralh o|os|ada   put a|as|o|os|aria|eiro|inha   fod a|as|e|er|eu|ido|ida|idos|idas|endo|am|i   foda-se   filhodaputa   filho-da-puta
cu|s   cuzão   cuzões   bucet a|as   cacet e|es   viad o|os|inho|agem   bich ona   caga r|do|da|ndo|lhão   cag ão|ões|ona   bost a|as   arrombad o|a|os|as
punhet a|as|eiro   otári o|a|os|as   babac a|as   pqp   paneleir o|os   corn o|os|uda|udo   xoxot a|as   boquete|s   escrot o|a|os|as   puta-que-pariu
"""

_DUTCH: Final = """
kut |ten|jes|wijf|wijven|zooi|hoer   klote |n|zak|zakken|zooi   kloot|zak|zakken   klootzak|ken   godverdomme   godver|domse   verdomme   lul |len|lig|lige   hoer |en|tje   hoerenzoon   hoerenjong
neuk |en|t|te|ten|end|er|ers   geneukt   teef   teven   slet |ten|je   trut |ten|je|tig   flikker |s|op   mietje|s   kak |ken|t   stront   schijt |en|t   schijter|d   tering|lijer|lijers|zooi   kanker|lijer|lijers|hoer|hond
tyfus|lijer   pik |ken|kie   rotzak|ken   smeerlap |pen   zeiken   zeik |t|erd|erds|snor   pis |sen|t   gvd   mongool   mongolen   neger |s
"""

_POLISH: Final = """
kurw a|y|ę|o|ą|ie|ski|iszon|om   wkurwi a|ać|ł|ony|ona|eni|ć|asz   chuj |a|u|e|em|owy|owa|owe|nia   huj |a|owy   pierdol ę|i|ić|ony|ona|one|isz|ą|ił|iła|nięty|nięta   spierdal aj|ać|a|ają   spierdol ić|ił|iła   wypierdal aj|ać
jeb ać|ie|ał|any|ana|ane|ani|ię|ią|nąć|nął|nięty|nięta   zajeb ać|isty|iście|ał|any   wyjeb ać|ane|any|ał   pojeb any|ana|ane|ani|ało   rozjeb ać|any|ał   pizd a|y|ę|o|zie   cip a|y|ę|o|ka   dziwk a|i|ę|o|ą   skurwysyn |a|y|u|owi|em   skurwiel |a|e   gówn o|a|iany|iana   gówniarz |e|a   srać   sra |j|m|ł|nie   dup a|y|ę|ie|o|ą|ek|ek   zasran y|a|e|i   suk insyn|insyny
"""

_RUSSIAN: Final = """
ху й|я|ю|ем|е|и|ёвый|евый|ёво|ево|ёвая|евая|йня|йню|йней|йни|есос|есосы|ярить|ли|ета   поху й|ю   на-хуй   нахуй   нихуя   охуе ть|л|ла|ли|нный|нная|нно|нные|ваю   ахуе ть|л|нный   дохуя   хуе ва|во
пизд а|ы|у|ой|е|ец|еца|ить|ит|ел|ела|юк|юки|атый|обол   пиздец|а   спизди ть|л|ла   распизд яй|яи   еба ть|л|ла|ли|ный|ная|ное|ные|нутый|нутая|нько|ло|лом|лай   ебёт   ебет   ебут   ебёшь   ебать ся   заеба ть|л|ла|ли|лся|лась   наеба ть|л|ла|ли   выеб ать|ал   отъеб ись|итесь   въеба ть|л   уёб ок|ки|ище   уеб ок|ки|ать|ище   долбоёб |ы|а   долбоеб |ы|а   заебись   поебать   ёбаный   ёбаная   ёбаные   ёб   еби
бля   блят ь|и   бляд ь|и|ский|ская|ство|ина   сук а|и|у|ой|ин|ина   мудак |и|а|у|ом|ов   муд ила|ило|озвон   гандон |ы|а   говн о|а|у|ом|юк|юки   жоп а|ы|у|ой|е   залуп а|ы|у   шлюх а|и|у|ой   дерьм о|а|ом   сра ть|л|ный|ная|ное   срань   пидор |ы|а|ас|асы   пидар |ы|ас|асы   манд а|ы|у   ссан ый|ая|ые   хер |ня|ни|ню|овый|овая|ово   нахер
"""

_SHARED: Final = """
fuck |s|er|ers|ed|ing|in'   motherfuck er|ers|ing   shit   bullshit   bitch |es   asshole |s
"""
"""English words that are heard in every language, and are words of none."""

_LISTS: Final = {
    "en": _ENGLISH,
    "es": _SPANISH,
    "fr": _FRENCH,
    "de": _GERMAN,
    "it": _ITALIAN,
    "pt": _PORTUGUESE,
    "nl": _DUTCH,
    "pl": _POLISH,
    "ru": _RUSSIAN,
}

LANGUAGES: Final = frozenset(_LISTS)
"""Languages that have a list of their own."""


@cache
def profanities(language: str) -> dict[str, bool]:
    """The language's profane words, case folded, and whether each is profane with a capital letter too."""
    found = _forms(_SHARED)
    found.update(_forms(_LISTS.get(language, "")))
    return found


def _forms(text: str) -> dict[str, bool]:
    forms: dict[str, bool] = {}
    for entry in (part for line in text.splitlines() for part in line.split("   ")):
        stem, _, endings = entry.strip().partition(" ")
        if not endings:
            stem, bar, rest = stem.partition("|")
            endings = bar + rest
        named = stem.startswith("~")
        stem = stem.removeprefix("~")
        forms.update({f"{stem}{ending}".casefold(): not named for ending in endings.split("|") if stem or ending})
    return forms
