# The circle: people who check on each other.

button-circle = My circle
button-circle-safe = ✅ I'm safe
button-circle-help = 🆘 I need help

circle-private-only = A circle is for people, one by one: write to me in a private chat.
circle-none =
    <b>You are in no circle</b>
    A circle is a few people who agreed to check on each other. After a grave alert at your place, or when one of you asks, I ask each "are you safe?"; one tap tells the others, and nobody else. Everything said is forgotten after 24 hours. Nobody sees where you are.
    Begin one: tap, or write your name there, up to { $most ->
        [one] { $most } character
       *[other] { $most } characters
    }: <code>/circle new NAME</code>. If somebody invited you, open their link.
    If you wanted to know whether it is safe where you are: I can never say so. What I see is in /now.
circle-button-new = Begin one as { $name }
circle-heading =
    { $count ->
        [one] <b>Your circle</b>, { $count } person
       *[other] <b>Your circle</b>, { $count } people
    }
circle-member =
    • { $name }{ $you ->
        [yes] {" "}(you)
       *[no] {""}
    }: { $word ->
        [safe] ✅ safe, { $at }
        [help] 🆘 needs help, { $at }
       *[none] no word in the last 24 hours
    }{ $asked ->
        [none] {""}
       *[other] {" "}· asked at { $asked }, no answer yet
    }
circle-alone = You are alone in it. Invite somebody: the link works once, for one day.
circle-about = No answer can be a flat phone or a network that is down. Words are forgotten after 24 hours.
circle-button-ask = Ask everyone
circle-button-invite = Invite
circle-button-set = Settings

circle-invited =
    { $count ->
        [one] <b>{ $inviter } invites you into a circle</b>, { $count } person.
       *[other] <b>{ $inviter } invites you into a circle</b>, { $count } people.
    }
    You check on each other: one tap tells the others that you are safe or need help, and nobody else. They see the name that you choose and your last word, for 24 hours; never where you are. You can leave at any time.
    Tap, or write your name there, up to { $most ->
        [one] { $most } character
       *[other] { $most } characters
    }: <code>/circle join NAME</code>
circle-button-join = Join as { $name }
circle-not-opened =
    { $came ->
        [own] You are in this circle already. The link is for one other person: send it to them.
        [in_another] You are in a circle already, and one person is in one. Leave it first (/circle, Settings), then open the link again: it stays good for its day.
        [full] This circle is full: { $most ->
            [one] { $most } person
           *[other] { $most } people
        } at most.
       *[gone] This invitation was used, or its day is over. Ask for a new one.
    }
circle-joined = You are in. The others are told your name.
circle-not-joined =
    { $came ->
        [in_another] You are in a circle already, and one person is in one.
        [full] This circle is full by now: { $most ->
            [one] { $most } person
           *[other] { $most } people
        } at most.
       *[gone] There is no invitation to take: it was used, its day is over, or you opened several. Open the link once more and tap the button there.
    }
circle-name-refused =
    { $fault ->
        [taken] Somebody in the circle is called "{ $name }" already. Take another name.
        [too_long] "{ $name }" has more than { $most ->
            [one] { $most } character
           *[other] { $most } characters
        }. Make it shorter.
       *[empty] A name is missing: <code>/circle name NAME</code>.
    } Nothing was changed.
circle-no-link = Telegram does not tell me my own address just now, so I can make no link. Try again in a minute.
circle-full =
    { $most ->
        [one] The circle is full: { $most } person at most.
       *[other] The circle is full: { $most } people at most.
    }
circle-invitation =
    <b>An invitation for one person, good for one day</b>
    { $link }
    Send it to them yourself. Whoever opens it first is the only one who can take it. I keep no copy of the link.
circle-button-share = Send the link

circle-said =
    { $word ->
        [help] { $came ->
            [told] <b>Your circle is told that you need help.</b>
            [again] <b>Your circle was told just now that you need help.</b>
            [alone] <b>You are alone in your circle: nobody was told.</b>
           *[stranger] <b>You are in no circle: nobody was told.</b>
        } They may be asleep or without a network. Call for help yourself: 101 rescuers, 103 ambulance, 102 police.
       *[safe] { $came ->
            [told] Your circle is told that you are safe.
            [again] Your circle was told just now that you are safe.
            [alone] You are alone in your circle: nobody was told.
           *[stranger] You are in no circle: nobody was told.
        }
    }
circle-button-help = 🆘 I need help after all
circle-button-safe-after-all = ✅ I'm safe after all
circle-asked =
    { $asked ->
        [0] Nobody was asked.
        [one] Asked: { $asked } person. Whoever sleeps is asked when their quiet hours end; answers come here.
       *[other] Asked: { $asked } people. Whoever sleeps is asked when their quiet hours end; answers come here.
    }{ $soon ->
        [0] {""}
        [one] {" "}{ $soon } was asked less than half an hour ago.
       *[other] {" "}{ $soon } were asked less than half an hour ago.
    }

circle-gone = You are in no circle any more. /circle begins one.
circle-set-heading = <b>Your settings in the circle</b>. The others see your name alone: { $name }
circle-set-after =
    { $on ->
        [yes] After a grave alert at { $place ->
            [none] the first place that you follow (there is none yet)
           *[other] { $place }
        } I ask whether you are safe.
       *[no] I don't ask after alerts, only when one of you asks.
    }
circle-set-quiet =
    { $on ->
        [yes] I ask in your quiet hours too, without sound.
       *[no] In your quiet hours I don't ask: the question waits for their end.
    }
circle-set-wait =
    { $minutes ->
        [one] If you don't answer within { $minutes } minute, the others are told so, once.
       *[other] If you don't answer within { $minutes } minutes, the others are told so, once.
    }
circle-set-how = Another name: <code>/circle name NAME</code>
circle-button-after =
    { $on ->
        [yes] ✓ Ask me after grave alerts
       *[no] Ask me after grave alerts
    }
circle-button-quiet =
    { $on ->
        [yes] ✓ In my quiet hours too
       *[no] In my quiet hours too
    }
circle-button-wait =
    { $chosen ->
        [yes] ✓ {""}
       *[no] {""}
    }{ $minutes } min
circle-button-place = I am at: { $place }
circle-button-people = Members
circle-button-leave = Leave
circle-leave-ask =
    { $count ->
        [1] <b>Leave the circle?</b> You are alone in it, so it ends.
       *[other] <b>Leave the circle?</b> The others are told that you left. The way back is a new invitation.
    }
circle-button-leave-sure = Yes, leave
circle-button-stay = Stay
circle-left = You left the circle. Nothing of it comes to you any more.
circle-people = Whom shall I take out of the circle? They are told so.
circle-button-remove = ✕ { $name }
circle-remove-ask = <b>Take { $name } out of the circle?</b> They see and hear nothing of it any more, and nobody of it hears them.
circle-button-remove-sure = Yes, take out
circle-removed = { $name } is in the circle no more.

# What may be typed after /circle, with commas between.
circle-words-new = new, begin
circle-words-join = join
circle-words-name = name, rename
circle-words-safe = safe
circle-words-sos = sos
circle-words-ask = ask
circle-words-invite = invite
circle-words-leave = leave
