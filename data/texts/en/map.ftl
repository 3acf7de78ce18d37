# The alerts of the whole country as text. Nothing here may sound like an all clear.

map-head = <b>Alerts by region, { $time }</b>
map-last = <b>When I last saw, at { $since }</b>; what was not under alert then is left out:
map-whole =
    { $shade ->
        [red] 🔴 Red, everywhere in: { $regions }
        [grave] 🔴 Grave, though not called red, everywhere in: { $regions }
       *[yellow] 🟡 Yellow, everywhere in: { $regions }
    }
map-worse-in-parts =
    { $region } ({ $shade ->
        [red] red
        [grave] grave
       *[yellow] yellow
    } in parts)
map-parts =
    { $shade ->
        [red] 🔴 Red, only in parts of: { $regions }
        [grave] 🔴 Grave, though not called red, only in parts of: { $regions }
       *[yellow] 🟡 Yellow, only in parts of: { $regions }
    }
map-city =
    { $shade ->
        [red] 🔴 The city of { $city } by itself: red
        [grave] 🔴 The city of { $city } by itself: grave, though not called red
       *[yellow] 🟡 The city of { $city } by itself: yellow
    }
map-unplaced =
    { $count ->
        [one] { $count } more alert is in an area that I cannot place.
       *[other] { $count } more alerts are in areas that I cannot place.
    }
map-permanent = { $area } ({ $alert })
map-all-the-time = All the time, and not in the lines above: { $areas }
map-rest =
    { $other ->
        [partly] No air raid is shown in the data, and more than that I can't see: { $regions }
        [yes] No other alert is shown in the data: { $regions }
       *[no] No alert is shown in the data: { $regions }
    }
map-button-now = My places now
map-button-oblast = Kharkiv Oblast
map-oblast-head = <b>Kharkiv Oblast by raion, { $time }</b>
map-button-country = All regions
map-words-oblast = kharkiv, kharkiv oblast, oblast
