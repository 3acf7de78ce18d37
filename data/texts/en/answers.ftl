# Answers from reports and cards, and what is said where there is none.

answer-left-out = <i>({ $note })</i>
answer-newest =
    { $dated ->
        [no] I have nothing newer on this.
       *[yes] The newest report is of { $published }.
    }

answer-no-report = I have no report that answers this, and I won't guess.
answer-no-report-place = I have no report about { $place }.
answer-undated =
    { $count ->
        [one] The report I have doesn't say when it was published.
       *[other] None of the reports I have says when it was published.
    }
answer-have =
    { $count ->
        [0] I have no reports at all yet.
        [one] I have one report, about { $places }: /situation
       *[other] I have { $count } reports, about { $places }: /situation
    }
answer-no-card = I have no card on that, and I won't make up advice. What I do have: /guide. In danger, call 112, or 101 for rescue.
answer-not-understood = I didn't understand that. Ask me what happened, or what to do; /help shows what else I can do.

answer-safety = I can't tell you that it is safe. { $live } Ballistic missiles can land before any alert.
answer-safety-card = If it starts: { $action } /guide
answer-status = { $live }
answer-live-elsewhere = I see alerts only while the bot runs: ask it with /now.

answer-forbidden =
    { $reason ->
        [prediction] I don't predict attacks, and nobody who can is allowed to tell me. I ring when an alert starts.
        [defence] I don't talk about where defences or troops are: it would help those who shoot.
       *[impact] I don't give exact places of impact: it would help those who aim. What was hit, as far as it was reported: /situation
    }

answer-function =
    { $function ->
        [shelter] I can't look up shelters yet. What to do with one near, and without: /guide
        [quiet] Quiet hours: /quiet, or write /quiet 23:00-07:00
        [digest] The daily digest: /digest 08:00, or /digest off
        [mute] Mute for a while: /mute 2h. Grave danger still rings.
        [language] Language: /language en or /language uk
        [place] Your places: /place and the name
        [map] The alerts of the whole country, region by region: /map
        [stats] Hours under alert, by day and by hour: /stats
        [why] Why a message rang or did not: /why
        [privacy] What I know about you: /privacy
        [settings] All settings: /settings
        [circle] People who ask each other how they are: /circle
        [calm] A minute to breathe: /calm
        [bag] The list of what to pack: /gobag
        [test] How an alert sounds on your phone: /test
        [insist] To ring again until you are up: /insist
       *[help] What I can do: /help
    }

# What a message may be after, where its words are not sure of it. A tap opens a page and changes nothing.
asked-back =
    { $count ->
        [one] Do you mean this: { $first }? Nothing is changed.
       *[other] Do you mean this: { $first }? Or one of the others below? Nothing is changed.
    }
wish =
    { $wish ->
        [state] What is happening now
        [shelter] A shelter near
        [quiet] Quiet hours
        [digest] Digest
        [mute] Mute, or sound back on
        [language] Language
        [place] Places
        [map] Map of alerts
        [stats] Hours under alert
        [why] Why it rang or did not
        [privacy] What I know about you
        [settings] Settings
        [circle] Ask how your people are
        [calm] A minute to breathe
        [bag] What to pack
        [test] How an alert sounds
        [insist] Ring until I am up
       *[help] What I can do
    }

answer-talk =
    { $talk ->
        [greeting] Hello. Ask me what happened, or what to do in an alert. Your places: /now
        [thanks] Glad to help. Take care.
       *[goodbye] Take care. I stay awake.
    }

answer-card = <b>{ $title }</b>
answer-card-sources = Sources: { $sources }. Checked on { $checked }.

# The situation: everything that reports say of a place, event by event.
situation-head =
    { $count ->
        [one] <b>{ $place }</b>, from one report.
       *[other] <b>{ $place }</b>, from { $count } reports.
    } { $dated ->
        [no] { $count ->
            [one] It gives no date, only weekdays; I have nothing newer.
           *[other] None of them gives a date, only weekdays; I have nothing newer.
        }
       *[yes] The newest is of { $published }{ $days ->
            [-1] {""}
            [0] , today
            [one] , a day ago
           *[other] , { $days } days ago
        }; I have nothing newer.
    }
situation-everywhere = All I have
situation-line =
    { $link ->
        [updates] ↳ later:
        [contradicts] ↳ another account:
       *[none] •
    } { $text } <i>({ $basis ->
        [seen] seen by { $speaker }
       *[told] { $speaker }
    }{ $said ->
        [none] {""}
       *[other] , { $said }
    }; { $outlet }, { $published ->
        [none] no date
       *[other] { $published }
    })</i>
situation-more =
    { $count ->
        [one] One more statement is on the next page of /situation; or ask me about it.
       *[other] { $count } more statements are on the next page of /situation; or ask me about them.
    }
situation-unknown = Not known: whatever no report says. I fill in nothing.
situation-gap = Left out in the source: { $note }
situation-source =
    { $outlet }{ $title ->
        [none] {""}
       *[other] , “{ $title }”
    }{ $address ->
        [none] {""}
       *[other] , { $address }
    }; { $published ->
        [none] date of publication not stated
       *[other] published { $published }
    }; read and reviewed { $reviewed }.
situation-none = I have no report about { $place }.
