# /test, and the steps for a phone that stays silent.

test-offer = I can send you two messages: one without sound, and one that rings as a grave alert does. Both say that they are no alert.
test-button-send = Send them
test-silent = 🔕 Test, no alert: this one comes without sound.
test-loud =
    🔔 Test, no alert: this one rings.
    A grave alert sounds as this message did. The one before it came without sound, as drones do inside your quiet hours.
test-button-rang = It rang
test-button-silent = It did not ring
test-button-again = Test again
test-button-steps = And with Do Not Disturb on?
test-rang = Good. Test once more with the phone as it lies at night: Do Not Disturb on, volume as always.

phone-first =
    <b>If it did not ring</b>
    Look first: is this chat muted (its name, then notifications)? Is the volume of notifications up? May Telegram notify at all? Phones differ in the words below, not in the way.
phone-android =
    <b>Android</b>
    Settings, Notifications (or Sound), Do Not Disturb, Apps: add Telegram. Let the battery settings not restrict Telegram, or messages come late.
phone-iphone =
    <b>iPhone</b>
    Settings, Focus, Do Not Disturb, Apps: allow Telegram. The same under Sleep, if you use it.
phone-others = That lets all of Telegram through. To hear only me: in Telegram's own settings, Notifications, silence private chats, groups and channels, and make this chat an exception that may sound.
