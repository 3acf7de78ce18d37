# Silence for a while.

mute-state =
    { $kind ->
        [all] Muted until { $until }: everything, grave danger too.
       *[guarded] Muted until { $until }: grave danger still rings.
    }
mute-state-off = Nothing is muted.
mute-how-to =
    For a while, yellow alerts, all clears and updates come without sound; grave danger rings. It ends by itself, with a list of what was silenced.
    Tap, or write <code>/mute 2h</code>, <code>/mute 30 min</code>, <code>/mute until 19:00</code>, <code>/mute off</code>. Ten hours at most.
mute-saved =
    { $kind ->
        [all] Silent until { $until }, grave danger too. Everything still arrives. It ends by itself.
       *[guarded] Silent until { $until }. Grave danger still rings. It ends by itself.
    }
mute-ask-all =
    <b>For { $length } not even grave danger will ring.</b> A missile alert will arrive without sound.
    Nothing is changed until you say it once more.
mute-ended = The mute is over: alerts sound as you chose. If something was silenced, a list of it comes now.
mute-none = Nothing was muted. Alerts sound as you chose.
mute-too-far = That is more than ten hours away, and a mute lasts ten hours at most. Nothing was changed. For every night there is /quiet.
mute-not-understood = I didn't understand "{ $part }". Write a length of up to ten hours: <code>/mute 2h</code>, <code>/mute 30 min</code>, <code>/mute all 1h</code>, <code>/mute off</code>. Nothing was changed. { $state }
mute-button-all = All of it, { $length }
mute-button-sure = Yes, silence all for { $length }
mute-button-guarded-instead = No: grave danger rings
mute-button-off = Unmute
