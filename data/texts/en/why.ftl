# Why it rang, or did not.

why-heading = <b>My last decisions, the newest first</b>
why-heading-older = <b>Decisions before those</b>
why-about = <b>{ $count ->
        [1] Why this message
       *[other] Why this message, part by part
    }</b>
why-nothing = I have sent you nothing unasked yet, so there is nothing to explain. When I do, the reason is here.
why-no-more = I have nothing older to explain.
why-line = { $number ->
        [0] {""}
       *[other] { $number }.{" "}
    }{ $time } { $what }: { $sound ->
        [loud] rang
        [held] held back
       *[silent] came quietly
    }, because { $because }{ $fixed ->
        [yes] {" "}(a fixed rule)
       *[no] {""}
    }. <code>{ $rule }</code>
# The hours on a clock that the chat has left since.
why-time-elsewhere = { $time } ({ $zone } time)
why-hours =
    { $hours ->
        [none] your quiet hours
       *[other] your { $hours }
    }
why-because =
    { $reason ->
        [muted-all] you had muted everything{ $muted ->
            [none] {""}
           *[other] {" "}until { $muted }
        }
        [muted] you had muted all but grave danger{ $muted ->
            [none] {""}
           *[other] {" "}until { $muted }
        }
        [place-silent] you had made this place silent
        [place-loud] you had made this place louder than { $hours }
        [around-guarded] it was around the city, not in it
        [nothing-wakes] it was inside { $hours } and you had chosen "nothing wakes me"
        [grave-wakes] it was grave danger inside { $hours } and you had chosen "{ $mode ->
            [none] grave danger wakes me
           *[other] { $mode }
        }"
        [everything-wakes] it was inside { $hours } and you had chosen "everything wakes me"
        [guarded-in-quiet] it was inside { $hours } and you had chosen "grave danger wakes me"
        [flapping] the last alert there had ended less than ten minutes before
        [outside-quiet] { $off ->
            [yes] you had set no quiet hours
           *[no] it was outside { $hours }
        }
        [easing] easing never rings
        [end-not-heard] its start had not rung either
        [end-in-quiet] an all clear does not ring inside { $hours }
        [end-heard] its start had rung, and { $off ->
            [yes] you had set no quiet hours
           *[no] it was outside { $hours }
        }
        [end-asked] you had asked to be rung at the all clear
        [together] it came in one message with something that rang
        [insist] you had asked me to insist, and nobody had said "I'm up"
        [mode-ended] the time you had chosen for it was over
        [recap] a list of what was silent does not ring
        [recap-running] an alert still ran when the quiet ended
        [held-in-quiet] it waits for the end of quiet hours
        [never-loud] digests and corrections come without sound
        [digest-asked] you chose that the digest rings
        [own-running] the city's own alert said as much
        [passed] it was over before it could reach you
        [superseded] it was over before it could reach you
        [overtaken] something newer about this place had reached you first
        [blind-alert] an alert was running there when I lost sight
        [blind-calm] no alert was running there when I lost sight
        [blind-in-quiet] it was inside { $hours }, and sight had only just been lost
        [blind-long] an alert had rung, and I had seen nothing of it for ten minutes
        [sight-back] that I see again never rings
        [inside] only a part of a wide place was concerned, and for parts it never rings
        [meanwhile] it was over already when I learnt of it
        [circle-asked] your circle asked
        [circle-held] it waits for the end of your quiet hours, in which your circle asks nothing
        [circle-help] somebody of your circle needs help
        [circle-word] words of a circle come without sound
        [circle-over] its day was over
        [stream-grave] only grave danger rings here
        [announced] those who run this bot may tell you something; it rings only outside quiet hours, and only if they say so
        [expired] its time was over before it could be sent
        [false-alarm] it sounds as the alert had, so that it reaches whom that had reached
       *[other] of a rule that this version has no words for
    }
why-alert =
    { $kind ->
        [started] { $gravity ->
            [guarded] 🟡 yellow alert ({ $threats })
           *[grave] 🔴 grave danger ({ $threats })
        }, { $place }
        [escalated] worse: { $gravity ->
            [guarded] 🟡 yellow alert ({ $threats })
           *[grave] 🔴 grave danger ({ $threats })
        }, { $place }
        [eased] easing, { $place }
        [ended] all clear, { $place }
        [withdrawn] alert withdrawn, { $place }
        [again] said again: { $gravity ->
            [guarded] 🟡 yellow alert ({ $threats })
           *[grave] 🔴 grave danger ({ $threats })
        }, { $place }
       *[other] change of sight, { $place }
    }
why-around = around { $place }
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
why-correction = a correction of what a digest of mine said
why-circle-ask = a question of your circle
why-circle-word = a word of your circle
why-false-alarm = that an alert was false, { $place }
why-announcement = a word of those who run this bot
why-change =
    { $change ->
        [ring] Let these ring
        [grave] Let grave danger ring
        [milder] Only grave danger rings
        [modes] What wakes me
        [place] This place
        [towns] Choose a town there
        [unmute] End the mute
        [mute] Mute
        [insist] Insisting
        [circle] Circle
        [digest] Digest
       *[hours] Quiet hours
    }
why-change-of = { $numbers } · { $change }
why-button-older = Older ›
why-button-newest = ‹ Newest
why-button-all = My other decisions
