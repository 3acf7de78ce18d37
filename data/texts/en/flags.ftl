# What people say of shelters' doors, for those who run the bot.

flags-for-operators = What people say of shelters is checked by those who run this bot. To say it of a door: /shelter, tap the shelter.
flags-head = <b>Doors.</b> Not checked: { $unchecked }. Checked and still shown: { $checked }. Shelters hidden: { $hidden }.
flags-none = Nothing waits to be checked.
flags-one =
    <b>{ $name }</b>
    Said to be { $flag ->
        [closed] closed
        [locked] locked
        [full] full
       *[no_ramp] without a ramp
    }, { $times ->
        [one] once
       *[other] { $times } times
    }, last at { $at }. Unless you judge it, it passes at { $until }.
    Keep shows it as checked, for longer. Drop takes it away. Hide keeps the shelter out of answers for 30 days.
flags-judged =
    { $verdict ->
        [confirmed] Kept: { $name }, shown as checked.
       *[rejected] Dropped: { $name }.
    }
flags-hidden = Hidden: { $name }, until { $until }.
flags-hidden-head =
    { $count ->
        [0] No shelter is hidden.
       *[other] <b>Hidden shelters</b>
    }
flags-hidden-item = • { $name }, until { $until }
flags-shelter-gone = a shelter that its register no longer lists
flags-button-keep = Keep
flags-button-drop = Drop
flags-button-hide = Hide the shelter
flags-button-look = See the shelter
flags-button-next = Next
flags-button-hidden = Hidden shelters
flags-button-show = Show again: { $name }
