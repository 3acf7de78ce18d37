# Reports on their way from an article to a record, for editors; and corrections, for everybody who read the claim.

# Our own words for what a draft claims, made of its figures alone.
draft-line = { $place }{ $when ->
        [none] {""}
       *[other] , { $when }
    }: { $facts }.
draft-figure =
    { $unit ->
        [people_killed] { draft-bound }{ $value ->
            [one] { $value } person killed
           *[other] { $value } people killed
        }
        [people_injured] { draft-bound }{ $value ->
            [one] { $value } person injured
           *[other] { $value } people injured
        }
        [people_in_hospital] { draft-bound }{ $value ->
            [one] { $value } person taken to hospital
           *[other] { $value } people taken to hospital
        }
        [victim_in_count] victim number { $value }
        [houses_damaged] { draft-bound }{ $value ->
            [one] { $value } house damaged
           *[other] { $value } houses damaged
        }
        [storeys_destroyed] { draft-bound }{ $value ->
            [one] { $value } storey destroyed
           *[other] { $value } storeys destroyed
        }
        [storeys_total] { draft-bound }{ $value } storeys in all
        [districts_hit] { draft-bound }{ $value ->
            [one] { $value } district hit
           *[other] { $value } districts hit
        }
       *[direct_hits_high_rise] direct hit number { $value } on a high-rise
    }
draft-bound = { $bound ->
        [at_least] at least {""}
        [about] about {""}
       *[exactly] {""}
    }
draft-number = a number, { $value }
draft-gap = A word is missing in the source's text.

claim-retracted = • Withdrawn on { $on }: “{ $was }” <i>({ $note })</i>

# The editor's conversation.
reports-how =
    Paste or forward an article: I take it apart into claims, and you keep, rewrite or drop each. Nothing is published before you say so, and the article is forgotten within a day.
    Published reports: { $published }. Under review: { $drafts }.
reports-for-editors = Reports are published by this bot's editors. What they published: /situation
reports-nothing-found = I found no sentence in this that could be a claim. Nothing was kept.
reports-draft = <b>Draft { $number }</b>: { $claims ->
        [one] one claim to review
       *[other] { $claims } claims to review
    }, { $dropped ->
        [one] one sentence set aside
       *[other] { $dropped } sentences set aside
    }. Outlet: { $outlet ->
        [none] not stated
       *[other] { $outlet }
    }. Place: { $place ->
        [none] not known
       *[other] { $place }
    }. Published: { $date ->
        [none] not stated
       *[other] { $date }
    }.
reports-page-unread = I could not read the page behind it: this draft is of the feed's own few lines. Paste the article to have all of it.
reports-joined = From { $parts } messages, read as one article.
reports-cut = It is too long to read whole: { NUMBER($letters) } characters or { $claims } sentences at most. What comes after is left out; send it as an article of its own.
reports-claim = Claim { $number } of { $count } · { $kind }
    <blockquote>{ $sentence }</blockquote>{ $speaker }{ $figures ->
        [none] {""}
       *[other] {" "}· { $figures }
    }{ $gap ->
        [yes] {" "}· a word is missing
       *[no] {""}
    }
reports-words = To publish: { $text }
reports-no-words = I have no words of ours for it. Write them: <code>/report write { $draft } { $number }</code>, then two lines, Ukrainian first, English second.
reports-kind = { $kind ->
        [killed] killed
        [injured] injured
        [damaged] damaged
        [struck] struck
        [warned] warned
        [said] said
       *[described] described
    }
reports-earlier = { $relation ->
        [updates] An update of what is published
        [contradicts] Against what is published
       *[none] Published before. The same thing later, or a contradiction? Neither, unless you tap
    }: <blockquote>{ $text } ({ $outlet })</blockquote>
reports-button-relation = { $chosen ->
        [yes] ✓ {""}
       *[no] {""}
    }{ $relation ->
        [updates] An update of it
       *[contradicts] It contradicts
    }
reports-button-seen = { $seen ->
        [yes] ✓ Seen by the reporter
       *[no] Seen by the reporter?
    }
reports-button-keep = Keep
reports-button-edit = Rewrite
reports-button-drop = Drop
reports-button-next = Review
reports-button-publish = Publish
reports-button-forget = Forget the article
reports-done = Draft { $number } is reviewed: { $kept ->
        [one] one claim kept
       *[other] { $kept } claims kept
    }. Nothing is published yet.
reports-lack = { $lack ->
        [outlet] First say who published it: <code>/report outlet { $number } Name, https://address</code>
        [place] First say which place it is about: <code>/report place { $number } Kharkiv</code>
        [choices] Some claims are not reviewed yet.
       *[claims] Nothing was kept, so there is nothing to publish.
    }
reports-published = Published: { $outlet }, { $claims ->
        [one] one claim
       *[other] { $claims } claims
    }. The article is forgotten. /situation
reports-forgotten = The article is forgotten. Nothing was published.
reports-gone = This draft is gone: published, forgotten, or older than a day.
reports-not-understood = I didn't understand that, and nothing was changed. { reports-how-short }
reports-how-short = Write: <code>/report outlet 3 Name, https://address</code>, <code>/report place 3 Kharkiv</code>, <code>/report write 3 1</code> with two lines below it.
reports-headlines = <b>Headlines that nobody reviewed</b>
reports-headline = • <a href="{ $address }">{ $title }</a> <i>({ $outlet }{ $date ->
        [none] {""}
       *[other] , { $date }
    })</i>
reports-button-headline = Draft: { $title }
reports-button-draft = Draft { $number }
command-report = For editors: an article into a report
