# How far a shelter is from a place, and the house's own shelter.

house-no-place = First choose a place; then say how far a shelter is from it.
house-which = Which place do you speak of?
house-heading = <b>{ $place }: the way to a shelter</b>
house-reach =
    { $reach ->
        [near] You said: in the building or within two minutes.
        [walk] You said: within ten minutes' walk.
        [stay] You said: too far, or we cannot go. Alerts then do not send you there.
       *[unsaid] You said nothing: alerts say what to do in either case.
    }
house-shelter =
    { $shelter ->
        [none] The house has named no shelter of its own.
       *[other] The house's shelter: { $shelter }
    }
house-how =
    Alerts then say what fits you. Their sound does not change, and you need not choose.
    A house names its shelter in one line of up to { $most } letters: <code>/house basement, entrance 2; key in flat 14</code>. To take it out: <code>/house off</code>. Of several places name one first: <code>/house Chuhuiv: cellar in the yard</code>.
house-choice =
    { $chosen ->
        [yes] ✓ {""}
       *[no] {""}
    }{ $reach ->
        [near] In the building or within 2 min
        [walk] Within 10 min
        [stay] Too far, or we cannot go
       *[unsaid] I say nothing
    }
house-too-long = "{ $words }" is too long: { $most } letters fit into an alert. Nothing was changed.

# What may be typed after /house, with commas between.
house-words-near = near, close, 2 min
house-words-walk = walk, 10 min
house-words-stay = stay, far, cannot go
house-words-unsaid = unsaid, clear
house-words-off = off, none, remove
