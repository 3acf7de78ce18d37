"""Holds how a text in Telegram's HTML is read: what is a tag, what is text, and what cannot be read at all."""

import pytest

from bot.telegram.markup import BrokenMarkup, bare, cut, escaped, parse, render, shown

READABLE = [
    ("plain", "plain"),
    ("a &lt;b&gt; &amp; &quot;c&quot;", 'a <b> & "c"'),
    ("&#128276; &#x1F515;", "🔔 🔕"),
    ("&nbsp; &apos; &lte; &#0; &#55296; &#99999999; AT&T &", "&nbsp; &apos; &lte; &#0; &#55296; &#99999999; AT&T &"),
    ("1 > 0", "1 > 0"),
    ("<b>a<i>b</i></b>", "ab"),
    ("<B>a</b >", "a"),
    ("<strong>a</strong><em>b</em><ins>c</ins><del>d</del><strike>e</strike><s>f</s><u>g</u>", "abcdefg"),
    ('<a href="https://example.org/?a=1&amp;b=2>3">link</a>', "link"),
    ("<a href='x'>link</a>", "link"),
    ('<pre><code class="language-python">x</code></pre>', "x"),
    ("<blockquote>a</blockquote><blockquote expandable>b</blockquote>", "ab"),
    ('<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>', "ab"),
    ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', "👍"),
    ('<tg-time unix="1796000000" format="wDT">02:14</tg-time>', "02:14"),
    ('<tg-time unix="1796000000" format="r">02:14</tg-time>', "02:14"),
    ('<tg-time unix="1796000000">02:14</tg-time>', "02:14"),
]


@pytest.mark.parametrize(("text", "seen"), READABLE)
def test_what_telegram_reads_is_read_the_same(text: str, seen: str) -> None:
    assert shown(parse(text)) == seen


@pytest.mark.parametrize(("text", "seen"), READABLE)
def test_what_was_read_can_be_written_and_read_again(text: str, seen: str) -> None:
    runs = parse(text)

    assert shown(parse(render(runs))) == seen
    assert [len(run.tags) for run in parse(render(runs))] == [len(run.tags) for run in runs]


@pytest.mark.parametrize(
    "text",
    [
        "<b>a",
        "a</b>",
        "<b><i>a</b></i>",
        "<b>a</i>",
        "a < b",
        "<",
        "<>a</>",
        "</>",
        "<b",
        "<p>a</p>",
        "<br>",
        "<b/>",
        "<script>a</script>",
        "<span>a</span>",
        '<span class="big">a</span>',
        "<a href>a</a>",
        '<a href="x>a</a>',
        '<a href = "x">a</a>',
        "<b expandable>a</b>",
        "<tg-emoji>a</tg-emoji>",
        '<tg-emoji emoji-id="x">a</tg-emoji>',
        "<tg-time>a</tg-time>",
        '<tg-time unix="now">a</tg-time>',
        '<tg-time unix="1" format="xyz">a</tg-time>',
        "half a character: \ud83d",
        "<!-- a -->",
        "<b>a</b",
    ],
)
def test_what_telegram_cannot_read_is_said_to_be_broken(text: str) -> None:
    with pytest.raises(BrokenMarkup):
        parse(text)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("<b>a</b> &amp; c", "a & c"),
        ("<b>Kharkiv", "Kharkiv"),
        ("1 < 2 <b>so</i>", "1 < 2 so"),
        ("<script>x</script>", "<script>x</script>"),
        ("\ud83dx<b>", "x"),
    ],
)
def test_bare_words_survive_any_markup(text: str, seen: str) -> None:
    assert bare(text) == seen


def test_a_part_keeps_the_tags_around_it() -> None:
    runs = parse("one <b>two <i>three</i></b><b>four</b>")

    assert render(cut(runs, 0, 5)) == "one <b>t</b>"
    assert render(cut(runs, 5, 10)) == "<b>wo <i>th</i></b>"
    assert render(cut(runs, 10, 15)) == "<b><i>ree</i></b><b>fo</b>"
    assert render(cut(runs, 3, 3)) == ""


def test_neighbouring_quotes_stay_two() -> None:
    text = "<blockquote>a</blockquote><blockquote>b</blockquote>"

    assert render(parse(text)) == text


def test_foreign_text_becomes_harmless() -> None:
    foreign = '<b onclick="x">&\'</b>'

    assert shown(parse(escaped(foreign))) == foreign
