"""Portuguese."""

from monitor.matching.languages.words import Words

PORTUGUESE = Words(
    code="pt",
    numerals={
        10: "dez dezena dezenas",
        20: "vinte vintena",
        30: "trinta trintena",
        40: "quarenta quarentena",
        50: "cinquenta cinquentena",
        60: "sessenta",
        70: "setenta",
        80: "oitenta",
        90: "noventa",
        100: "cem cento centena centenas",
        200: "duzentos duzentas",
        300: "trezentos trezentas",
        1000: "mil milhar milhares",
    },
    factors={2: "duas dois", 3: "três", 4: "quatro", 5: "cinco", 6: "seis", 7: "sete", 8: "oito", 9: "nove"},
    per="por",
    group_words="""
        ong ongs organização organizações associação associações coletivo coletivos colectivos signatários sindicatos
        federações entidades grupos movimentos""",
    civic="""
        sociedade civil
        carta aberta
        manifesto
        petição
        ativistas
        activistas
        militantes
        signatários
        organizações não governamentais
        coletivos
        manifestantes
        ONG
        ONGs""",
    rights="""
        direitos humanos
        direitos fundamentais
        liberdades
        discriminação
        ativistas
        activistas
        sindicatos
        ONG
        ONGs""",
    counter_words="contra anti",
    counter_events="""
        {} alternativa
        {} alternativo
        {} paralela
        {} paralelo
        {} dos povos""",
    published_words="""
        publicado publicada publicados publicadas publicam assinado assinada assinados assinadas assinam subscrito subscrita
        subscrevem saído saída""",
    gathering_words="""
        cimeira cimeiras cúpula cúpulas encontro encontros reunião reuniões conferência congresso fórum delegação delegações
        participantes""",
    texts="""
        o texto
        este texto
        a carta
        o artigo
        o apelo
        o manifesto
        o comunicado
        a declaração""",
    signatories="""
        os signatários
        as signatárias
        os autores
        as organizações""",
    oped="""
        artigo de opinião
        carta aberta
        texto coletivo
        apelo
        tribuna""",
    release="""
        comunicado
        comunicado de imprensa
        nota de imprensa""",
    statement="""
        declaração conjunta
        comunicado conjunto""",
    report="""
        relatório
        estudo""",
    say_words="""
        diz dizem disse disseram afirma afirmam afirmou afirmaram acrescenta acrescentam acrescentou alerta alertam alertou
        assegura avisa avisam avisou conclui concluiu critica criticam criticou declara declaram declarou denuncia denunciam
        denunciou escreve escrevem escreveu escreveram explica explicam explicou exige exigem exigiu insiste insistiu
        lamenta lamentam lamentou lembra lembram lembrou pede pedem pediu recorda recordam recordou reclama responde
        respondeu salienta salientou sublinha sublinham sublinhou defende defendem defendeu comenta comentou""",
    according="""
        segundo
        para
        de acordo com
        nas palavras de""",
    role_words="""
        porta-voz presidente diretor diretora director directora secretário secretária delegado delegada responsável
        coordenador coordenadora advogado advogada membro ativista secção seção núcleo activista representante fundador fundadora especialista
        investigador investigadora""",
    article_words="o as os um uma de",
    possessive_words="seu sua seus suas",
    about_words="sobre para",
    toward_words="por pela pelo contra com sem",
    pronoun_words="ele ela eles elas",
    asides="""
        leia também
        leia mais
        ler também
        veja também
        saiba mais""",
    translated="""
        traduzido por
        tradução de
        traduzido do""",
)
