# What to do: the frame around the cards.

guide-choose = <b>What to do.</b> Choose a topic, then a card.
guide-topic =
    { $topic ->
        [alert] An alert: where are you?
        [weapon] What flies
        [all_clear] After the all clear
        [first_aid] Bleeding
        [rubble] Under rubble
        [fire] Fire
        [ordnance] Unexploded ordnance
        [bag] Go-bag
        [night] Night
        [outage] No power or water
        [evacuation] Evacuation
        [children] Children
        [disability] Cannot walk there
        [pets] Pets
        [stress] Fear, no strength
       *[numbers] Numbers to call
    }
guide-title = <b>{ $title }</b>
guide-line = • { $line }
guide-sources = <blockquote expandable>Whose advice this is:
    { $sources }</blockquote>
guide-not-found = I have no card on "{ $words }". I have these:
