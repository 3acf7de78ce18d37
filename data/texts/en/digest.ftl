# When the daily digest comes, and what it tells. Its own words are among the notices.

# Hours of a digest; several sets of days stand one after the other.
digest-hours =
    { $set ->
        [every] every day at { $times }
        [weekdays] on weekdays at { $times }
        [weekend] at weekends at { $times }
       *[some] on { $days } at { $times }
    }
digests-state = Digest: { $hours }.
digests-state-off = The digest is off.
digests-first = The next one: { $day }, { $clock }.
digests-held = Quiet hours hold it until { $until }.
digests-sound =
    { $on ->
        [yes] It comes with sound, outside quiet hours and mutes.
       *[no] It comes without sound.
    }
digests-left-out = Left out: { $parts }.
digests-how-to =
    It tells of the time since the last one: your places' alerts, the night's share, what came without sound, what is new in the reporting, each with its source, and one card. A button under it shows the week as a picture.
    Tap, or write <code>/digest 08:00</code>, <code>/digest 8 20:30</code>, <code>/digest weekdays 8, weekends 10</code>, <code>/digest now</code>, <code>/digest off</code>.
digests-not-understood = I didn't understand "{ $part }". Write hours of the day: <code>/digest 08:00</code>, <code>/digest 8am 8pm</code>, <code>/digest weekdays 8</code>, <code>/digest off</code>. Nothing was changed. { $state }
digests-too-many = That is too many: { $most } hours at most. Nothing was changed. { $state }
digests-button-hour =
    { $state ->
        [on] ✓ { $hour }
       *[off] { $hour }
    }
digests-button-days =
    { $set ->
        [every] Every day
        [weekdays] On weekdays
       *[weekend] At weekends
    }
digests-button-parts = What it tells
digests-button-sound =
    { $turn ->
        [on] With sound
       *[off] Without sound
    }
digests-button-now = One now
digests-button-off = Turn it off
digests-button-back = Back

# What it tells, part by part.
digests-parts = What the digest tells. Tap a part to leave it out or to take it in again. When I saw nothing is always said.
digests-part-last = One of the parts has to stay. To have no digest: <code>/digest off</code>.
digests-part =
    { $part ->
        [alerts] alerts at your places
        [longest] the longest alert
        [night] the night's share
        [silenced] what came without sound
        [claims] news from the reporting
        [chart] the week as a picture (a button)
       *[card] one card
    }
digests-button-part =
    { $state ->
        [on] ✓ { $part }
       *[off] left out: { $part }
    }
