# The go-bag's list.

gobag =
    <b>The go-bag</b>: { $packed } of { $count } packed
    Tap what is in it. The list is kept for this chat alone. The card with more: /guide bag
gobag-item =
    { $packed ->
        [yes] ✓ {""}
       *[no] ▫ {""}
    }{ $item ->
        [backpack] A backpack of about 25 l, by the door
        [papers] Copies of your papers, in plastic
        [cash] Cash and cards
        [keys] Keys
        [medicine] Your medicine
        [first_aid] First-aid kit with a tourniquet
        [torch] Torch
        [power_bank] Power bank
        [radio] Radio
        [water] Water
        [food] Food that needs no cooking
        [warm] Warm things
        [hygiene] Hygiene things
       *[numbers] Your people's numbers, on paper
    }
gobag-button-empty = Begin anew
gobag-ask = <b>Take every tick away?</b>
gobag-button-empty-sure = Yes, every tick
