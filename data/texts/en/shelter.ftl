# The nearest shelter.

shelter-how =
    <b>The nearest shelter</b>
    Share your location with the button below or the paperclip. I answer and forget it: nothing of it is stored.
    Or type a station, a well-known place or an address: <code>/shelter Freedom Square</code>.
    I know { $count } shelters; the stations of the Kharkiv metro are among them.
shelter-share = Share my location once
shelter-landmarks = Or near one of these:
shelter-heading =
    { $where ->
        [none] <b>Nearest to you, walking</b>
       *[other] <b>Nearest to { $where }, walking</b>
    }
shelter-name =
    { $kind ->
        [metro] Metro { $name }
       *[other] { $name }
    }
shelter-pin =
    { $kind ->
        [metro] Metro { $name }
       *[other] { $name }
    }
shelter-title = <b>{ $name }</b>
shelter-item =
    { $number }. <b>{ $name }</b>, about { $minutes } min ({ $metres } m){ $advice ->
        [go] . Go
        [if_open] . In time, if it is open
        [stay] . Too far now
       *[none] {""}
    }
shelter-facts = { $facts } ({ $record })
shelter-kind =
    { $kind ->
        [metro] Metro station
        [hermetic] Sealed shelter
        [radiation] Radiation shelter
        [dual] Dual-purpose building
        [simple] Simple shelter, a basement
        [mobile] Mobile shelter, for four hours at most
       *[unknown] Shelter, kind not known
    }
shelter-address = { $address }
shelter-access =
    { $access ->
        [always] open round the clock
        [work_hours] open in working hours
        [alarm] opened at the alarm
        [staff] for those who work or learn there
        [not_ensured] free entry not ensured
       *[unknown] hours not known
    }
shelter-step-free =
    { $known ->
        [yes] step-free
        [no] has steps
       *[unknown] steps: not known
    }
shelter-capacity =
    { $count ->
        [one] { $count } person
       *[other] { $count } people
    }
shelter-record =
    { $checked ->
        [none] { $source }, day of the record not known
       *[other] { $source }, { $checked }
    }
shelter-flagged =
    ⚠ Reported { $flag ->
        [closed] closed
        [locked] locked
        [full] full
       *[no_ramp] without a ramp
    } at { $at }{ $times ->
        [one] {""}
       *[other] , { $times } times
    }, { $review ->
        [confirmed] checked by the operators
       *[unchecked] not checked
    }.
shelter-verdict =
    { $band ->
        [now] <b>Stay.</b> There are seconds, perhaps none. Inner wall, no window, lie low, cover your head. A basement only if its door is steps away.
        [minutes] There are minutes: go only to what is within two minutes. Otherwise inner wall, no window, lie low.
        [tens_of_minutes] There are tens of minutes: what is within ten minutes can be reached. Hear an engine? Under a roof at once.
        [blind] <b>I can't see</b> whether there is an alert. Trust the siren and the Air Alert app; at a blast stay and lie down.
       *[none] I see no alert there in the data. That is no promise: ballistic missiles can land before any alert.
    }
shelter-steps-known =
    Step-free for certain: { $known } of { $count }. Of the others it is not known; those with known steps are left out.
shelter-about =
    About: straight lines times 1.3, { $pace ->
        [child] with a child
        [elderly] at an old person's pace
        [wheelchair] in a wheelchair
       *[usual] at a usual pace
    }. Pins are the middle of a place, not its door.
shelter-forgotten = Your location served this answer and is forgotten.
shelter-far = I know no shelter within 20 km of there. I know the Kharkiv metro and what the operators of this bot took in. Look in Diia or ask the local council; I watch alerts there all the same (/place).
shelter-named = I know these by "{ $words }":
shelter-wide = "{ $words }" is too wide for a walk. Share your location, or type a station, a well-known place or an address there.
shelter-not-found = I know no station, place or shelter by "{ $words }". Share your location with the paperclip, or choose what is near:
shelter-button-route = Route on foot
shelter-button-walk = How I walk

shelter-walk =
    <b>How I count your walk</b>: { $pace ->
        [child] with a child, about 3 km/h
        [elderly] an old person's pace, about 3 km/h
        [wheelchair] a wheelchair, about 2.7 km/h
       *[usual] a usual pace, about 4.5 km/h
    }.
shelter-walk-steps =
    { $on ->
        [yes] Shelters that are known to have steps are left out.
       *[no] Shelters with steps are shown too.
    }
shelter-walk-how = Typed: <code>/shelter walk child</code>, <code>/shelter walk no steps</code>.
shelter-walk-alone = In a group everybody walks differently: choose that in your own chat with me.
shelter-search-again = Share your location again to count anew: I did not keep it.
shelter-pace =
    { $chosen ->
        [yes] ✓ {""}
       *[no] {""}
    }{ $pace ->
        [child] With a child
        [elderly] Elderly
        [wheelchair] Wheelchair
       *[usual] Usual
    }
shelter-steps =
    { $on ->
        [yes] ✓ Without steps only
       *[no] Without steps only
    }
# What may be typed, with commas between.
shelter-words-walk = walk, pace
shelter-words-usual = usual, normal
shelter-words-child = child, with a child
shelter-words-elderly = elderly, slow
shelter-words-wheelchair = wheelchair
shelter-words-no-steps = no steps, step-free
shelter-words-steps = steps, any

shelter-flag =
    { $flag ->
        [closed] It is closed
        [locked] It is locked
        [full] It is full
       *[no_ramp] No ramp
    }
shelter-flag-how = Are you at the door? Say what you see. I show it to others as not checked, and do not keep who said it.
shelter-flag-said =
    { $came ->
        [too_many] Too many in one hour, so this one was not taken. If a shelter is closed, call 1562 (Kharkiv, as of 2023) or 101.
       *[other] Thank you. { $name } is now shown as { $flag ->
            [closed] closed
            [locked] locked
            [full] full
           *[no_ramp] without a ramp
        }, not checked. It passes by itself after a while.
    }
