"""Pages that are not the article that was asked for, or not in a form that can be read."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from crawler.extraction.text import fold
from storage.model import Reason

_MAGIC = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"PK\x03\x04", b"\x1f\x8b", b"\x00\x00\x01\x00", b"OggS",
    b"ID3", b"\x00\x00\x00\x18ftyp", b"\x00\x00\x00\x20ftyp", b"BM", b"7z\xbc\xaf", b"Rar!", b"\xd0\xcf\x11\xe0", b"wOFF", b"wOF2",
)  # fmt: skip
_NO_PAGE_TYPES = re.compile(
    r"^\s{0,5}(?:image|audio|video|font)/|^\s{0,5}application/(?:pdf|zip|gzip|octet-stream|msword|json|javascript|rss\+xml|atom\+xml|"
    r"vnd\.[\w.+-]{1,80})\s{0,3}(?:;|$)",
    re.IGNORECASE,
)
_FEED = re.compile(
    rb"^\s{0,200}(?:<\?xml[^<>]{0,200}>\s{0,200})?(?:<!--.{0,500}?-->\s{0,200})?<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b"
)

SHORT = 600
SCRAP = 200
_WALL_WORDS = 4_000

_REFUSED = re.compile(
    r"(?:acces a nos sites|aux? (?:crawlers?|robots?)|tous les crawlers|crawlers?) .{0,80}(?:interdit|respectant pas)"
    r"|interdit a tous les crawlers|(?:interdit|interdite|interdits) .{0,60}(?:crawlers?|robots?|aspirateurs?)"
    r"|automated (?:access|crawling|scraping|collection) .{0,60}(?:prohibited|not permitted|forbidden)"
    r"|(?:crawlers?|robots?|bots?|scraping) .{0,60}(?:prohibited|not permitted|forbidden|droits? voisins?)"
)
_CONSENT = re.compile(
    r"(?:en (?:poursuivant|continuant) .{0,80}|accept\w* .{0,60}|sans accepter|refuser .{0,40}|parametr\w* .{0,60}|utilis\w* .{0,60}|depos\w* .{0,60}|"
    r"gerer .{0,40}|consent\w* .{0,80}|akzeptier\w* .{0,60}|acept\w* .{0,60}|manage .{0,40}|use .{0,40}|store .{0,60}|our .{0,40})\bcookies?\b"
    r"|\bcookies?\b .{0,80}(?:accept|refus|consent|partenaires|partners|einwillig|akzeptier|publicite|advertising|acept)"
    r"|(?:nous|we) .{0,40}(?:respectons|value|care about) .{0,20}(?:vie privee|your privacy)|mur de cookies"
    r"|(?:accepter et (?:continuer|fermer)|tout accepter|continuer sans accepter|accept all|reject all)"
)
_GONE = re.compile(
    r"\b(?:page|article|contenu|document|url) (?:\w+ ){0,4}(?:introuvable|inexistante?|n existe (?:pas|plus)|non trouvee?|n est plus (?:disponible|en ligne)|"
    r"a ete (?:supprimee?|retiree?|deplacee?)|demandee? (?:n est|est introuvable|n existe))"
    r"|(?:erreur|error) 404|404 (?:erreur|error|not found|page|introuvable)|^404\b|\b404$"
    r"|(?:page|article|story|content|url) (?:\w+ ){0,5}(?:not found|could not be found|can(?:no|)t be found|does(?: no|n )t exist|no longer (?:available|exists)|has been removed)"
    r"|(?:seite|artikel) (?:\w+ ){0,3}nicht (?:gefunden|mehr verfugbar)|pagina (?:no encontrada|non trovata|nao encontrada|niet gevonden)"
    r"|oups .{0,60}(?:introuvable|n existe|perdue?)|nous n avons (?:pas|rien) trouve|desole .{0,40}(?:page|article) .{0,40}(?:introuvable|existe|disponible|trouve)"
)
_LOGIN = re.compile(
    r"(?:connectez vous|identifiez vous|veuillez vous (?:connecter|identifier)|please (?:log|sign) in|you must (?:log|be logged|sign) in|sign in to continue|"
    r"log in to continue|^(?:connexion|se connecter|identification|log ?in|sign in|anmelden)\b.{0,30}$|bitte melden sie sich an|inicia sesion para|espace (?:abonnes|membres)|mot de passe oublie|forgot (?:your )?password)"
)
_SCRIPT = re.compile(
    r"(?:enable|activer|activez|require[sd]?|necessite|requiert|besoin de|need|aktivier\w*|habilit\w*|turn on) .{0,40}java ?script"
    r"|java ?script .{0,60}(?:enable|active|require|desactive|disabled|necessaire|aktivier|needed)"
)


def not_html(body: bytes, content_type: str) -> bool:
    """True for bytes that are no HTML page, whatever their header says."""
    if body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        body = body[:40_000].decode("utf-16", "replace").encode("utf-8", "replace")
    head = body[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        return False
    if any(head.startswith(magic) for magic in _MAGIC) or _FEED.match(head):
        return True
    if b"<" in head and re.search(
        rb"<(?:!doctype\s{1,5}html|html|head|body|meta|title|div|p|article|h1)\b", head, re.IGNORECASE
    ):
        return False
    if head[:1] in (b"{", b"["):
        return True
    if _NO_PAGE_TYPES.match(content_type[:200]):
        return True
    return b"<" not in body[:20_000] or (
        body[:1_000].count(b"\0") > 100 and not body[:4].strip(b"\xff\xfe\0<")
    )


def wall_of(
    shown: str, noscript: str, title: str, text: str, described: bool, scripts: int, has_password: bool
) -> Reason | None:
    """Why a page is not its article; None where nothing speaks against it.

    `shown` is all visible text of the page, `text` its body as extracted, `described` says that structured
    data call it an article, `scripts` how many scripts it loads.
    """
    words = fold(shown[:_WALL_WORDS])
    head = fold(title)
    long_body = len(text) >= SHORT
    if not long_body and not described and _REFUSED.search(words):
        return Reason.REFUSED
    said = (len(head) <= 60 and len(text) < 4 * SHORT and _GONE.search(head)) or (
        len(text) < 2 * SHORT and _GONE.search(words[:1_500])
    )
    if said and not described:
        return Reason.SOFT_404
    if _about_cookies(text) > (0.8 if described else 0.5):
        return Reason.CONSENT_WALL
    if not described and len(text) < SCRAP and len(_CONSENT.findall(words)) >= 2:
        return Reason.CONSENT_WALL
    if long_body:
        return None
    if (
        not described
        and has_password
        and (_LOGIN.search(head) or (len(text) < 300 and _LOGIN.search(fold(text))))
    ):
        return Reason.LOGIN
    if len(text) < SCRAP and (_SCRIPT.search(words) or _SCRIPT.search(fold(noscript[:2_000]))):
        return Reason.NEEDS_BROWSER
    if len(text) < SCRAP / 2 and len(words) < SCRAP and scripts:
        return Reason.NEEDS_BROWSER
    return None if text else Reason.BODY_MISSING


def _about_cookies(text: str) -> float:
    """How much of a body, from 0 to 1, are the paragraphs of a consent banner."""
    if "ookie" not in text:
        return 0.0
    paragraphs = [fold(part) for part in text.split("\n\n")[:40]]
    marked = sum(len(part) for part in paragraphs if _CONSENT.search(part))
    return marked / max(1, sum(len(part) for part in paragraphs))
