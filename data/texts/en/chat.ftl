# Pieces that several conversations share.

second-channel = I am a second channel, not a siren. Keep the Air Alert app and Cell Broadcast on: I cannot ring through Do Not Disturb or a muted chat, and Telegram can be late or fail.
tap-outdated = This button is outdated. Nothing was changed. Send the command again: /help lists them all.
group-admins-only = Only an admin of this group can change that. Nothing was changed.
group-changed-by =
    { $name ->
        [none] Changed by an admin of this group.
       *[other] Changed by { $name }.
    }
saved = Saved.

button-back = ‹ Back
button-undo = Undo
button-again = Refresh
button-places = My places
button-settings = Settings
button-help = Help

weekday =
    { $weekday ->
        [0] Mon
        [1] Tue
        [2] Wed
        [3] Thu
        [4] Fri
        [5] Sat
       *[other] Sun
    }
# Hours of quiet on the days on which they begin.
window =
    { $set ->
        [every] every day { $hours }
        [weekdays] on weekdays { $hours }
        [weekend] at weekends { $hours }
       *[some] on { $days } { $hours }
    }
# Hours on another clock than Kyiv's.
hours-by-clock = { $hours } ({ $zone } time)

# What Telegram shows before anyone writes, and beside each command.
bot-description =
    Air-raid alerts that wake you only when they must, what to do in the time there is, and where every word comes from.

    A second channel, not a siren: keep the Air Alert app and Cell Broadcast on.
bot-short-description = Air-raid alerts that wake you only when they must. A second channel, not a siren.
command-start = Begin: place, quiet hours, language
command-now = My places at this moment
command-status = The same as /now
command-map = Alerts by region, in words and as a picture
command-stats = Hours under alert, by day and by hour
command-place = Places I follow
command-quiet = Quiet hours
command-mute = Silence for a while
command-insist = Ring again until I'm up
command-digest = The daily digest
command-situation = What the reporting says
command-ask = Ask about events or what to do
command-shelter = The nearest shelter
command-flags = For operators: what people say of shelters
command-circle = Check on each other
command-calm = A quiet minute
command-gobag = The go-bag, to tick
command-house = How far a shelter is from your place
command-guide = What to do, card by card
command-why = Why it rang, or did not
command-test = How a loud and a silent message sound
command-settings = Everything I chose
command-language = English or Ukrainian
command-timezone = The clock that quiet hours go by
command-zone = The same as /timezone
command-help = What the bot can do, and its limits
command-privacy = What is kept about you
command-export = All that is kept of me, as a file
command-forget = Forget everything about me
