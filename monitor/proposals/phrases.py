"""What the code knows of press releases in French, English and German; nothing of any campaign."""

from __future__ import annotations

import re
from typing import NamedTuple


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


COMMON = {
    "fr": _set(
        "a afin ainsi alors apres au aux avant avec avoir car ce ces cet cette ceux chaque comme contre dans de des"
        " depuis deux doit donc du elle elles en encore entre est et etaient etait ete etre eux faire fait il ils je"
        " la le les leur leurs lors mais meme moins ne nos notamment notre nous on ont ou par parce pas pendant"
        " peut plus plusieurs pour qu quand que qui quoi sa sans se selon ses si son sont sous sur tous tout toute"
        " toutes tres un une vers vos votre vous y"
    ),
    "en": _set(
        "a about after all also an and any are as at be because been before between both but by can could did do"
        " does each for from had has have he her his how if in into is it its many more most must no not of on only"
        " or other our out over s she should so some such than that the their them then there these they this those"
        " through to under up was we were what when where which while who will with would you your"
    ),
    "de": _set(
        "aber alle als am an auch auf aus bei bis das dass dem den der des die diese dieser dieses durch ein eine"
        " einem einen einer eines er es fur gegen haben hat ihr ihre im in ist kann kein keine mehr mit muss nach"
        " nicht noch nur oder sehr sein seine sich sie sind so sowie uber um und uns unser unsere unter vom von vor"
        " war werden wie wir wird zu zum zur zwischen"
    ),
}
"""Words that say nothing of a subject, folded, by language."""

NOT_A_TITLE = re.compile(
    r"(?:communiqué|communique|press release|media release|pressemitteilung|medienmitteilung|for immediate release"
    r"|embargo|sperrfrist|sous embargo|dossier de presse|information presse|pressemeldung|diffusion immédiate"
    r"|\d{1,2}(?:er|\.)? \w{3,9} \d{4}|\d{1,2}[/.]\d{1,2}|le \d|\w{3,20}, (?:le |den )?\d)",
    re.IGNORECASE,
)
"""How a line begins that stands above a title and is none."""

BOILERPLATE = re.compile(
    r"(?:à propos|a propos|about (?:the|us|[A-Z])|über (?:die|den|das|uns|[A-ZÄÖÜ])|contacts?\b|press contacts?\b"
    r"|media contacts?\b|pressekontakt|kontakt\b|notes? (?:aux|to)\b|hinweise? (?:an|für)\b"
    r"|(?:les )?(?:organisations? )?signataires\b|(?:list of )?signatories\b|unterzeichne)",
    re.IGNORECASE,
)
"""How the heading of a section begins that weighs nothing when texts are compared."""

ABOUT_ONE = re.compile(
    r"(?:à propos|a propos|about|über)[ \u00a0](?:de la |de l['’]|du |des |de |d['’])?", re.IGNORECASE
)
"""What stands before the name in a heading about one organisation."""

OPED_WORDS = {
    "fr": ("tribune", "tribune collective", "lettre ouverte", "texte collectif", "appel"),
    "en": ("op-ed", "opinion piece", "open letter", "joint statement"),
    "de": ("offener Brief", "Gastbeitrag", "gemeinsamer Aufruf", "Aufruf"),
}
"""What a text of the kind that runs in a newspaper is called."""

DAYS_AGO = {
    "aujourd hui": 0,
    "today": 0,
    "heute": 0,
    "hier": 1,
    "yesterday": 1,
    "gestern": 1,
}
"""Words for a day beside the outlet's name, folded, and how long before the release that was."""

OPED_SIGNS = re.compile(
    r"\b(?:tribunes?|lettres? ouvertes?|op-?eds?|opinion piece|open letter|offene[rnm]? briefe?s?|gastbeitr\w+"
    r"|joint statement|déclaration commune|texte collectif)\b",
    re.IGNORECASE,
)

ENTITLED = re.compile(
    r"(?:intitulée?s?|entitled|titled|mit dem titel|unter dem titel|titre)[ \u00a0]?:?[ \u00a0]*"
    r"[«“„\"][ \u00a0\u202f]*([^«»“”„\"\n]{8,250}?)[ \u00a0\u202f]*[»”“\"]",
    re.IGNORECASE,
)

QUOTED = re.compile(
    r"[«“„][ \u00a0\u202f]*([^«»“”„\n]{12,400}?)[ \u00a0\u202f,.]*[»”“]|\"([^\"\n]{12,400}?)[,.]?\""
)

INITIATED = re.compile(
    r"(?:à l['’]initiative (?:de |d['’]|du |des )|à l['’]appel (?:de |d['’]|du |des )|(?:initié|lancé|porté|coordonné|signé)e?s? par "
    r"|(?:initiated|launched|coordinated|led|signed|organi[sz]ed) by "
    r"|(?:initiiert|unterzeichnet|getragen|angestoßen) (?:wurde (?:er|sie|es|der brief|der aufruf) )?(?:von |vom )|auf initiative (?:von |der |des )|initiatoren sind )",
    re.IGNORECASE,
)
"""After this, who is behind the text."""

SIGNED = re.compile(
    r"(?:signataires?|signatories|unterzeichnende|unterzeichner\w{0,4})[ \u00a0]{0,2}:[ \u00a0]{0,2}"
    r"|(?:organi[sz]ations?|associations?|ong|ngos?|collectifs?|syndicats?|charities|groups|verbände\w?|organisationen)"
    r"\b[^.;:()]{0,40}?[ \u00a0,](?:dont|parmi lesquel(?:le)?s|including|among them|darunter)[ \u00a0]",
    re.IGNORECASE,
)
"""After this, some or all of those who signed."""

SIGNATORIES = re.compile(
    r"(?:(?:les |liste des )?(?:premi\w{2,4} )?(?:organisations )?signataires|(?:list of )?signatories|unterzeichn)",
    re.IGNORECASE,
)
"""How the heading of a list of signatories begins."""

NOT_PLACES = _set(
    "president presidente gouvernement ministre ministres premier premiere senat parlement etat president government"
    " minister parliament bundestag bundesrat conseil commission monde sud nord"
)
"""What stands after « au » or "in" with a capital and is no place, folded."""

IS_ONE = re.compile(
    r"[ \u00a0](?:est (?:une?|l['’]|la)|is (?:an?|the)|ist (?:eine?|der|die|das)|fait partie|soutient|agit|rassemble|regroupe"
    r"|brings together|vereint|setzt sich)\b"
)
"""How the first sentence of an organisation's paragraph goes on after its name."""

PUBLISHED_IN = re.compile(
    r"(?:publié|publient|publie|paru|diffusé|published|appeared|carried|erschienen|veröffentlicht)\w{0,3}\b[^.;:!?\n]{0,40}?"
    r"\b(?:dans|par|sur|in|by|on)[ \u00a0](?:(?:le|la|the|der|dem)[ \u00a0])?"
    r"(?:(?:journal|quotidien|magazine|newspaper|daily|weekly|zeitung|tageszeitung|wochenzeitung)[ \u00a0])?"
    r"(?P<name>PAPER)"
    r"|\b(?:in|im)[ \u00a0](?:(?:der|dem)[ \u00a0])?(?:(?:zeitung|tageszeitung|wochenzeitung)[ \u00a0])?(?P<before>PAPER)"
    r"[ \u00a0](?:erschien|veröffentlicht)".replace(
        "PAPER",
        r"(?-i:[A-ZÀÂÉÈÊÎÔÄÖÜ][\w’'&-]{1,30}(?:[ \u00a0](?:[A-ZÀÂÉÈÊÎÔÄÖÜ][\w’'&-]{1,30}|de|du|des|of|the)){0,4})",
    ),
    re.IGNORECASE,
)
"""A publishing word and the outlet's name, in either order for German."""


class Noun(NamedTuple):
    """A noun by which events go, and how the screen shortens it in French and English."""

    stem: str
    fr: str
    en: str


EVENT_NOUNS = (
    Noun("sommet", "le sommet", "the summit"),
    Noun("summit", "le sommet", "the summit"),
    Noun("gipfel", "le sommet", "the summit"),
    Noun("conférence", "la conférence", "the conference"),
    Noun("conference", "la conférence", "the conference"),
    Noun("konferenz", "la conférence", "the conference"),
    Noun("forum", "le forum", "the forum"),
    Noun("congrès", "le congrès", "the congress"),
    Noun("congress", "le congrès", "the congress"),
    Noun("kongress", "le congrès", "the congress"),
    Noun("convention", "la convention", "the convention"),
    Noun("assises", "les assises", "the convention"),
    Noun("cop", "la COP", "the COP"),
)

PREPOSITIONS = {
    "fr": r"(?:à|au)",
    "en": r"(?:in|at)",
    "de": r"(?:in|im)",
}
"""What stands before the place of an event; « en » stands before countries."""
