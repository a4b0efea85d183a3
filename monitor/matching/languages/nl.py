"""Dutch."""

from monitor.matching.languages.words import Words

DUTCH = Words(
    code="nl",
    numerals={
        10: "tien tiental tientallen",
        20: "twintig twintigtal",
        30: "dertig dertigtal",
        40: "veertig veertigtal",
        50: "vijftig vijftigtal",
        60: "zestig zestigtal",
        70: "zeventig zeventigtal",
        80: "tachtig tachtigtal",
        90: "negentig",
        100: "honderd honderden honderdtal",
        200: "tweehonderd",
        300: "driehonderd",
        1000: "duizend duizenden",
    },
    factors={2: "twee", 3: "drie", 4: "vier", 5: "vijf", 6: "zes", 7: "zeven", 8: "acht", 9: "negen"},
    per="pro",
    group_words="""
        ngo ngos organisatie organisaties vereniging verenigingen vakbonden actiegroepen groepen ondertekenaars
        bonden hulporganisaties""",
    civic="""
        maatschappelijk middenveld
        maatschappelijke organisaties
        open brief
        manifest
        petitie
        activisten
        actievoerders
        ondertekenaars
        betogers
        ngo's""",
    rights="""
        mensenrechten
        burgerrechten
        grondrechten
        discriminatie
        activisten
        vakbonden
        ngo's""",
    counter_words="tegen anti alternatieve",
    counter_events="""
        alternatieve {}
        andere {}""",
    published_words="""
        gepubliceerd gepubliceerde ondertekend ondertekende ondertekenden verschenen publiceerden publiceerde ondertekenen
        getekend""",
    gathering_words="""
        top topbijeenkomst topconferentie bijeenkomst bijeenkomsten ontmoeting conferentie congres forum delegatie delegaties
        deelnemers""",
    texts="""
        de tekst
        deze tekst
        de brief
        het opiniestuk
        de oproep
        het manifest
        de verklaring""",
    signatories="""
        de ondertekenaars
        de auteurs
        de organisaties""",
    oped="""
        opiniestuk
        opiniebijdrage
        opinieartikel
        open brief
        oproep""",
    release="""
        persbericht""",
    statement="""
        gezamenlijke verklaring""",
    report="""
        rapport
        studie
        onderzoek""",
    say_words="""
        zegt zeggen zei zeiden verklaart verklaren verklaarde verklaarden waarschuwt waarschuwen waarschuwde benadrukt
        benadrukte eist eisen eiste schrijft schrijven schreef schreven meent menen vindt vinden vond stelt stellen stelde
        aldus voegt legt hekelt hekelen hekelde klaagt klagen vertelt vertelde antwoordt antwoordde""",
    according="""
        volgens
        aldus""",
    role_words="""
        woordvoerder woordvoerster voorzitter voorzitster directeur directrice secretaris coördinator advocaat advocate lid
        vertegenwoordiger afdeling oprichter campagneleider onderzoeker juriste jurist""",
    article_words="de het een van",
    possessive_words="zijn haar hun",
    about_words="over voor",
    toward_words="door aan tegen met zonder",
    pronoun_words="hij zij ze",
    asides="""
        lees ook
        lees meer
        bekijk ook
        meer over dit onderwerp""",
    translated="""
        vertaald door
        vertaling van
        vertaald uit""",
)
