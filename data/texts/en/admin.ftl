# For operators: the state of everything, and what they may do.

admin-paused = ⚠️ <b>Sending is paused</b> since { $since }: alerts reach nobody.
admin-owed =
    { $count ->
        [0] Nothing is owed.
        [one] { $count } message is owed, since { $since }.
       *[other] { $count } messages are owed, the oldest since { $since }.
    }
admin-last-reader = The last reader of what is due: in { $takes }.
admin-given-up =
    { $count ->
        [0] Nothing was given up
       *[other] Given up: { $count }
    }; { $aside ->
        [0] no update was put aside.
       *[other] updates put aside: { $aside }. Which and why: python -m bot undelivered
    }
admin-leader =
    { $leader ->
        [none] One program, alone on its database.
       *[other] The leader among the replicas: { $leader }.
    }
admin-channels =
    { $count ->
        [0] No public channel.
        [one] { $count } public channel{ $gone ->
            [0] .
           *[other] , and I cannot write to it.
        }
       *[other] { $count } public channels{ $gone ->
            [0] .
           *[other] , and I cannot write to { $gone } of them.
        }
    }
admin-told =
    { $time } { $place }{ $kind ->
        [escalated] , worse
       *[started] {""}
    }: { $count ->
        [one] { $count } reader
       *[other] { $count } readers
    }{ $took ->
        [none] {""}
       *[other] , the last after { $took }
    }{ $waiting ->
        [0] {""}
       *[other] ; { $waiting } still wait
    }
admin-button-pause = Pause all sending
admin-button-resume = Go on sending
admin-button-announce = Announce
admin-button-false = An alert was false
admin-button-channels = Channels
admin-button-back = ‹ State
admin-button-flags = Shelter doors to check: { $count }

admin-pause-ask = Pause all sending? No alert reaches anybody until you let it go on, here or with python -m bot resume. Answers in chat go on, and /now says that it is paused.
admin-button-pause-sure = Yes, alerts reach nobody
admin-pause-done =
    Sending is paused. { $count ->
        [0] Nothing is owed.
        [one] { $count } message is owed, and waits.
       *[other] { $count } messages are owed, and wait.
    } You are reminded every hour.
admin-resume-done =
    { $changed ->
        [yes] Sending goes on.
       *[no] Sending was not paused.
    } { $count ->
        [0] Nothing is owed.
        [one] { $count } message is owed; it leaves if it is still true.
       *[other] { $count } messages are owed; what is still true of them leaves, the grave first.
    }

# What `/admin announce` takes; uk:, en: and area: are written so in every language.
admin-announce-how =
    Write what everybody is to be told:
    <code>/admin announce Tomorrow from 10:00 I am off for an hour.</code>
    In both languages, and only to who follows a place or what lies in it:
    <code>/admin announce
    area: Kharkiv oblast
    uk: Завтра о 10:00 мене не буде годину.
    en: Tomorrow from 10:00 I am off for an hour.</code>
    It is shown and counted first, and leaves behind all alerts.
admin-announce-long = Too long: at most { $most } characters.
admin-announce-area =
    { $count ->
        [0] I know no place called "{ $name }". Nothing is sent.
       *[other] "{ $name }" can be { $count } places. Write it in full. Nothing is sent.
    }
admin-announce-words = <b>{ $in }</b>: { $text }
admin-announce-to =
    { $place ->
        [none] To everybody
       *[other] To who follows { $place } or what lies in it
    }: { $count ->
        [one] { $count } chat
       *[other] { $count } chats
    }, in about { $takes }. What has not left within twelve hours is dropped.
admin-button-send =
    { $count ->
        [one] Send to { $count } chat, silently
       *[other] Send to { $count } chats, silently
    }
admin-button-ring = Send so that it rings outside quiet hours
admin-button-drop = Do not send
admin-announce-sent =
    { $came ->
        [no] That one has gone already, or waited over an hour. Nothing was sent.
       *[yes] It goes, { $loud ->
            [yes] with sound outside quiet hours
           *[no] silently
        }.
    }
admin-announce-dropped =
    { $came ->
        [no] That one has gone already, or was forgotten.
       *[yes] Forgotten. Nothing was sent.
    }

admin-false-which =
    { $count ->
        [0] Nobody was told of any alert in the last day.
       *[other] Which alert was false? All who heard it are told so, as loudly as they heard it.
    }
admin-false-alert =
    { $place }, { $kind } since { $since }{ $still ->
        [yes] , still on
       *[no] {""}
    }
admin-false-ask =
    <b>{ $alert }</b>: tell { $count ->
        [one] { $count } chat
       *[other] { $count } chats
    } that it was false? { $still ->
        [yes] The sources still show it, and the message says that it is no all clear. That comes from the sources alone.
       *[no] The sources do not show it any more.
    } This cannot be taken back.
admin-button-false-sure =
    { $count ->
        [one] Yes, tell { $count } chat
       *[other] Yes, tell { $count } chats
    }
admin-false-done =
    { $came ->
        [no] They were told before: { $alert }.
       *[yes] They are being told: { $alert }.
    }

admin-flags =
    { $count ->
        [0] Nothing to check: nobody says anything of a shelter's door.
       *[other] <b>Shelter doors, said by people and not checked</b>
    }
admin-flag = { $number }. { $name }: { $flag }
admin-button-flag =
    { $verdict ->
        [confirmed] { $number } is so
       *[rejected] { $number } is not so
    }
