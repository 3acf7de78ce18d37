# What circles ask and tell unasked.

circle-ask =
    { $asker ->
        [none] <b>Are you safe?</b> The alert at your place is over, and your circle would like to know.
       *[other] <b>{ $asker } asks: are you safe?</b>
    }
    Only your circle reads the answer, and I forget it after 24 hours.
circle-word =
    { $step ->
        [safe] ✅ { $name } says: I'm safe. { $at }
        [help] 🆘 { $name } needs help, { $at }
            Call them. If they don't answer and you know where they are: 101 rescuers, 103 ambulance.
        [no_answer] No answer from { $name } since { $at }. Phones run dry and networks fail: this alone says nothing of how they are.
        [joined] { $name } is in your circle now.
        [left] { $name } left your circle.
       *[removed] You were taken out of your circle. Nobody there hears your words any more, and you don't hear theirs.
    }
