# The alerts as a picture: short names for tiles, and what each look means.

map-picture-title =
    { $which ->
        [country] Alerts by region
       *[oblast] Kharkiv Oblast
    }
map-picture-data = Data: { $sources }, as of { $time }
map-picture-blind = No data since { $since }
map-picture-blind-note = What was on then is shown. The rest: not known
map-picture-late = The data are late
map-picture-partly = I see only part of the data
map-picture-partly-note = An end may be missing here. { $data }
map-picture-caption =
    <b>{ $which ->
        [country] Alerts by region
       *[oblast] Alerts in Kharkiv Oblast
    }, { $time }.</b> { $seen ->
        [blind] No data since { $since }: this is not an all clear.
       *[other] Data as of { $since }.
    } The same in words: the message above.
map-picture-footer = Tiles, not borders. The picture does not renew itself.
map-look =
    { $shade ->
        [red] red
        [grave] grave
       *[yellow] yellow
    }
map-look-worse = + { $shade ->
        [red] red
        [grave] grave
       *[yellow] yellow
    }
map-look-parts = in parts
map-look-usual = long since
map-look-unknown = not known
map-look-none = –
map-key-red = red
map-key-grave = grave, not called red
map-key-yellow = yellow
map-key-parts = only in parts (here: red)
map-key-none = no alert in the data
map-key-unknown = not known
map-key-usual = on for months or years
map-tile =
    { $area ->
        [3] Khmeln.
        [4] Vinnytsia
        [5] Rivne
        [8] Volyn
        [9] Dnipro
        [10] Zhytomyr
        [11] Zakarpat.
        [12] Zaporizh.
        [13] Iv.-Frank.
        [14] Kyiv obl.
        [15] Kirovohr.
        [16] Luhansk
        [17] Mykolaiv
        [18] Odesa
        [19] Poltava
        [20] Sumy
        [21] Ternopil
        [22] Kharkiv
        [23] Kherson
        [24] Cherkasy
        [25] Chernihiv
        [26] Chernivtsi
        [27] Lviv
        [28] Donetsk
        [29] Crimea
        [30] Sevast.
        [31] Kyiv
       *[other] { $name }
    }
map-raion =
    { $area ->
        [122] Chuhuiv
        [123] Kupiansk
        [124] Kharkiv raion
        [125] Izium
        [126] Bohodukhiv
        [127] Berestyn
        [128] Lozova
        [1293] Kharkiv city
       *[other] { $name }
    }
