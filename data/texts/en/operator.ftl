# For whoever runs the bot.

operator-unwritten =
    ⚠️ The database cannot be written, since { $time } ({ $error })
    Grave alerts go out all the same, from what can be read. Alerts of drones alone, all clears, digests and settings wait.
    Look for a full disk, or for a program that holds the database locked. I try again at every poll and will say when it works.
operator-written =
    The database can be written again
    { $count ->
        [0] Nothing had to be sent meanwhile.
        [one] { $count } message went out meanwhile. It is noted as sent.
       *[other] { $count } messages went out meanwhile. They are noted as sent.
    }

operator-channel-gone =
    ⚠️ I cannot write to the channel { $name } any more
    { $why ->
        [kicked] I was removed there, or may not post.
        [blocked] I was removed there.
       *[other] It is not there any more.
    } Its readers hear nothing from me until I am an administrator there again. It is remembered: /channel

operator-paused =
    ⚠️ Sending is paused, since { $since }
    Nobody is sent any alert. Owed and waiting: { $owed }. To go on: /admin, or python -m bot resume.
operator-resumed =
    Sending goes on
    Owed: { $owed }. What is not true any more is left out.

operator-last-reader =
    ⚠️ The last reader waits { $seconds } seconds
    { $count } messages are due at once. A public channel reaches all at once: /channel. Or let more leave in a second: SEND_RATE with PAID_BROADCAST. I say so once a day at most; each alert's time is in /admin.
check-failed =
    ⚠️ Something does not work: { $parts }
    { $why }
    docs/operate.md says what to do about each. I look every five minutes, and will say when all is well.
check-well = All is well again: { $parts }.
heartbeat = { $state ->
        [good] Heartbeat, { $time }. Everything works.
        [paused] Heartbeat, { $time }. Sending is paused, since { $since }; everything else works.
       *[bad] Heartbeat, { $time }. This does not work: { $why }.
    } { $owed ->
        [0] Nothing waits to be sent.
        [one] { $owed } message waits to be sent.
       *[other] { $owed } messages wait to be sent.
    }
