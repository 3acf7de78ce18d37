# What the bot can do. At most fifteen lines, every command in it.

help =
    <b>What I can do</b>
    /now or /status: your places, what to do, how fresh the data are; /map: the whole country, /map Kharkiv: its oblast
    /place: places I watch; or just type a name; /stats: hours under alert there
    /quiet: quiet hours, in which only grave danger rings
    /mute: silence for a while; /insist: ring again until you are up
    /digest: a summary at your hours
    /guide: what to do, card by card; /shelter: the nearest ones; /house: yours
    /circle: people who check on each other; /calm: a quiet minute; /gobag: the bag
    /situation: what the reporting says, with sources; /report: for editors; /flags: for operators
    /ask: a question; or just write it
    /why: why it rang, or did not; /test: hear how I sound
    /settings, /language, /timezone (/zone), /start, /privacy, /export, /forget, /help
    <b>What I cannot do</b>
    I never say that it is safe: missiles can land before any alert. I predict nothing.
    I cannot ring through Do Not Disturb, and Telegram can fail. Keep the siren's other voices: the Air Alert app, Cell Broadcast.
help-unknown = I don't know this command, and nothing was changed. /help lists what I can do; you can also just write it in your own words.
too-much = That was more at once than I can read, and some of it I let go. Wait half a minute, then write again. Alerts come as before.
