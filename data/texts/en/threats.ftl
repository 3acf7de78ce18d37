# The names of threats, in the forms that messages need. Unnamed: `none`.

# At the beginning of a message.
threat-heading =
    { $threat ->
        [drones] Drones
        [guided_bombs] Guided bombs
        [cruise_missiles] Cruise missiles
        [ballistic_missiles] Ballistic threat
        [unspecified_missiles] Missile threat
        [mig31k] MiG-31K in the air
        [tactical_aircraft] Combat aircraft
        [strategic_aircraft] Strategic bombers
        [mlrs] Rocket artillery
        [artillery] Artillery threat
        [air_defence] Air defence at work
       *[unknown] Unknown threat
    }

# In the middle of a sentence, in lists.
threat-name =
    { $threat ->
        [drones] drones
        [guided_bombs] guided bombs
        [cruise_missiles] cruise missiles
        [ballistic_missiles] ballistic missiles
        [unspecified_missiles] missiles
        [mig31k] MiG-31K
        [tactical_aircraft] combat aircraft
        [strategic_aircraft] strategic bombers
        [mlrs] rocket artillery
        [artillery] artillery
        [air_defence] air defence at work
        [none] threat not named
       *[unknown] unknown threat
    }

# A threat that the source does not name any more, while the alert goes on.
threat-over =
    { $threat ->
        [drones] Drone threat over
        [guided_bombs] Guided bomb threat over
        [cruise_missiles] Cruise missile threat over
        [ballistic_missiles] Ballistic threat over
        [unspecified_missiles] Missile threat over
        [mig31k] MiG-31K threat over
        [tactical_aircraft] Aircraft threat over
        [strategic_aircraft] Bomber threat over
        [mlrs] Rocket artillery threat over
        [artillery] Artillery threat over
        [air_defence] Air defence no longer named,
       *[unknown] Unknown threat over
    }

threats-since = { $threats } since { $time }
