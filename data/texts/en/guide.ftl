# What to do: the frame around the cards.

guide-choose = <b>What to do.</b> Choose a topic, then a card.
guide-topic =
    { $topic ->
        [alert] An alert: where are you?
        [all_clear] After the all clear
        [rubble] Under rubble
        [ordnance] Unexploded ordnance
        [first_aid] First aid
       *[numbers] Numbers to call
    }
guide-title = <b>{ $title }</b>
guide-line = • { $line }
guide-sources = <blockquote expandable>Whose advice this is:
    { $sources }</blockquote>
guide-source =
    { $kind ->
        [authority] { $name } · { $publisher }
        [relay] { $name } · passed on by { $publisher }
       *[expert] { $name } · { $publisher }, an expert, not an authority
    }
guide-checked = Checked { $checked }, to be read again by { $review }.
guide-not-found = I have no card on "{ $words }". I have these:
