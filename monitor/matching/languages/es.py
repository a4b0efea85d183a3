"""Spanish."""

from monitor.matching.languages.words import Words

SPANISH = Words(
    code="es",
    numerals={
        10: "decena decenas",
        20: "veinte veintena",
        30: "treinta treintena",
        40: "cuarenta cuarentena",
        50: "cincuenta cincuentena",
        60: "sesenta",
        70: "setenta",
        80: "ochenta",
        90: "noventa",
        100: "cien ciento cientos centenar centenares",
        200: "doscientos doscientas",
        300: "trescientos trescientas",
        500: "quinientos quinientas",
        1000: "mil millar millares",
    },
    factors={2: "dos", 3: "tres", 4: "cuatro", 5: "cinco", 6: "seis", 7: "siete", 8: "ocho", 9: "nueve"},
    per="por",
    group_words="""
        ong ongs organización organizaciones asociación asociaciones colectivo colectivos entidades firmantes sindicatos
        federaciones plataformas grupos movimientos""",
    civic="""
        sociedad civil
        carta abierta
        manifiesto
        petición
        activistas
        militantes
        colectivos
        firmantes
        organizaciones no gubernamentales
        plataforma ciudadana
        manifestantes
        ONG""",
    rights="""
        derechos humanos
        derechos fundamentales
        libertades
        discriminación
        activistas
        colectivos
        sindicatos
        ONG""",
    counter_words="contra anti alter",
    counter_events="""
        {} alternativa
        {} alternativo
        {} paralela
        {} paralelo
        {} de los pueblos
        {} ciudadana
        {} ciudadano""",
    published_words="""
        publicado publicada publicados publicadas publican publicaron firmado firmada firmados firmadas firman firmaron
        suscrito suscrita suscriben aparecido aparecida""",
    gathering_words="""
        cumbre cumbres encuentro encuentros reunión reuniones conferencia congreso foro cita delegación delegaciones
        asistentes""",
    texts="""
        el texto
        este texto
        la tribuna
        la carta
        esta carta
        el manifiesto
        el comunicado
        la declaración""",
    signatories="""
        los firmantes
        las firmantes
        los autores
        las organizaciones
        estas organizaciones""",
    oped="""
        tribuna
        columna de opinión
        artículo de opinión
        carta abierta
        llamamiento""",
    release="""
        comunicado
        comunicado de prensa
        nota de prensa""",
    statement="""
        declaración conjunta
        comunicado conjunto""",
    report="""
        informe
        estudio""",
    say_words="""
        dice dicen dijo dijeron afirma afirman afirmó afirmaron añade añaden añadió alerta alertan alertó advierte advierten
        advirtió asegura aseguran aseguró concluye concluyó critica critican criticó declara declaran declaró denuncia
        denuncian denunció destaca destacan destacó escribe escriben escribió explica explican explicó exige exigen
        exigió insiste insisten insistió lamenta lamentan lamentó opina pide piden pidió recuerda recuerdan recordó
        reclama reclaman reclamó responde respondió señala señalan señaló sostiene sostienen sostuvo subraya subrayan subrayó
        comenta comentó apunta apuntan apuntó cuenta contó""",
    according="""
        según
        para
        en palabras de
        a juicio de""",
    role_words="""
        portavoz presidente presidenta director directora secretario secretaria delegado delegada responsable coordinador
        coordinadora abogado abogada miembro activista sección delegación representante fundador fundadora experta experto investigadora
        investigador""",
    article_words="la el los las un una de",
    possessive_words="su sus",
    about_words="sobre para",
    toward_words="por a al contra con sin",
    pronoun_words="él ella ellos ellas",
    asides="""
        lea también
        lee también
        leer también
        te puede interesar
        más sobre este tema
        noticias relacionadas""",
    translated="""
        traducido por
        traducción de
        traducido del""",
)
