# What people say in their own words.

words-no-text = I don't use pictures or stickers, and nothing was stored. Write a place, a question, or /help.
words-save = Save
words-quiet = Understood so: { $described }
    Nothing is saved yet.
words-quiet-off = Understood so: no quiet hours, every alert rings. Nothing is saved yet.
words-tonight = Understood so: quiet until { $until }, this once; grave danger rings. Nothing is saved yet.
words-digest = Understood so: a digest { $hours }. Nothing is saved yet.
words-digest-off = Understood so: no more digests. Nothing is saved yet.
words-mute = Understood so: silence for { $length }; grave danger rings. Nothing is saved yet.
words-mute-until = Understood so: silence until { $until }; grave danger rings. Nothing is saved yet.
words-mute-off = Understood so: the mute ends now. Nothing is changed yet.
words-too-long = I understood you, but it is too much for one button. Write it as a command: { $command }
words-unclear = I hear what this is about, but not what to do. Nothing was changed. Tap, or write it with hours.
words-place = Do you mean a place? Tap it and I will watch it.
words-nothing =
    I didn't understand "{ $words }".
    I can say what happens at your places (/now), what to do (/guide), what the reporting says (/situation), and be quiet at night (/quiet). Or type the name of a place. /help

# What could be meant, where a sentence can be read in several ways. Each name is a sentence that the bot understands.
readings-which =
    { $count ->
        [one] Do you mean this? Nothing is changed yet.
       *[other] This can be read in several ways. Which do you mean? Nothing is changed yet.
    }
reading-quiet-off = Quiet hours off
reading-tonight = Quiet tonight, until { $until }
reading-mute =
    { $kind ->
        [all] Mute all for { $length }
       *[guarded] Mute for { $length }
    }
reading-mute-until =
    { $kind ->
        [all] Mute all until { $until }
       *[guarded] Mute until { $until }
    }
reading-mute-off = Unmute
reading-digest = Digest { $hours }
reading-digest-now = Digest now
reading-digest-off = No more digests

ask-how = Ask in your own words: what happened, what to do, what is at your places now. For example: How many people were killed in Kharkiv? I answer from reports and cards only, each with its source.
ask-no-place = You don't follow that place, so I don't look at it. Tap it, or type its name.
situation-button-ask = Ask
situation-button-page = Page { $number } of { $pages }
