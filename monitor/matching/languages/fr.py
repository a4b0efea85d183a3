"""French."""

from monitor.matching.languages.words import Words

FRENCH = Words(
    code="fr",
    numerals={
        10: "dizaine dizaines",
        20: "vingt vingtaine",
        30: "trente trentaine",
        40: "quarante quarantaine",
        50: "cinquante cinquantaine",
        60: "soixante soixantaine",
        70: "septante",
        80: "vingts octante huitante",
        90: "nonante",
        100: "cent cents centaine centaines",
        1000: "mille millier milliers",
    },
    factors={2: "deux", 3: "trois", 4: "quatre", 5: "cinq", 6: "six", 7: "sept", 8: "huit", 9: "neuf"},
    per="pour",
    group_words="""
        ong ongs organisation organisations organismes association associations associatives associatifs collectif
        collectifs syndicat syndicats fédération fédérations structures entités groupes signataires signataire
        cosignataires mouvements coordinations""",
    civic="""
        société civile
        manifeste
        lettre ouverte
        pétition
        militants
        militantes
        militant associatif
        militante associative
        activistes
        signataires
        cosignataires
        coalition
        collectif
        collectifs
        ONG
        associations
        associatifs
        associatives
        défenseurs des droits
        défenseurs des libertés
        mobilisation citoyenne
        manifestants
        manifestantes""",
    rights="""
        droits humains
        droits de l'homme
        droits fondamentaux
        libertés publiques
        libertés
        défenseurs des droits
        discriminations
        ONG
        associations
        collectifs
        syndicats
        militants
        militantes""",
    counter_words="contre anti alter",
    counter_events="""
        autre {}
        {} alternatif
        {} alternative
        {} parallèle
        {} citoyen
        {} citoyenne
        {} des peuples
        {} populaire""",
    published_words="""
        paru parue parus parues publié publiée publiés publiées publient publiaient signé signée signés signées signent
        signaient cosigné cosignée cosignés cosignées cosignent diffusé diffusée""",
    gathering_words="""
        sommet sommets rencontre rencontres rassemblement réunion réunions conférence forum
        congrès raout délégation délégations participants""",
    texts="""
        le texte
        ce texte
        cette tribune
        la tribune
        cet appel
        l'appel
        cette lettre
        la lettre
        ce manifeste
        la déclaration
        ce communiqué
        le communiqué
        l'initiative""",
    signatories="""
        les signataires
        des signataires
        ses signataires
        ces signataires
        les auteurs
        les autrices
        ses auteurs
        les organisations signataires
        ces organisations
        ces associations
        ces ONG""",
    oped="""
        tribune
        tribune collective
        texte collectif
        tribune libre
        lettre ouverte
        appel""",
    release="""
        communiqué
        communiqué de presse""",
    statement="""
        déclaration commune
        déclaration conjointe
        communiqué commun""",
    report="""
        rapport
        étude
        enquête""",
    say_words="""
        dit disent disait disaient ajoute ajoutent ajoutait ajouté affirme affirment affirmait affirmé alerte alertent alertait
        alerté appelle appellent assure assurent assurait assuré assène avance avancent avertit avertissent averti clame confie confient
        confié conclut concluent conclu constate constatent constaté critique critiquent critiqué dénonce dénoncent
        dénonçait dénoncé déclare déclarent déclarait déclaré demande demandent demandé déplore déplorent déploré
        détaille décrit écrit écrivent écrivait écrivaient estime estiment estimait estimaient estimé explique expliquent
        expliquait expliqué exige exigent fustige fustigent glisse insiste insistent insisté interroge interpelle
        juge jugent jugeait jugé lance lancent lançait lancé lâche martèle martèlent note notent
        observe observent plaide plaident plaidé pointe pointent précise précisent précisait précisé prévient préviennent
        prévenu proteste protestent raconte racontent raconté rappelle rappellent rappelait rappelé réagit réagissent réagi
        réclame réclament regrette regrettent regretté relève relèvent relevé répète répond répondent répondait
        résume résument résumé rétorque répliqué réplique s'indigne s'inquiète soupire souligne
        soulignent soulignait souligné soutient soutiennent soutenu souffle tance témoigne tonne tranche
        tempête ironise renchérit renchérissent poursuit poursuivent reconnaît reprend sourit promet
        plaisante s'alarme s'insurge s'agace commente commentent""",
    according="""
        selon
        d'après
        pour
        aux yeux de
        du côté de
        à en croire
        dans les mots de""",
    role_words="""
        porte-parole président présidente coprésident coprésidente directeur directrice secrétaire délégué déléguée
        responsable chargé chargée coordinateur coordinatrice coordonnateur coordonnatrice juriste avocat avocate membre
        militant militante section antenne comité pôle représentant représentante fondateur fondatrice cofondateur cofondatrice trésorier
        trésorière bénévole administrateur administratrice experte expert chercheuse chercheur conseiller conseillère""",
    article_words="la le les un une d de",
    possessive_words="son sa ses leur leurs notre",
    about_words="sur pour contre",
    toward_words="par à contre envers avec sans chez",
    pronoun_words="il elle ils elles on l'association l'organisation l'ong l'avocat l'avocate militant militante",
    asides="""
        à lire aussi
        lire aussi
        à lire également
        lire également
        à voir aussi
        voir aussi
        à écouter aussi
        écouter aussi
        sur le même sujet
        dans la même rubrique
        pour aller plus loin""",
    translated="""
        traduit par
        traduction de
        traduit de
        notre traduction
        traduit en français""",
)
