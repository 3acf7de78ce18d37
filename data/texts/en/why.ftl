# Why it rang, or did not.

why-heading = <b>My last decisions, the newest first</b>
why-nothing = I have sent you nothing unasked yet, so there is nothing to explain. When I do, the reason is here.
why-line = • { $time } { $what }: { $sound ->
        [loud] rang
        [held] held back
       *[silent] came quietly
    }, because { $because }. <code>{ $rule }</code>
why-because =
    { $reason ->
        [muted-all] you had muted everything
        [muted] you had muted all but grave danger
        [place-silent] you made this place silent
        [place-loud] you made this place louder than your quiet hours
        [around-guarded] it was around the city, not in it
        [nothing-wakes] it was inside your quiet hours and you chose "nothing wakes me"
        [grave-wakes] it was grave danger, which rings inside quiet hours too
        [everything-wakes] you chose "everything wakes me"
        [guarded-in-quiet] it was inside your quiet hours and you chose "grave danger wakes me"
        [flapping] the last alert there had ended less than ten minutes before
        [outside-quiet] it was outside quiet hours
        [easing] easing never rings
        [end-not-heard] its start had not rung either
        [end-in-quiet] an all clear does not ring inside quiet hours
        [end-heard] its start had rung
        [end-asked] you asked to be rung at the all clear
        [together] it came in one message with something that rang
        [insist] you asked me to insist, and nobody had said "I'm up"
        [mode-ended] the time you had chosen for it was over
        [recap] a list of what was silent does not ring
        [recap-running] an alert still ran when the quiet ended
        [held-in-quiet] digests wait for the end of quiet hours
        [never-loud] digests never ring
        [own-running] the city's own alert said as much
        [passed] it was over before it could reach you
        [superseded] it was over before it could reach you
        [overtaken] something newer about this place had reached you first
        [blind-alert] an alert was running there when I lost sight
        [blind-calm] no alert was running there when I lost sight
        [blind-in-quiet] it was inside your quiet hours, and sight had only just been lost
        [blind-long] an alert had rung, and I had seen nothing of it for ten minutes
        [sight-back] that I see again never rings
        [inside] only a part of a wide place was concerned, and for parts it never rings
        [meanwhile] it was over already when I learnt of it
       *[other] of a rule that this version has no words for
    }
why-alert =
    { $kind ->
        [started] { $threats }, { $place }
        [escalated] worse: { $threats }, { $place }
        [eased] easing, { $place }
        [ended] all clear, { $place }
        [withdrawn] alert withdrawn, { $place }
        [again] said again: { $threats }, { $place }
       *[other] change of sight, { $place }
    }
why-passed = a passed alert, { $place }
why-sight =
    { $step ->
        [regained] sight back, { $place }
        [long] no sight for ten minutes, { $place }
       *[lost] sight lost, { $place }
    }
why-inside =
    { $step ->
        [began] an alert inside { $place }
        [ended] no alert any more inside { $place }
       *[passed] a passed alert inside { $place }
    }
why-meanwhile = what came and went while I could not see, { $place }
why-recap = the list of what was silent
why-digest = the digest
why-mode-ended = the end of "nothing wakes me"
why-button-change = Change
