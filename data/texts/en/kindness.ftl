# One sentence after a heavy night, and no more.
digest-kind =
    { $number ->
        [1] That was a hard night: { $night } under alert. If you are tired today, it has a reason.
        [2] { $night } of the night under alert. Rest where the day lets you.
       *[3] After { $night } under alert at night nobody is at their best. Go easy on yourself today.
    }
