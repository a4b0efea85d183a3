"""Italian."""

from monitor.matching.languages.words import Words

ITALIAN = Words(
    code="it",
    numerals={
        10: "dieci decina decine",
        20: "venti ventina",
        30: "trenta trentina",
        40: "quaranta quarantina",
        50: "cinquanta cinquantina",
        60: "sessanta sessantina",
        70: "settanta",
        80: "ottanta ottantina",
        90: "novanta",
        100: "cento centinaio centinaia",
        200: "duecento",
        300: "trecento",
        1000: "mille migliaio migliaia",
    },
    factors={2: "due", 3: "tre", 4: "quattro", 5: "cinque", 6: "sei", 7: "sette", 8: "otto", 9: "nove"},
    per="per",
    group_words="""
        ong organizzazione organizzazioni associazione associazioni collettivo collettivi firmatari sindacati federazioni
        comitati gruppi movimenti sigle""",
    civic="""
        società civile
        lettera aperta
        manifesto
        petizione
        attivisti
        attiviste
        militanti
        firmatari
        associazioni
        organizzazioni non governative
        manifestanti
        ONG""",
    rights="""
        diritti umani
        diritti fondamentali
        diritti civili
        libertà
        discriminazione
        attivisti
        associazioni
        sindacati
        ONG""",
    counter_words="contro anti",
    counter_events="""
        {} alternativo
        {} alternativa
        {} parallelo
        {} dei popoli""",
    published_words="""
        pubblicato pubblicata pubblicati pubblicate pubblicano firmato firmata firmati firmate firmano sottoscritto sottoscritta
        apparso apparsa uscito uscita""",
    gathering_words="""
        vertice vertici summit incontro incontri riunione riunioni conferenza congresso forum delegazione delegazioni
        partecipanti""",
    texts="""
        il testo
        questo testo
        la lettera
        l'appello
        il manifesto
        il comunicato
        la dichiarazione""",
    signatories="""
        i firmatari
        le firmatarie
        gli autori
        le organizzazioni
        le associazioni""",
    oped="""
        lettera aperta
        intervento collettivo
        editoriale collettivo
        appello
        tribuna""",
    release="""
        comunicato
        comunicato stampa""",
    statement="""
        dichiarazione congiunta
        comunicato congiunto""",
    report="""
        rapporto
        studio""",
    say_words="""
        dice dicono disse detto afferma affermano affermato aggiunge aggiungono aggiunto avverte avvertono avvertito
        assicura conclude concluso critica criticano criticato denuncia denunciano denunciato dichiara dichiarano dichiarato
        scrive scrivono scritto spiega spiegano spiegato sostiene sostengono sostenuto sottolinea sottolineano
        sottolineato chiede chiedono chiesto ricorda ricordano ricordato risponde risposto osserva osservano commenta
        commentato racconta raccontato lamenta lamentano""",
    according="""
        secondo
        per
        a giudizio di""",
    role_words="""
        portavoce presidente presidentessa direttore direttrice segretario segretaria delegato delegata responsabile
        coordinatore coordinatrice avvocato avvocata membro attivista sezione rappresentante fondatore fondatrice esperta esperto
        ricercatrice ricercatore""",
    article_words="la il lo i gli le un una di",
    possessive_words="suo sua suoi loro",
    about_words="su sul sulla sui per",
    toward_words="da dalla contro con senza",
    pronoun_words="lui lei loro",
    asides="""
        leggi anche
        leggi pure
        guarda anche
        potrebbe interessarti""",
    translated="""
        tradotto da
        traduzione di
        tradotto dal""",
)
