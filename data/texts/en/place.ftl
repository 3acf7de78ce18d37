# Places: choosing, listing, labelling, how they sound, removing.

# The words after /place that mean "remove", with spaces between them.
place-words-remove = remove delete unfollow drop
# Likewise: the words for "its label is", "always silent", "never silenced", "as the chat".
place-words-label = label
place-words-silent = silent silence
place-words-loud = loud
place-words-as-chat = normal usual
# The words between a name and its label: "Chuhuiv as mother".
place-words-as = as

place-none = You follow no place yet. Tap it, or just type a name: a city, a community, a district of Kharkiv.
place-type-name = Type the name of the place, in Ukrainian or in English: a city, a community, a raion. For example: Chuhuiv.
place-button-another = Another: type its name
place-button-here = Where I am
place-here-how = Share your location with the button below or the paperclip. I answer and forget it: nothing of it is stored.
place-here = You are in <b>{ $place }</b>. Shall I watch it?
place-here-border = You are on a border. Which one shall I watch?
place-here-wide = You are in <b>{ $place }</b>; closer than that I can't tell from a location.
place-here-unknown = From a location I can't tell your place: nobody gave me a map of borders, and I don't guess. Tap it, or just type a name: a city, a community, a district of Kharkiv.
place-here-outside = Your location lies in no area on my map of borders. Tap a place, or just type its name: a city, a community, a district of Kharkiv.
place-list = <b>Places I watch for you</b>
place-item = • { $place }
place-how-to =
    Tap a place for its label, its sound, its end, or to remove it. To add one, type its name: <code>/place Chuhuiv as mother</code>, and for a journey <code>/place Lviv until Sunday</code>
place-button-remove = ✕ Remove

place-followed =
    { $came ->
        [already] I watch <b>{ $place }</b> already.
       *[followed] I watch <b>{ $place }</b> now{ $until ->
            [none] .
           *[other] , until { $until }, to the end of that day.
        }
    }
place-wide = This is a wide place. An alert that is declared for all of it comes like any other. For alerts in its parts there is one silent line when the first begins and one when the last ends; they never ring. To be rung, type the name of your own town.
place-which = Which one is "{ $name }"?{ $more ->
        [0] {""}
        [one] {" "}There is { $more } more: write the name in full if yours is not here.
       *[other] {" "}There are { $more } more: write the name in full if yours is not here.
    }
place-narrower = <b>{ $place }</b> is wide: alerts there are mostly declared for its parts. Where are you? Tap, or type the name. If you keep all of it, alerts in its parts come only as silent lines.
place-country = All of Ukraine is too wide: it would ring for somebody else's danger. Type the name of a city or a community.
place-button-keep = All of { $place }
place-not-found = I know no place called "{ $name }". I looked through the oblasts, raions, communities and cities of Ukraine. Write its name in Ukrainian or in English; for a village, the name of its community.
place-too-many =
    { $count ->
        [one] I can watch { $count } place at most. Remove it first.
       *[other] I can watch { $count } places at most. Remove one first.
    }
place-removed = I no longer watch <b>{ $place }</b>. You will hear nothing of it.{ $loses ->
        [none] {""}
        [label] {" "}Undo brings it back without its label.
        [silence] {" "}Undo brings it back sounding as the chat.
       *[both] {" "}Undo brings it back without its label, sounding as the chat.
    }
place-removed-house = The way to its shelter is forgotten: /house says it anew.
place-not-followed = I don't watch "{ $name }", so nothing was changed.
place-day-not-understood = I didn't understand the day "{ $day }". Write a weekday or a date within a year: <code>/place Lviv until Sunday</code>, <code>/place Lviv until 29.11</code>. Nothing was changed.

# How one place sounds, in the list and in /now.
place-loudness =
    { $loudness ->
        [silent] always silent, grave danger too
        [loud] never silenced by quiet hours
       *[as_chat] sounds as the chat
    }
place-last-day = until { $until }

# The page of one place.
place-page-name = <b>{ $place }</b>
place-page-label =
    { $label ->
        [none] No label.
       *[other] Label: { $label }
    }
place-page-loudness =
    Sound: { $loudness ->
        [silent] always silent.
        [loud] never silenced.
       *[as_chat] as the chat.
    }
place-page-until =
    { $until ->
        [none] It stays until you remove it.
       *[other] It ends by itself after { $until }.
    }
place-loudness-line =
    { $loudness ->
        [silent] <b>Always silent</b>: nothing here rings, by day or by night, not even ballistic missiles. It comes without sound, or within a message that rings for another of your places.
        [loud] <b>Never silenced</b>: quiet hours don't hold here. What rings by day rings at night too: drones as well, and the all clear if its start rang. "Nothing wakes me" does not silence it; /mute works as anywhere.
       *[as_chat] <b>As the chat</b>: your quiet hours decide what rings.
    }
place-loudness-choice =
    { $chosen ->
        [yes] ✓{" "}
       *[no] {""}
    }{ $loudness ->
        [silent] Always silent
        [loud] Never silenced
       *[as_chat] As the chat
    }
place-loudness-saved =
    { $loudness ->
        [silent] Saved. <b>{ $place }</b> is always silent until you change it here.
        [loud] Saved. <b>{ $place }</b> is never silenced now.
       *[as_chat] Saved. <b>{ $place }</b> sounds as the chat now.
    }
place-silent-ask =
    <b>{ $place }: not even grave danger will ring, by day or by night.</b> If a ballistic missile flies there, your phone stays silent. You will read of it afterwards.
    It holds for as long as I watch this place, or until you change it. Nothing is changed until you say it once more.
place-silent-alone = "Always silent" silences grave danger too, and that is one person's choice: it is not there for groups and channels. Nothing was changed.
place-button-silent-sure = Yes, always silent
place-button-not-silent = No, leave it as it is
place-button-until =
    { $kind ->
        [tonight] Until tonight, 24:00
        [sunday] Until Sunday, { $day }
        [week] A week, until { $day }
       *[good] For good
    }
place-button-label = Label
place-label-how =
    Your own word for <b>{ $place }</b>, up to { $most ->
        [one] { $most } character
       *[other] { $most } characters
    }. Copy this line, add the word, send it:
    <code>{ $start }</code>
    Sent without a word, it removes the label.
place-label-typed = /place label { $place }:
place-button-copy = Copy the line
place-label-saved =
    { $label ->
        [none] Saved. <b>{ $place }</b> has no label.
       *[other] Saved. Label of <b>{ $place }</b>: { $label }
    }
place-label-refused =
    { $came ->
        [taken] "{ $label }" means another of your places already, so the label was not changed.
       *[too_long] The label "{ $label }" has more than { $most ->
            [one] { $most } character
           *[other] { $most } characters
        }, so it was not changed. Make it shorter.
    }
place-label-later = You can give it your label afterwards, on the page of the place: /place
