# Quiet hours: what they do, what they cannot do.

quiet-state = Quiet hours: { $hours }, { $mode }{ $until ->
        [none] .
       *[other] {" "}until { $until }; then grave danger wakes me again.
    }
quiet-state-off = Quiet hours are off.
quiet-running = They run now, until { $end }.
quiet-next = Next: { $day }, { $start }-{ $end }.
quiet-mode =
    { $mode ->
        [grave] grave danger wakes me
        [everything] everything wakes me
       *[nothing] nothing wakes me
    }
quiet-mode-line =
    { $mode ->
        [grave] <b>Grave danger wakes you</b>: red alerts, missiles, guided bombs and whatever is unknown ring. A yellow alert of drones and all clears come without sound.
        [everything] <b>Everything wakes you</b>: each alert rings, drones too. All clears and updates come without sound.
       *[nothing] <b>Nothing wakes you</b>: not even ballistic missiles. Everything comes without sound, and you would sleep through it.
    }
quiet-promise = Quiet lowers the sound, not the delivery: what comes without sound is there at once and stands in one list in the morning.
quiet-how-to = Tap, or write <code>/quiet 23:00-07:00</code>, <code>/quiet weekdays 23-7, weekends 00-9</code>, <code>/quiet tonight</code>, <code>/quiet off</code>.
quiet-reported = Why people silence the night:
# The question that the reports answer for the line above.
quiet-question = Why are phones silenced at night?
quiet-off-saved =
    { $muted ->
        [no] Quiet hours are off: every alert rings, by day and by night. To be left in peace for a while, there is /mute.
       *[yes] Quiet hours are off, and a mute goes on.
    }
quiet-off-but = Silent all the same: { $places }.
quiet-tonight-saved = Quiet until { $until }, this once: grave danger still rings, the rest comes without sound. It ends by itself.
quiet-open-nights = Nights without quiet hours, after: { $days }.
quiet-by-day = These hours lie by day: the nights (22:00-06:00) stay loud.
quiet-later = Fine: every alert rings for now. Quiet hours are one tap away: /quiet. What happens now: /now

quiet-not-understood = I didn't understand "{ $part }". Write it like 23:00-07:00, or tap in /quiet. Nothing was changed. { $state }
quiet-not-fitting = I know the words of "{ $part }", but not what they mean together: a start, an end or the days are missing, or the hours leave no gap. Quiet hours need a gap, or there would never be a recap of what they silenced. Write it like 23:00-07:00. Nothing was changed. { $state }

quiet-nothing-ask =
    <b>Not even grave danger will wake you.</b> If a ballistic missile flies at your city while you sleep, your phone stays silent. You will read of it afterwards.
    Nothing is changed until you say it once more, with for how long. When that is over, grave danger wakes you again, and I ask by day.
quiet-nothing-but = Only these places ring all the same, because you chose never to silence them: { $places }.
quiet-nothing-alone = "Nothing wakes me" is one person's choice: it is not there for groups and channels. Nothing was changed.
quiet-nothing-long = Save these hours with "grave danger wakes me" first, then choose what wakes you. Nothing was changed.
quiet-button-sure =
    { $nights ->
        [1] Nothing wakes me, one night
        [7] Nothing wakes me, a week
       *[other] Nothing wakes me, 30 days
    }
quiet-button-grave-instead = No: grave danger wakes me
quiet-button-tonight = Only tonight, until 07:00
quiet-button-modes = What wakes me
quiet-button-off = Turn quiet hours off
