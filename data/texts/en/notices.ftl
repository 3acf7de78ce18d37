# What comes unasked: alerts, all clears, the recap, the digest. The first line is all that a lock screen shows.

# The first line: kind, area, action. `around` is the raion around a city that has its own alert.
alert-first-line =
    { $mark ->
        [grave] 🔴
       *[guarded] 🟡
    } { $what }{ $where }{ $tail ->
        [none] {""}
       *[other] . { $tail }
    }
also-alike = The same: { $places }
alert-where =
    { $nearness ->
        [around] {" "}around { $place } ({ $around })
        [around-short] {" "}around { $place }
       *[own] , { $place }
    }
place-labelled = { $name } ({ $label })
day-and-time = { $day }, { $time }

alert-kind =
    { $kind ->
        [air_raid] air raid alert
        [artillery] artillery alert
        [urban_fights] fighting in the streets
        [chemical] chemical danger
        [nuclear] radiation danger
       *[unknown] alert of an unknown kind
    }
# An alert that has been on for years.
permanent-alert = { alert-kind } since { $day }

what-danger = Danger: { $threat }
what-worse =
    { $change ->
        [too] Worse: { $threat } now too
        [level] Worse: { $threat }, danger raised
       *[other] Worse: { $threat }
    }
what-still =
    { $named ->
        [no] Alert still on
       *[yes] Still on: { $threat }
    }
what-again =
    { $named ->
        [no] Alert again
       *[yes] Drones again
    }
what-unnamed = Air raid alert

action-first =
    { $band ->
        [now] Away from glass, now
        [minutes] Take cover now
       *[tens_of_minutes] Shelter if it is close
    }
action-short =
    { $band ->
        [now] Away from glass
        [minutes] Take cover
       *[tens_of_minutes] Shelter if close
    }
sent-quietly = Sent quietly
alert-over-at = { $over } { $time }

# The lines below it.
ring-if-worse = I will ring if it gets worse.
late-sent = Late: it began { $ago } ago.
late-found = It began { $ago } ago; I see it only now.
late-around = It began { $ago } ago.
late-worse = Late: it got worse { $ago } ago.
alert-since = Since { $time }
alert-seen-by = { $sources }, { $age } ago
# A scenario goes without its name: in the sandbox another is chosen while it runs, and the page says which is played.
source-name =
    { $source ->
        [alerts-in-ua] alerts.in.ua
        [ukraine-alarm] ukrainealarm.com
        [scenario] invented: a scenario
        [replay] invented: replay { $name }
       *[other] { $name }
    }
source-history = { $source } (history)
not-all-clear = This is not an all clear.
alert-also-over = Over: { $threats }.
maybe-repeated = You may have had this message already.

# Why it came without sound.
alert-because =
    { $reason ->
        [muted-all] quiet: you muted everything
        [muted] quiet: you muted all but grave danger
        [place-silent] quiet: you made this place silent
        [around-guarded] quiet: around the city, not in it
        [nothing-wakes] quiet { $hours }: you chose that nothing wakes you
        [guarded-in-quiet] quiet { $hours }
        [flapping] quiet: the last one ended at { $last }
        [easing] quiet, as easing always is
        [end-not-heard] quiet, as its start was
        [end-in-quiet] quiet { $hours }
        [blind-calm] quiet: no alert was running
        [blind-in-quiet] quiet { $hours }
        [inside] quiet, as wide places always are
        [stream-grave] quiet: only grave danger rings here
       *[other] sent quietly
    }
quiet-window =
    { $kind ->
        [always] at all hours
        [unknown] hours
       *[window] { $from }-{ $to }
    }

# All clear, withdrawn, passed.
end-first =
    { $kind ->
        [withdrawn] ⚪ Alert withdrawn by its source
        [parts] 🟡 Parts still under alert
        [parts-grave] 🔴 Parts still in grave danger
       *[ended] ✅ All clear
    }{ $where }, { $time }
end-body =
    { $kind ->
        [withdrawn] The source took the alert back and gives no cause. It lasted { $lasted }.
        [parts] The alert for all of it is over; it lasted { $lasted }.
        [parts-grave] The alert for all of it is over; it lasted { $lasted }.
       *[ended] It lasted { $lasted }. If you go out, look under your feet and touch nothing.
    }
end-also = { $first }. It lasted { $lasted }.
end-inside = Still on inside: { $parts }. I will say when none is left.
end-permanent = Still on, as all the time: { $place }, { $alert }.
passed-first = ⚪ There was an alert{ $where }, { $from }-{ $to }
passed-body = { $threats }. It ended before this could reach you.

# Sight lost and regained: never an all clear.
sight-lost-first =
    ⚪ { $partly ->
        [yes] { $still ->
            [yes] I still see only part
           *[no] I see only part
        }. No full data on { $place } since { $since }
       *[no] { $still ->
            [yes] I still can't see
           *[no] I can't see
        }. No data on { $place } since { $since }
    }
sight-lost-body = This is not an all clear. { $partly ->
        [yes] Where an air raid begins I still see, and will say. Its end, the threats, other alarms: I see none of these, at any place.
       *[no] I see no other place either.
    } Trust the siren, the Air Alert app, Cell Broadcast. I will say when I see again.
sight-silent = { $partly ->
        [yes] Only in part: { $sources }
       *[no] Silent: { $sources }
    }
sight-back-first = ⚪ I see again: { $place }. Blind { $from }-{ $to }
sight-back-calm =
    { $whole ->
        [yes] No alert for all of it in the data now.
       *[no] No alert in the data now.
    }
sight-back-inside = Inside: { $parts }.
sight-lost-inside = Inside, when I last saw: { $parts }. Take it as still on.
sight-back-body = What came and went meanwhile I did not see.{ $public ->
        [yes] {""}
       *[no] {" "}All your places: /now
    }
sight-alert =
    { $nearness ->
        [around] The alert around the city
       *[own] The alert
    } { $state ->
        [lost] since { $since } ({ $threats }) was on when I last saw. Take it as still on.
        [unended] since { $since } ({ $threats }): when it ends I can't see. Take it as still on.
        [running] since { $since } is still on: { $threats }.
        [began] began meanwhile, at { $since }: { $threats }.
       *[fading] since { $since } is not shown any more; its end is not confirmed yet.
    }

# The parts of a wide place (an oblast, a raion): one silent line when the first alert begins there, one when the last
# ends.
inside-part =
    { $place } { $gravity ->
        [grave] 🔴 grave danger
       *[guarded] 🟡 alert
    } since { $since }
inside-parts =
    { $named }{ $more ->
        [0] {""}
       *[other] , and { $more } more
    }
inside-began-first =
    { $gravity ->
        [grave] 🔴
       *[guarded] 🟡
    } Inside { $place }: { $gravity ->
        [grave] grave danger
       *[guarded] alert
    }{ $where ->
        [none] {""}
       *[other] , { $where }
    }{ $time ->
        [none] {""}
       *[other] , { $time }
    }
inside-began-body = It began here: { $parts }. Other places inside may follow, or it may get worse, without another message. I will say when none is left.
inside-never-rings = A wide place never rings for its parts. To be rung, follow your own town.
inside-ended-first =
    ⚪ Inside { $place }: { $other ->
        [yes] no other alert shown
       *[no] no alert shown any more
    }{ $time ->
        [none] {""}
       *[other] , { $time }
    }
inside-ended-body = The last alert inside is over; from { $since }, { $lasted } in all. The next can begin at any minute.
inside-passed-first = ⚪ Inside { $place }: there was an alert{ $span ->
        [none] {""}
       *[other] , { $span }
    }
inside-passed-body = It began here: { $parts }. By { $to } it was over, before this could reach you.

# What came and went without data, learnt afterwards: neither an all clear nor a word on what is on now.
meanwhile-first =
    ⚪ While I could not see: { $count ->
        [one] { $count } alert
       *[other] { $count } alerts
    }, { $place }
meanwhile-earlier =
    { $count ->
        [one] { $count } more alert before these:
       *[other] { $count } more alerts before these:
    }
meanwhile-alert =
    { $from }-{ $to }{ $kinds ->
        [none] {""}
       *[other] {" "}{ $kinds }
    }{ $level ->
        [red] {" "}red
        [yellow] {" "}yellow
       *[other] {""}
    }{ $nearness ->
        [around] {" "}around the city
       *[own] {""}
    }
meanwhile-body = I had no data { $from }-{ $to } and learnt of this only now. { $public ->
        [yes] This says nothing of what is on now.
       *[no] What is on now: /now
    }
meanwhile-source = { $sources } · quiet: it is over already

# The recap.
recap-first =
    { $kind ->
        [night] Your night
       *[other] While it was quiet
    }, { $from }-{ $to }{ $place ->
        [none] {""}
       *[other] , { $place }
    }
recap-running-first =
    { $until ->
        [none] ⚠️ Alert still on since { $time }{ $where }
       *[other] ⚠️ Alert since { $time }, still on at { $until }{ $where }
    }
recap-place = { $place }:
recap-entry =
    { $state ->
        [running] From { $from }
       *[ended] { $from }-{ $to }
    } { $story }. { $sound }{ $state ->
        [running] {" "}Still on.
       *[ended] {""}
    }
recap-then = { $threats } from { $time }
recap-story = { $first }, then { $then }
recap-sound =
    { $kind ->
        [quiet] Quietly.
        [rest] Rang at { $times }; the rest came quietly.
       *[rang] Rang at { $times }.
    }
# After a night of very many alerts: what is counted stands in the chat, message by message.
recap-short = There was a lot, so in short; each message is above in this chat.
recap-counted =
    { $count ->
        [one] { $count } alert
       *[other] { $count } alerts
    } { $state ->
        [running] from { $from }, still on
       *[ended] { $from }-{ $to }
    }. { $times ->
        [0] Quietly.
        [one] Rang once, at { $last }; the rest came quietly.
       *[other] Rang { $times } times, last at { $last }; the rest came quietly.
    }
recap-unseen =
    { $state ->
        [still] ⚪ From { $from } I can't see: no data.
       *[over] ⚪ { $from }-{ $to } I could not see: no data.
    }
recap-unseen-counted = ⚪ { $from }-{ $to }, { $count } times: I could not see, { $total } in all.
recap-total =
    { $total } under alert{ $seen ->
        [all] .
       *[partly] , as far as I could see.
    }
recap-held =
    { $count ->
        [one] { $count } message waited for this; it follows.
       *[other] { $count } messages waited for this; they follow.
    }

# Where a recap's and a digest's alerts come from.
bulletin-sources = Alerts: { $sources }

# The digest.
digest-first = 🗓 Digest, { $day }
digest-span = From { $from } to { $to }.
digest-late = It comes late: its hour was { $hour }, and what came after that is not in it.
digest-heavy-night = It was a long night. Rest today when you can.
digest-place =
    { $place }: { $count ->
        [one] { $count } alert, { $total }
       *[other] { $count } alerts, { $total } in all{ $longest ->
            [none] {""}
           *[other] , the longest { $longest }
        }
    }
digest-place-end = { $line }.
digest-place-night = { $line }; { $minutes ->
        [0] none of it at night.
       *[other] at night (23:00-07:00) { $night }.
    }
digest-place-quiet = { $place }: { $wide ->
        [yes] no alert for all of it
       *[no] no alerts
    } in what I have seen{ $since ->
        [none] {""}
       *[other] {" "}since { $since }
    }{ $wide ->
        [yes] ; its parts are not counted here.
       *[no] .
    }
digest-place-unseen = { $place }: I have seen no data for this time.
digest-seen-since = I have seen the alerts only since { $since }.
digest-unseen =
    { $state ->
        [over] I saw nothing from { $from } to { $to }: alerts of that time may be missing here.
       *[still] I saw nothing since { $from }: alerts after that may be missing here. Use the siren and the Air Alert app.
    }
digest-unseen-counted =
    { $count ->
        [one] I saw nothing once, { $total }, from { $from } to { $to }: alerts may be missing here.
       *[other] I saw nothing { $count } times, { $total } in all, between { $from } and { $to }: alerts may be missing here.
    }
digest-no-place = You follow no place yet: /place
digest-silenced =
    { $count ->
        [one] { $count } message came without sound.
       *[other] { $count } messages came without sound.
    }
digest-claims = From the reporting, new to you:
digest-claims-more =
    { $count ->
        [one] { $count } more statement under Situation.
       *[other] { $count } more statements under Situation.
    }
digest-card = 📖 { $title }: { $line }

# One statement of a report: who says so, when by the report's own words, where it was published.
claim-line = • { $text }
    — { $speaker }{ $basis ->
        [seen] , who saw it
       *[told] {""}
    }{ $said ->
        [none] {""}
       *[other] ; when: “{ $said }”
    }. { $outlet }{ $published ->
        [none] , the report gives no date.
       *[other] , { $published }.
    }
speaker-named = { $name }, { $role }
speaker-channel = { $speaker } ({ $channel })

# Buttons.
button-why =
    { $sound ->
        [loud] Why loud?
       *[silent] Why quiet?
    }
button-shelter = Nearest shelter
button-guide = What to do
button-ring-too = Ring for these too
button-now = Now
button-own-town = Choose my own town
button-situation = Situation
button-digest-chart = { $place }: 7 days as a picture
button-digest-change = Change it
button-digest-off = Stop the digest

# A grave alert of the night, told again to whom it is to insist.
insist-body = Again, { $number } of { $total }: you asked me to insist. Tap "I'm up" and I stop.
button-up = I'm up
button-ring-end = Ring me at the all clear

# When the mode "nothing wakes me" is over.
mode-ended =
    Grave danger wakes you again in your quiet hours. The time for which you chose "nothing wakes me" is over.
    If that is right, there is nothing to do.
button-nothing-again = Nothing wakes me, again
button-modes = What wakes me

# A house's own shelter, after what to do.
own-shelter =
    { $band ->
        [now] The house's shelter, only if its door is steps away: { $where }.
       *[other] The house's shelter: { $where }.
    }

# A correction of what a digest carried, and of a claim wherever it is told.
correction-notice =
    { $kind ->
        [retracted] <b>Withdrawn</b>, { $place }. A digest of mine carried this: “{ $was }” It does not stand. { $note } ({ $outlet })
       *[corrected] <b>Corrected</b>, { $place }. A digest of mine carried this: “{ $was }” Right is: { $now } { $note } ({ $outlet })
    }
claim-corrected = <i>(corrected { $on }; it said: “{ $was }” { $note })</i>

# What those who run the bot tell everybody, in their own words; and that an alert was false.
announcement-first = 📢 From those who run this bot
false-alarm-first = ⚪ False alarm, { $place }
false-alarm-body = Those who run this bot say so of the alert for { $area } since { $since }.
false-alarm-state =
    { $still ->
        [yes] This is not an all clear: at { $time } the sources still showed an alert here. Go by it until I say that it is over.
       *[no] At { $time } the sources did not show it any more.
    }
