# What is kept, for how long, all of it as a file, and its end.

privacy =
    <b>What is kept about you, and why</b>
    • the number of this chat, its language and its kind: to know where to write;
    • what you chose (places with your labels and the way to a shelter, how you walk, quiet hours, mutes, digest times): to decide what rings. It stays until you change it;
    • in a circle: the name and the settings that you chose there, and your last word, who was asked and when, for 24 hours: so that yours can hear of you;
    • what you ticked in /gobag: so that you can go on with it;
    • what I sent you and why, { $messages ->
        [one] { $messages } day
       *[other] { $messages } days
    }: so that /why can tell it. Digests { $digests ->
        [one] { $digests } day
       *[other] { $digests } days
    }, so that none brings the same news twice;
    • your message as Telegram hands it over, only until it is answered. Then it is blanked; its number stays { $updates ->
        [one] { $updates } day
       *[other] { $updates } days
    }, so that nothing is answered twice. One that I could not read loses its words at once; what it was made of stays { $quarantine ->
        [one] { $quarantine } day
       *[other] { $quarantine } days
    } for whoever mends me.
    If you block me, all of it goes after { $gone ->
        [one] { $gone } day
       *[other] { $gone } days
    }.

    <b>What is not kept</b>
    • your name at Telegram, your phone number, your contacts, outside of a message that waits for its answer;
    • your location: it serves one answer (/shelter), and a message with one is never stored;
    • who said that a shelter is closed.

    What you say in your circle goes to its members, and nothing else of you to anybody; messages travel through Telegram, which has rules of its own.
    /export: all of it as a file. /forget: all of it gone.
privacy-button-export = All of it, as a file
privacy-button-forget = Forget everything
export-caption = Everything that is kept about this chat. /privacy says why, and for how long.
forget-ask =
    <b>Forget everything about { $kind ->
        [private] you
       *[other] this chat
    }?</b>
    Places, quiet hours, the digest and what I sent will be gone, at once and for good. <b>No alert will come here any more.</b>
    The messages themselves stay in Telegram; delete them there.
forget-button-yes = Yes, forget everything
forget-button-no = No, keep it
forget-done =
    Forgotten. I know nothing about this chat any more, and no alert will come here.
    Whoever made a copy of the database before may still have it there. If you write to me again, we begin anew: /start.
forget-not-done = Nothing was changed: your places and quiet hours stay.
