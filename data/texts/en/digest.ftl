# When the daily digest comes. Its own words are among the notices.

digests-state = Digest: every day at { $times }.
digests-state-off = The digest is off.
digests-first = The next one: { $day }, { $clock }.
digests-how-to =
    Once a day: your places' alerts, the night's share, what came without sound, and what is new in the reporting, each with its source. It comes without sound.
    Tap, or write <code>/digest 08:00</code>, <code>/digest now</code>, <code>/digest off</code>.
digests-not-understood = I didn't understand "{ $part }". Write an hour of the day: <code>/digest 08:00</code>, <code>/digest 8am</code>, <code>/digest off</code>. Nothing was changed. { $state }
digests-button-now = One now
digests-button-off = Turn it off
