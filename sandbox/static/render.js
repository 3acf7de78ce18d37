// Messages as the Bot API writes them, drawn as nodes; never as HTML text, so nothing in a message can become code.
import { outcome } from "./phones.js";
import { clockTime, formatted, fullTime } from "./times.js";
import { miniMap } from "./minimap.js";
import { word } from "./words.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

export function make(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// Entities are nested or apart, sorted by offset; offsets count UTF-16 units, as JavaScript strings do.
export function rich(text, entities = [], actions) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const build = (from, to) => {
    const parts = [];
    let at = from;
    while (sorted.length && sorted[0].offset < to) {
      const entity = sorted.shift();
      const start = Math.max(entity.offset, at);
      const end = Math.min(entity.offset + entity.length, to);
      if (end <= start) continue;
      parts.push(text.slice(at, start), wrap(entity, text.slice(start, end), build(start, end), actions));
      at = end;
      if (BLOCKS.has(entity.type) && text[at] === "\n") at += 1; // a block ends its line already
    }
    parts.push(text.slice(at, to));
    return parts.filter((part) => part !== "");
  };
  return build(0, text.length);
}

function wrap(entity, literal, inner, actions) {
  switch (entity.type) {
    case "text_link":
      return link(entity.url, inner, actions);
    case "url":
      return link(literal, inner, actions);
    case "bot_command":
      return make("button", { type: "button", className: "inline-command", onclick: () => actions.say(literal) }, ...inner);
    case "spoiler":
      return spoiler(inner);
    case "expandable_blockquote":
      return expandable(inner);
    case "date_time":
      return moment(entity, literal);
    default:
      return make(TAGS[entity.type] || "span", {}, ...inner);
  }
}

function link(address, inner, actions) {
  const deep = deepLink(address, actions);
  if (deep) return make("button", { type: "button", className: "inline-command", onclick: () => actions.say(deep) }, ...inner);
  const safe = /^(https?|tg|mailto|tel):/i.test(address) ? address : "#";
  return make("a", { href: safe, target: "_blank", rel: "noopener noreferrer" }, ...inner);
}

// A link to this very bot opens this chat and starts it with what the link carries, as Telegram does.
function deepLink(address, actions) {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.hostname !== "t.me" || url.pathname !== `/${actions.around().username}`) return null;
  return `/start ${url.searchParams.get("start") || ""}`.trim();
}

function spoiler(inner) {
  const show = (event) => event.currentTarget.classList.add("seen");
  const press = (event) => ["Enter", " "].includes(event.key) && show(event);
  return make("span", { className: "spoiler", role: "button", tabIndex: 0, onclick: show, onkeydown: press }, ...inner);
}

function expandable(inner) {
  const quote = make("blockquote", { className: "folded" }, ...inner);
  const button = make("button", { type: "button", className: "unfold", textContent: word("showMore") });
  button.setAttribute("aria-expanded", "false");
  button.onclick = () => {
    const folded = quote.classList.toggle("folded");
    button.textContent = word(folded ? "showMore" : "showLess");
    button.setAttribute("aria-expanded", String(!folded));
  };
  return make("div", { className: "quote" }, quote, button);
}

function moment(entity, literal) {
  const time = make("time", { title: fullTime(entity.unix_time), dateTime: new Date(entity.unix_time * 1000).toISOString() });
  time.textContent = formatted(entity.unix_time, entity.date_time_format, literal);
  if (entity.date_time_format === "r") time.dataset.relative = entity.unix_time;
  return time;
}

export function bubble(row, actions) {
  const { message } = row;
  const others = !row.mine && actions.around().kind !== "private" && (message.from?.first_name || message.sender_chat?.title);
  const item = make("li", { id: `message-${message.message_id}`, className: row.mine ? "row mine" : `row bot ${row.sound}` });
  const body = make("div", { className: "bubble" });
  if (others) body.append(make("div", { className: "sender", textContent: others }));
  else body.append(make("span", { className: "unseen", textContent: `${word(row.mine ? "you" : "botSays")}: ` }));
  if (message.reply_to_message) body.append(make("div", { className: "replied", textContent: message.reply_to_message.text || "…" }));
  body.append(...content(message, actions), meta(row));
  for (const reaction of row.reactions) body.append(make("span", { className: "reaction", textContent: reaction.emoji }));
  item.append(body);
  if (message.reply_markup) item.append(inlineKeyboard(message, actions));
  return item;
}

function content(message, actions) {
  const text = message.text ?? message.caption;
  const parts = [];
  if (message.photo) parts.push(picture(message.photo.at(-1)));
  if (message.document) parts.push(fileLink(message.document));
  if (message.venue) parts.push(pinned(message.venue.title, message.venue.address, message.location, actions));
  else if (message.location) parts.push(pinned("", "", message.location, actions));
  if (text) parts.push(make("div", { className: "text" }, ...rich(text, message.entities || message.caption_entities, actions)));
  return parts;
}

// Its caption says what it shows, and is not read aloud twice; a tap opens the picture as large as it is.
function picture(size) {
  const address = `/api/files/${size.file_id}`;
  const image = make("img", { src: address, alt: word("picture"), width: size.width, height: size.height });
  return make("a", { href: address, target: "_blank", rel: "noopener" }, image);
}

function fileLink(file) {
  return make("a", { className: "file", href: `/api/files/${file.file_id}`, download: file.file_name }, `📄 ${file.file_name}`);
}

function pinned(title, address, place, actions) {
  const at = `${place.latitude.toFixed(4)}, ${place.longitude.toFixed(4)}`;
  const from = actions.lastPlace();
  return make(
    "div",
    { className: "pin" },
    from && from !== place ? miniMap(from, place) : make("span", { className: "pin-mark", textContent: "📍", ariaHidden: "true" }),
    make("span", {}, title && make("strong", {}, title), address && make("span", {}, address), make("small", {}, `${word("openMap")} ${at}`)),
  );
}

function meta(row) {
  const line = make("div", { className: "meta" });
  if (!row.mine) line.append(make("span", { className: `ring ${row.sound}` }, `${row.sound === "loud" ? "🔔" : "🔕"} ${word(row.sound)}`), make("span", { className: "outcome" }, outcome(row.sound)));
  if (row.message.edit_date) line.append(make("span", {}, word("edited")));
  line.append(make("time", { title: fullTime(row.message.date) }, clockTime(row.message.date)));
  return line;
}

function inlineKeyboard(message, actions) {
  const rows = message.reply_markup.inline_keyboard.map((row) => make("div", { className: "keys" }, ...row.map((key) => inlineKey(message, key, actions))));
  return make("div", { className: "inline-keyboard" }, ...rows);
}

function inlineKey(message, key, actions) {
  if (key.url) {
    const anchor = link(key.url, [`${key.text} ↗`], actions);
    anchor.className = `key ${key.style || ""}`;
    return anchor;
  }
  const button = make("button", { type: "button", className: `key ${key.style || ""}` }, key.text);
  if (key.callback_data !== undefined) {
    button.dataset.callback = key.callback_data;
    button.onclick = () => actions.tap(message.message_id, key.callback_data, button);
  } else if (key.copy_text) button.onclick = () => actions.copy(key.copy_text.text);
  else button.disabled = true;
  return button;
}
