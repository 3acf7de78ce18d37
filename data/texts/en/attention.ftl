# What people answer to an alert.

up-heard = Good. I stop. The alert itself goes on: /now
up-nothing = Nothing insists any more. What happens now: /now
end-rings = I will ring at the all clear of this alert, quiet hours or not.
end-quiet = The all clear of this alert will come as your quiet hours say.
end-over = That alert is over already, or did not ring. What happens now: /now
end-button-quiet = Better not

# /insist
insist-state =
    { $on ->
        [yes] I insist: a grave alert that rings inside your quiet hours rings again after 20 and 60 seconds, until you tap "I'm up".
       *[no] I don't insist: a grave alert inside your quiet hours rings once.
    }
insist-how = For those who sleep through one ring. Three messages in all; an all clear stops them. Write <code>/insist on</code> or <code>/insist off</code>.
insist-saved =
    { $on ->
        [yes] From now on I insist: a grave alert inside your quiet hours rings up to three times, 20 and 60 seconds after the first, until you tap "I'm up".
       *[no] I no longer insist: a grave alert inside your quiet hours rings once.
    }
insist-no-hours = You have no quiet hours yet, so there is nothing to insist in: /quiet
insist-alone = Insisting is one person's choice: in a group nobody can say for all that they are up. Nothing was changed.
insist-button =
    { $on ->
        [yes] Don't insist
       *[no] Insist
    }

# The words that switch something.
switch-on = on, yes
switch-off = off, no
