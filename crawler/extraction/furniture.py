"""What publishing systems put around and between the paragraphs of an article, and is no part of it.

Rules are for languages and for publishing systems, never for one outlet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import html

from crawler.extraction.document import words_of
from storage.identity import same_site
from storage.model import Link

MAX_LINE = 400
_SHARE_OF_PAGE = 0.4

_BLOCK_WORDS = re.compile(
    r"(?:^|[\s_-])(?:read-?also|also-?read|lire-?aussi|a-?lire|encart-?lire|related(?:-?(?:posts?|articles?|content|links?|stories|topics))?|"
    r"relatedposts|yarpp[\w-]*|jp-relatedposts|sharedaddy|share(?:-?(?:bar|buttons?|tools|links))?|sharing|social-?(?:share|sharing|links|bar|icons|buttons)|"
    r"newsletter(?:-?\w+)?|most-?(?:read|viewed|popular)|les-plus-lus|read-?more|more-?(?:stories|articles|news|on)|"
    r"recommended|recommendations?|outbrain|taboola|comments?(?:-?(?:area|list|section|form|wrapper))?|disqus|"
    r"cookie-?(?:consent|banner|notice)|consent|didomi-host|paywall-?(?:offer|wall|message|banner)|breadcrumbs?|fil-ariane|"
    r"author-?(?:bio|box|card|info)|about-?the-?author|post-?tags|tags-?links?|tag-?list|cat-links|print-?link|"
    r"ad-?(?:slot|container|wrapper|unit)|advert(?:isement|ising)?|publicite|pub|sponsored|promo(?:tion|box)?|widget-area|"
    r"trc_related_container|zergnet|voir-aussi|sur-le-meme-(?:sujet|theme)|meme-sujet|dans-le-meme-dossier|jeg_\w*related\w*|"
    r"inread|skip-?link|teaser-?list|donation|don-?(?:box|bandeau)|subscribe-?(?:box|banner|form)?|abo(?:nnement)?-?(?:box|banner|bloc)|"
    r"audio-?player|video-?player|player|transcript-?toggle|reading-?time|temps-lecture|caption|figcaption|wp-caption-text|credit|copyright)"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"(?:^|[\s_-])(?:cookie-?(?:consent|banner|notice|wall|bar|popup|modal)s?|consent(?:-?(?:banner|modal|popup|wall|manager))?|didomi-(?:host|popup|notice)|"
    r"onetrust-(?:consent-sdk|banner-sdk)|tarteaucitron\w*|sp_message_container\w*|qc-cmp2?-\w+|axeptio\w*|cmpbox\w*|usercentrics-root)(?=$|[\s_-])",
    re.IGNORECASE,
)
_BLOCK_TAGS = (
    "div",
    "section",
    "aside",
    "ul",
    "ol",
    "p",
    "span",
    "nav",
    "footer",
    "form",
    "details",
    "dl",
    "table",
    "amp-sidebar",
    "small",
)
_ROLES = frozenset(
    (
        "navigation",
        "complementary",
        "banner",
        "contentinfo",
        "dialog",
        "alertdialog",
        "search",
        "toolbar",
        "menu",
    )
)

_ALSO = re.compile(
    r"^(?:[^\w\s]{1,3}\s{0,2})?(?:à lire|a lire|lire|à voir|voir|à écouter|écouter|à relire|relire|(?:pour )?en savoir plus|pour aller plus loin|"
    r"sur le même (?:sujet|thème)|dans le même dossier|lire également|nos articles sur|notre dossier|retrouvez (?:aussi|tous|toute|ici)|"
    r"read (?:more|also|next|the full)|also read|see also|more on|more from|related|recommended|watch|listen|don't miss|"
    r"lesen sie|mehr zum thema|mehr dazu|lesen sie auch|auch interessant|zum thema|lea también|lea|le puede interesar|más información|"
    r"ver también|te puede interesar|leggi anche|guarda anche|leia também|leia mais|veja também|lees ook|lees meer)"
    r"(?:\s{1,2}(?:aussi|également|encore|notamment|auch|mehr|plus|more|too))?\s{0,3}(?::|»|›|>|-|–|—|\||…|\.{3}|$|►|→|\[|\()",
    re.IGNORECASE,
)
_ALSO_LINKED = re.compile(
    r"^(?:[^\w\s]{1,3}\s{0,2})?(?:(?:à|a) (?:lire|voir|écouter|relire)|lire (?:aussi|également|la suite|l['’]article)|voir aussi|sur le même|"
    r"read (?:more|also|next)|also read|see also|more on|related|lesen sie|mehr (?:zum|dazu|aus)|lea (?:también|más)|leggi anche|leia também|"
    r"lees ook|pour (?:en savoir plus|aller plus loin))\b",
    re.IGNORECASE,
)
_LINES = re.compile(
    r"^(?:"
    r"(?:temps de lecture|lecture|durée de lecture|reading time|lesezeit)\s{0,3}:?.{0,30}"
    r"|(?:lecture|lire|écouter)\s(?:en\s|\()?\d{1,3}\s?(?:min|mn|minutes?)\b.{0,20}"
    r"|\d{1,3}\s?(?:min|mn|minutes?)(?:\s(?:de lecture|read|lesezeit|de lectura))?\.?"
    r"|(?:ajouter|ajoutez|sauvegarder|enregistrer|retirer)\s(?:à|l['’]article|cet article|dans|de|aux|mes|vos)\b.{0,80}"
    r"|(?:partager|partagez|share|teilen|compartir|condividi|compartilhar|delen)(?:\s(?:l['’]article|cet article|sur|this|on|via|par|en|auf|artikel|article)\b.{0,60})?\s?:?"
    r"|déjà abonnée?s?(?:\(e\))?\s?\?.{0,60}|already (?:a )?(?:subscriber|subscribed|a member)\s?\?.{0,60}|(?:article |contenu |édition )?(?:abonnés?|premium)"
    r"|(?:lire|regarder|écouter) plus tard|suivre (?:ce|cet|cette|nos) (?:sujet|auteur|autrice|journaliste|informations?|article|dossier|thème)s?"
    r"|(?:voir|afficher|lire|masquer|show|view|hide) (?:tous |all )?(?:les )?(?:\d{1,5} )?comm?ent(?:aire)?s?(?: \(?\d{1,5}\)?)?"
    r"|(?:rejoignez|retrouvez|suivez|follow|join|folgen sie)(?:[ -](?:nous|us|notre|our|toute?s?|l['’]|uns))\b.{0,80}"
    r"\b(?:whatsapp|facebook|twitter|instagram|telegram|google|application|newsletter|linkedin|bluesky|mastodon|tiktok|youtube)\b.{0,60}"
    r"|(?:ce|cet|this|dieser) (?:contenu|content|embed|inhalt|article) (?:est bloqué|a été bloqué|n['’]est pas (?:disponible|visible)|is (?:blocked|not available)|ist nicht)\b.{0,200}"
    r"|(?:externer inhalt|contenu externe|external content)(?: nicht verfügbar| bloqué| blocked)?"
    r"|vous avez (?:déjà )?lu .{0,30}articles?.{0,60}|(?:cet )?article (?:vous est |est )?offert.{0,60}"
    r"|(?:l['’]article|cet article) a été (?:ajouté|retiré)\b.{0,60}|google (?:news|actualités|discover)"
    r"|(?:propos |texte )?recueillis? par\s.{1,60}"
    r"|(?:nous utilisons|ce site utilise|notre site utilise|we use|this (?:web)?site uses|diese (?:web)?seite (?:nutzt|verwendet)) (?:des |our |own )?cookies\b.{0,330}"
    r"|(?:imprimer|print|drucken|envoyer par e-?mail|copier le lien|copy link|offrir (?:l['’]|cet )article|commenter|réagir|écouter(?: (?:l['’]|cet )article)?)\.?"
    r"|(?:\d{1,5}\s)?(?:commentaires?|comments?|kommentare?|comentarios?|réactions?)(?:\s\(?\d{1,5}\)?)?"
    r"|(?:publicité|advertisement|anzeige|werbung|publicidad|pubblicità|sponsored|contenu sponsorisé|la suite après (?:la|cette) publicité|"
    r"article continues below.{0,30}|advertisement - scroll to continue|continue reading|story continues below.{0,30}|scroll to continue)"
    r"|(?:newsletter|s['’]inscrire|je m['’]inscris|inscrivez-vous|abonnez-vous|s['’]abonner|je m['’]abonne|se connecter|subscribe|sign up|sign in|"
    r"log in|register|follow us|suivez-nous|jetzt abonnieren|anmelden|suscríbete)(?:\s?[:!>→].{0,120}|\s(?:à|a|to|now|here|ici|gratuitement|for|"
    r"sur|dès|pour|et|on|maintenant)\b.{0,200})?\.?"
    r"|(?:recevez|reçois|receive|get)\s(?:chaque|tous|toute|nos|notre|gratuitement|par|each|every|our|the latest|the day).{0,160}"
    r"(?:boîte|mail|newsletter|inbox|e-?mails?|infolettre).{0,60}"
    r"|(?:inscrivez-vous|abonnez-vous|sign up|subscribe)\b.{0,200}(?:newsletter|infolettre|inbox|alert|mail).{0,60}"
    r"|(?:accéder au|toutes? l['’]|toute l['’])(?:info|actu|actualité|commentaire).{0,60}"
    r"|(?:cet article (?:vous a plu|est (?:extrait|issu|paru|réservé aux))|vous (?:avez aimé|appréciez|souhaitez réagir)|soutenez|faites un don|"
    r"faire un don|je fais un don|j['’]ai une info|une erreur|signaler une (?:erreur|faute)|article réservé aux abonnés|réservé aux abonnés).{0,160}"
    r"|(?:photo|crédits?(?: photos?)?|copyright|source photo|illustration|image|getty|©|\(c\)|foto|bild)\s{0,2}(?::|©|/|\().{0,150}"
    r"|©.{0,150}"
    r"|(?:tous droits réservés|all rights reserved|mentions légales).{0,120}"
    r"|source\s?:\s?https?://\S{1,300}"
    r"|(?:les plus (?:lus|lues|consultés)|most (?:read|viewed|popular)|meistgelesen|lo más leído)"
    r"|(?:mis[e]? à jour|publié|posté|modifié|créé|published|updated|posted|last updated|aktualisiert|veröffentlicht|publicado|actualizado|pubblicato)"
    r"(?:\s(?:le|on|am|el|il|à|at|:|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|aujourd['’]hui)|\s?:)\s?.{0,80}"
    r"|(?:par|by|von|por|di)\s[A-ZÀ-Þ][\w.'’-]{1,30}(?:\s[A-ZÀ-Þ][\w.'’-]{0,30}){0,3}"
    r")$",
    re.IGNORECASE,
)
_TAGS = re.compile(
    r"^(?:mots[- ]clés?|tags?|étiquettes?|thèmes?|topics?|schlagwörter|etiquetas)\s{0,3}:", re.IGNORECASE
)
_PAYWALL = re.compile(r"paywall|premium|abonn|subscri|restricted|locked|reserved", re.IGNORECASE)
_TAIL = re.compile(
    r"il vous reste\s.{0,80}(?:à lire|à découvrir|de cet article)"
    r"|la suite (?:de cet article )?est réservée? (?:aux|à nos) abonnés|(?:cet )?article (?:est )?réservé (?:aux|à nos) abonnés"
    r"|(?:pour lire la suite|lisez la suite|lire la suite|poursuivez votre lecture|continuez votre lecture).{0,60}(?:abonn|connect|inscri|essai|€)"
    r"|(?:this|the rest of this) (?:article|story|content) is (?:for|available to|reserved for|only (?:for|available to)) (?:paying )?(?:subscribers|members)"
    r"|(?:subscribe|sign in|log in|register|become a member) (?:now )?to (?:continue reading|read (?:the full|more|this|the rest)|unlock)"
    r"|der rest dieses artikels ist abonnenten|(?:artikel|inhalt) (?:nur|ist nur) für abonnenten"
    r"|(?:el resto de este artículo|contenido exclusivo|este contenido es exclusivo|artículo) (?:es )?(?:solo |exclusivo )?para (?:suscriptores|abonados)"
    r"|questo (?:articolo|contenuto) è riservato agli abbonati|(?:conteúdo|artigo) exclusivo para assinantes",
    re.IGNORECASE,
)


def furniture_blocks(root: html.HtmlElement) -> list[html.HtmlElement]:
    """The blocks to take out before the text is read; never one that holds the headline or much of the page."""
    total = max(1, _length(root))
    chosen: list[html.HtmlElement] = []
    for element in root.iter(*_BLOCK_TAGS):
        if not _is_block(element):
            continue
        if _is_consent(element):
            chosen.append(element)
            continue
        if _length(element) > total * _SHARE_OF_PAGE or next(element.iter("h1"), None) is not None:
            continue
        chosen.append(element)
    return chosen


def _is_consent(element: html.HtmlElement) -> bool:
    """True for a banner that asks for consent: it may be longer than the article that it covers."""
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
    return _CONSENT.search(marks) is not None and next(element.iter("article", "main"), None) is None


def _is_block(element: html.HtmlElement) -> bool:
    if (element.get("role") or "")[:40].lower() in _ROLES:
        return True
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
    return bool(marks.strip()) and _BLOCK_WORDS.search(marks) is not None


def _length(element: html.HtmlElement) -> int:
    return sum(len(piece) for piece in element.itertext())


def is_furniture(text: str, links: Sequence[Link] = ()) -> bool:
    """True for a line that is there on every page, or that only leads to another one."""
    if len(text) > MAX_LINE:
        return False
    line = text.strip()
    if _LINES.match(line):
        return True
    linked = sum(len(link.text) for link in links)
    if linked and _TAGS.match(line):
        return True
    return bool(_ALSO.match(line) and (len(line) < 40 or linked > 0.3 * len(line))) or bool(
        linked > 0.5 * len(line) and _ALSO_LINKED.match(line)
    )


_SECTION = re.compile(
    r"^(?:[^\w\s]{1,3}\s{0,2})?(?:(?:à|a) (?:lire|voir|découvrir)(?: (?:aussi|également|ailleurs|sur le (?:sujet|web)))?|lire (?:aussi|également)|sur le même (?:sujet|thème)|"
    r"les plus (?:lus|lues|populaires|partagés)|(?:nos )?articles (?:similaires|associés|liés|recommandés|les plus lus)|dans la même (?:rubrique|catégorie)|"
    r"vous (?:aimerez|pourriez|devriez) (?:aussi|aimer|lire|également).{0,30}|recommandé(?:s)? pour vous|(?:nos|les) derni(?:ers|ères) (?:articles|actualités|infos|news)|"
    r"(?:toute l['’]|en direct|l['’]essentiel de l['’])(?:actu(?:alité)?|info)\b.{0,30}|popular|most (?:popular|read)|more from .{1,40}|more stories|"
    r"(?:related|recommended|further) (?:articles?|stories|posts|reading|content|topics)|you (?:may|might) (?:also|be) .{1,30}|don['’]?t miss|read (?:next|more)|latest (?:news|stories)|"
    r"mehr zum thema|das könnte (?:sie|dich) auch interessieren|weitere (?:artikel|themen|meldungen)|meistgelesen(?:e artikel)?|"
    r"(?:noticias|artículos|contenido) relacionad[oa]s?|te puede interesar|lo más (?:leído|visto)|(?:leggi|potrebbe) anche .{0,30}|leia (?:também|mais)|lees ook)\s{0,2}[:…>»]?$",
    re.IGNORECASE,
)


def opens_teasers(text: str) -> bool:
    """True for the heading of a list of other articles."""
    return len(text) <= 80 and _SECTION.match(text.strip()) is not None


def is_teaser(text: str, links: Sequence[Link], url: str) -> bool:
    """True for a paragraph that is nothing but a link to another page of the same site.

    One that leads elsewhere stays: it may be the link to the very text that the article speaks of.
    """
    if not links or len(text) > MAX_LINE // 2:
        return False
    linked = sum(len(link.text) for link in links)
    return linked >= 0.75 * len(text) and all(same_site(link.url, url) for link in links)


def is_paywall(element: html.HtmlElement) -> bool:
    """True for a block that offers a subscription in place of the rest of the article."""
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
    return _PAYWALL.search(marks) is not None and is_tail(words_of(element, MAX_LINE))


def is_tail(text: str) -> bool:
    """True for the words with which a paywall cuts an article off."""
    return len(text) <= MAX_LINE and _TAIL.search(text) is not None
