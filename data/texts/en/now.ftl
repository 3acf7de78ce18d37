# The state of places, and how well it is seen. Nothing here may sound like an all clear.

now-no-place = You follow no place yet. Tap the button, or just type a name, such as Kharkiv.

state-danger =
    { $gravity ->
        [grave] 🔴 grave danger
       *[guarded] 🟡 alert
    } since { $since }{ $story ->
        [none] {""}
       *[other] {" "}({ $story })
    }
state-alert = <b>{ $place }</b>: { $danger }{ $last ->
        [none] {""}
       *[other] {" "}· last seen { $last }, its end is not confirmed
    }{ $blind ->
        [none] {""}
       *[other] {" "}· not seen since { $blind }
    }{ $denied ->
        [none] {""}
       *[other] {" "}· not shown by { $denied }
    }
state-calm =
    { $sight ->
        [fresh] <b>{ $place }</b>: { $other ->
            [yes] no other alert in the data
            [inside] no alert for all of it in the data
           *[no] no alert in the data
        }, { $age } old
       *[late] <b>{ $place }</b>: { $other ->
            [yes] no other alert in the data
            [inside] no alert for all of it in the data
           *[no] no alert in the data
        }, but they are { $age } old
    }
state-calm-partly = <b>{ $place }</b>: { $other ->
        [inside] no air raid for all of it in the data
        [yes] no other air raid in the data
       *[no] no air raid in the data
    }, { $age } old; more than that I can't see since { $since }
state-inside = Inside { $place }: { $parts }{ $last ->
        [none] {""}
       *[other] {" "}· last seen { $last }, its end is not confirmed
    }{ $blind ->
        [none] {""}
       *[other] {" "}· not seen since { $blind }
    }
state-blind = ⚪ <b>{ $place }</b>: I can't see since { $since }
state-never = ⚪ <b>{ $place }</b>: I have no data yet
state-around = Around the city ({ $raion }): { $danger }
state-permanent = <b>{ $place }</b>: { $alert }, all the time
state-action = What to do: { $action }

sight = Data: { $sources }.
sight-source =
    { $sight ->
        [fresh] { $source }, { $age } ago
       *[late] { $source }, late, { $age } ago
    }
sight-since = { $source }, silent since { $since }
sight-never = { $source }, no answer yet
sight-blind = I can't see: { $sources }. This is not an all clear. Trust the siren, the Air Alert app, Cell Broadcast.
sight-partly = Data: { $sources }. Since { $since } I see only where an air raid is on: no ends, no threats, no other alarms. This is not an all clear. Trust the siren, the Air Alert app, Cell Broadcast.
sight-no-source = No source of alerts is set up here: I see no alerts at all. This is not an all clear. Trust the siren, the Air Alert app, Cell Broadcast.

now-paused = ⚠️ Since { $since } I send no alerts to anybody: those who run this bot have paused all sending. Trust the siren, the Air Alert app, Cell Broadcast. What follows is true all the same, at this moment.
