# Places: choosing, listing, removing.

# The words after /place that mean "remove", with spaces between them.
place-words-remove = remove delete unfollow drop

place-none = You follow no place yet. Tap it, or just type a name: a city, a community, a district of Kharkiv.
place-type-name = Type the name of the place, in Ukrainian or in English: a city, a community, a raion. For example: Chuhuiv.
place-button-another = Another: type its name
place-list = <b>Places I watch for you</b>
place-item = • { $place }{ $until ->
        [none] {""}
       *[other] {" "}(until { $until })
    }
place-how-to =
    To add one, type its name. For a journey: <code>/place Lviv until Sunday</code>
    To remove one, tap it, or write <code>/place remove Lviv</code>
place-button-remove = ✕ { $place }

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
place-removed = I no longer watch <b>{ $place }</b>. You will hear nothing of it.
place-not-followed = I don't watch "{ $name }", so there is nothing to remove.
place-day-not-understood = I didn't understand the day "{ $day }". Write a weekday or a date within a year: <code>/place Lviv until Sunday</code>, <code>/place Lviv until 29.11</code>. Nothing was changed.
