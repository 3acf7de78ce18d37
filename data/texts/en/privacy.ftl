# What is kept.

privacy =
    <b>What is kept about you</b>
    • the number of this chat, its language and its kind;
    • what you chose: places with your labels and the way to a shelter, how you walk, quiet hours, mutes, digest times;
    • what I sent you and why, so that /why can tell it;
    • your message as Telegram hands it over, only until it is answered: then it is blanked.

    <b>What is not kept</b>
    • your name, your phone number, your contacts, outside of a message that waits for its answer;
    • your location: it serves one answer (/shelter), and a message with one is never stored;
    • who said that a shelter is closed.

    Nothing goes to anybody else; messages travel through Telegram, which has rules of its own.
    To end it: remove your places (/place) and block the bot. The settings above then stay, and nothing more is sent.
