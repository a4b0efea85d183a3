"""English."""

from monitor.matching.languages.words import Words

ENGLISH = Words(
    code="en",
    numerals={
        10: "ten tens dozen dozens",
        20: "twenty",
        30: "thirty",
        40: "forty",
        50: "fifty",
        60: "sixty",
        70: "seventy",
        80: "eighty",
        90: "ninety",
        100: "hundred hundreds",
        1000: "thousand thousands",
    },
    factors={2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"},
    per="per",
    group_words="""
        ngo ngos organisation organisations organization organizations association associations charity charities groups
        campaigners signatories unions coalitions nonprofits federations collectives""",
    civic="""
        civil society
        open letter
        manifesto
        petition
        watchdogs
        campaigners
        campaign groups
        activists
        advocates
        advocacy groups
        rights groups
        grassroots
        charities
        signatories
        coalition of groups
        protesters
        NGOs""",
    rights="""
        human rights
        civil liberties
        digital rights
        fundamental rights
        rights groups
        discrimination
        NGO
        NGOs
        campaigners
        activists
        unions""",
    counter_words="counter anti alternative",
    counter_events="""
        alternative {}
        people's {}
        rival {}
        shadow {}
        parallel {}""",
    published_words="published signed cosigned carried publishes sign printed issued ran",
    gathering_words="""
        summit summits meeting meetings gathering gatherings conference forum congress talks
        delegation delegations delegates attendees""",
    texts="""
        the text
        this text
        the piece
        this piece
        the op-ed
        the letter
        this letter
        the appeal
        the statement
        the manifesto
        the article""",
    signatories="""
        the signatories
        its signatories
        the authors
        its authors
        the organisations
        the organizations
        the NGOs
        the groups""",
    oped="""
        op-ed
        op ed
        oped
        opinion piece
        opinion article
        opinion column
        open letter
        column
        commentary""",
    release="""
        press release
        news release""",
    statement="""
        joint statement
        joint declaration
        joint call
        statement""",
    report="""
        report
        study
        briefing""",
    say_words="""
        say says said add adds added argue argues argued claim claims claimed declare declares declared denounce denounces
        denounced explain explains explained insist insists insisted note notes noted observe observed point points pointed
        reply replies replied state states stated stress stressed stresses tell tells told warn warns warned write writes
        wrote ask asks asked believe believes believed call calls called complain complains complained conclude concluded
        continue continued criticise criticised criticized demand demands demanded quip quipped recall recalled recalls
        remark remarked respond responded urge urges urged accuse accuses accused lament laments lamented regret regrets""",
    according="""
        according to
        in the words of
        for
        as""",
    role_words="""
        spokesperson spokesman spokeswoman president chair chairman chairwoman director secretary delegate head officer
        coordinator lawyer member campaigner branch section office representative founder cofounder treasurer volunteer adviser
        advisor expert researcher executive manager lead policy""",
    article_words="the an of",
    possessive_words="its their his her our",
    about_words="on for about",
    toward_words="by to against at with without from",
    pronoun_words="he she they it",
    asides="""
        read also
        also read
        read more
        see also
        watch also
        related articles
        related stories
        more on this story""",
    translated="""
        translated by
        translation by
        translated from
        our translation""",
)
