# Public channels of an area: for operators, and the link to them for everybody.

# The words after the area that say how much of its alerts a channel carries, with spaces between them.
channel-words-grave = grave red
channel-words-all = all everything
channel-how =
    One message to a channel reaches all who read it at once. To have one carry the alerts of an area:
    1. Make me an administrator of the channel, with the right to post. In a group it is enough to add me.
    2. Forward a post of the channel to me, or write <code>/channel @name Kharkiv</code>, <code>/channel @name Kharkiv grave</code>.
channel-list = <b>Channels that carry alerts</b>
channel-item =
    • { $name }: { $place }, { $stream ->
        [grave] grave danger only
       *[all] all alerts
    }, { $in ->
        [uk] in Ukrainian
       *[en] in English
    }{ $gone ->
        [yes] . ⚠️ I cannot write there any more: make me an administrator again
       *[no] {""}
    }
channel-wide = This is a wide place: alerts in its parts are told there by silent lines alone, when the first begins and when the last ends.
channel-which-area = <b>{ $name }</b>: which area? Tap, or write <code>/channel { $id } Chuhuiv</code>
channel-how-much =
    <b>{ $name }</b>, { $place }. How much of it?
    All: starts, what gets worse or easier, all clears, and when I cannot see. Grave only: no start of drones alone, and no all clear of what was not told.
channel-button-stream =
    { $stream ->
        [grave] Grave danger only
       *[all] All alerts
    }
channel-button-language =
    { $in ->
        [uk] Post in Ukrainian
       *[en] Post in English
    }
channel-button-stop = Carry nothing there
channel-button-sure = Yes, nothing more
channel-button-keep = No, go on
channel-ask = No more alerts in { $name }, for anybody who reads it?
channel-stopped =
    { $name ->
        [none] That channel carries nothing already.
       *[other] { $name } carries nothing any more. Say so there: its readers do not know it.
    }
channel-carries = Saved. What runs there already is not posted; the next change is. Whatever was set in that chat before is over.
channel-refused =
    { $came ->
        [too_wide] All of Ukraine is too wide for one channel. Choose an oblast, a raion, a community or a city.
       *[wide_grave] { $place } is wide: what begins in its parts is told by silent lines alone, and a channel of grave danger would leave their red alerts out. Choose a city or a community, or all alerts.
    }
channel-not-there =
    { $why ->
        [may_not_post] I may not post there. Make me an administrator of the channel with the right to post (add me to the group), then try again.
        [no_channel] That is neither a channel nor a group.
        [unreachable] Telegram did not answer. Nothing was changed; try again.
       *[unknown] I know no such channel, or I am not in it. Make me an administrator of it, then forward a post of it to me.
    }
channel-settings-elsewhere = This chat carries the alerts of an area for all who read it. What is sent here is set by those who run this bot. For your own places and quiet hours write to me in private.

# Under the list of one's places.
place-channel = 📢 { $place }: public channel @{ $username }{ $stream ->
        [grave] , grave danger only
       *[all] {""}
    }. One message there reaches everybody at once, so at a big alarm it can come seconds or minutes before mine. It cannot know your quiet hours.
