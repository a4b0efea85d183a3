"""German."""

from monitor.matching.languages.words import Words

GERMAN = Words(
    code="de",
    numerals={
        10: "zehn dutzend dutzende",
        20: "zwanzig",
        30: "dreißig dreissig",
        40: "vierzig",
        50: "fünfzig",
        60: "sechzig",
        70: "siebzig",
        80: "achtzig",
        90: "neunzig",
        100: "hundert hunderte einhundert",
        200: "zweihundert",
        300: "dreihundert",
        1000: "tausend tausende",
    },
    factors={2: "zwei", 3: "drei", 4: "vier", 5: "fünf", 6: "sechs", 7: "sieben", 8: "acht", 9: "neun"},
    per="pro",
    group_words="""
        ngo ngos nichtregierungsorganisationen organisation organisationen verband verbände verbänden vereine vereinen
        initiativen gruppen bündnis gewerkschaften bürgerinitiativen kollektive kollektiven unterzeichner unterzeichnenden hilfsorganisationen""",
    civic="""
        Zivilgesellschaft
        offener Brief
        offenen Brief
        Manifest
        Petition
        Bündnis
        Aktivisten
        Aktivistinnen
        Bürgerrechtler
        Bürgerrechtlerinnen
        Umweltverbände
        Nichtregierungsorganisationen
        zivilgesellschaftliche
        zivilgesellschaftlichen
        zivilgesellschaftlicher
        Demonstrierende
        Demonstranten
        NGO
        NGOs""",
    rights="""
        Menschenrechte
        Bürgerrechte
        Grundrechte
        Diskriminierung
        Aktivisten
        Verbände
        Gewerkschaften
        NGO
        NGOs""",
    counter_words="gegen anti alternativ",
    counter_events="""
        alternativer {}
        alternativen {}
        alternatives {}
        alternative {}""",
    published_words="""
        veröffentlicht veröffentlichten veröffentlichte veröffentlichter unterzeichnet unterzeichneten unterzeichnete
        erschienen erschienene erschienenen erschienener unterschrieben gedruckt""",
    gathering_words="""
        gipfel gipfels gipfeltreffen treffen tagung konferenz kongress zusammenkunft versammlung forum delegation delegationen
        delegierte teilnehmer teilnehmenden""",
    texts="""
        der Text
        dieser Text
        der Beitrag
        der Brief
        der Aufruf
        das Manifest
        die Erklärung
        dem Text
        dem Aufruf""",
    signatories="""
        die Unterzeichner
        die Unterzeichnenden
        die Verfasser
        die Organisationen""",
    oped="""
        Gastbeitrag
        Meinungsbeitrag
        Meinungsartikel
        offener Brief
        offenen Brief
        gemeinsamer Aufruf
        gemeinsamen Aufruf
        Aufruf""",
    release="""
        Pressemitteilung
        Pressemeldung""",
    statement="""
        gemeinsame Erklärung
        gemeinsamen Erklärung
        gemeinsame Stellungnahme""",
    report="""
        Bericht
        Studie""",
    say_words="""
        sagt sagen sagte sagten gesagt erklärt erklären erklärte erklärten warnt warnen warnte warnten betont betonen betonte fordert gefordert
        fordern forderte forderten gewarnt geschrieben kritisiert kritisieren kritisierte kritisierten schreibt schreiben schrieb schrieben meint
        meinen meinte findet fand mahnt mahnen mahnte ergänzt ergänzte fügt fügte klagt klagte klagen beklagt beklagen beklagte
        berichtet berichtete heißt hieß antwortet antwortete entgegnet entgegnete stellt lautet""",
    according="""
        laut
        nach Angaben von
        nach Ansicht von
        so
        zufolge""",
    role_words="""
        Sprecher Sprecherin Pressesprecher Pressesprecherin Präsident Präsidentin Vorsitzende Vorsitzender Direktor Direktorin
        Geschäftsführer Geschäftsführerin Leiter Leiterin Referent Referentin Koordinatorin Koordinator Anwalt Anwältin
        Mitglied Sektion Ortsgruppe Landesverband Vertreter Vertreterin Gründer Gründerin Vorstand Expertin Experte Juristin Jurist Aktivistin Aktivist""",
    article_words="die der das dem den des ein eine",
    possessive_words="ihr ihre ihrer ihres sein seine seiner",
    about_words="zu zur zum für über",
    toward_words="von an gegen mit ohne gegenüber",
    pronoun_words="er sie es",
    asides="""
        lesen sie auch
        lesen sie hier
        mehr zum thema
        auch interessant
        siehe auch""",
    translated="""
        übersetzt von
        übersetzung von
        aus dem Französischen""",
)
