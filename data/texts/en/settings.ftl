# Everything that a chat chose.

settings-heading = <b>Settings</b>
settings-places =
    { $count ->
        [0] Places: none.
       *[other] Places:
    }
settings-language = Language: { $name }.
settings-button-quiet = Quiet hours
settings-button-mute = Mute
settings-button-digest = Digest
settings-button-insist = Insisting
settings-button-language = Language
settings-button-timezone = Time zone
settings-button-house = Way to a shelter
