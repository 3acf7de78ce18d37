// The chat window: takes a picture of the chat, then follows its changes.
import { showAround, startComposer } from "./composer.js";
import { keepingPlace, startJumps, toText } from "./focus.js";
import { namedInAddress, rings, showPhones, startPhones } from "./phones.js";
import { bubble, make } from "./render.js";
import { showScenario, startScenario } from "./scenario.js";
import { ask, choosePhone, listen } from "./server.js";
import { ring, soundIsOn, switchSound } from "./sound.js";
import { day } from "./times.js";
import { chooseLanguage, chosenLanguage, LANGUAGES, word } from "./words.js";

const STORED = "tysha-sandbox-language";
const TYPING_MS = 5000;
const SPINNER_MS = 10000;
const element = (id) => document.getElementById(id);
const rows = new Map();
const waiting = new Map();
const answered = new Set();
let around = { commands: [] };
let typingUntil = 0;

const actions = {
  around: () => around,
  lastPlace: () => [...rows.values()].findLast((row) => isMine(row) && row.message.location)?.message.location,
  say: (text) => attempt("/api/say", { text }),
  share: (latitude, longitude) => attempt("/api/location", { latitude, longitude }),
  copy: (text) => navigator.clipboard.writeText(text).then(() => toast(`${word("copied")}: ${text}`)),
  async tap(messageId, data, button) {
    button.classList.add("busy");
    const answer = await attempt("/api/tap", { message_id: messageId, callback_data: data });
    const rest = () => button.classList.remove("busy");
    if (!answer || answered.has(answer.query_id)) return rest();
    waiting.set(answer.query_id, rest);
    setTimeout(rest, SPINNER_MS);
  },
};

// In a group others write too.
const isMine = (row) => (around.kind === "private" ? row.mine : row.message.from?.id === around.user_id);

async function attempt(path, body) {
  try {
    return await ask(path, body);
  } catch (fault) {
    toast(fault.message);
    return null;
  }
}

function toast(text, lasting = false) {
  const node = make("div", { className: "toast", textContent: text });
  element("toasts").append(node);
  if (!lasting) setTimeout(() => node.remove(), 4000);
  return node;
}

const isAtEnd = () => element("scroll").scrollHeight - element("scroll").scrollTop - element("scroll").clientHeight < 80;

function toEnd() {
  element("scroll").scrollTop = element("scroll").scrollHeight;
  element("down").hidden = true;
}

function add(row) {
  rows.set(row.message.message_id, row);
  const date = day(row.message.date);
  if (element("log").dataset.day !== date) {
    element("log").append(make("li", { className: "day", textContent: date }));
    element("log").dataset.day = date;
  }
  const shown = element(`message-${row.message.message_id}`);
  if (shown) keepingPlace(() => shown.replaceWith(draw(row)));
  else element("log").append(draw(row));
  element("empty").hidden = true;
}

const draw = (row) => bubble({ ...row, mine: isMine(row) }, actions);

function redraw() {
  keepingPlace(() => {
    delete element("log").dataset.day;
    element("log").replaceChildren();
    element("empty").hidden = rows.size > 0;
    for (const row of [...rows.values()]) add(row);
  });
}

const on = {
  message(row) {
    const follow = row.mine || isAtEnd();
    add(row);
    if (!row.mine) typingUntil = 0;
    if (!row.mine && rings(row.sound)) ring();
    if (follow) toEnd();
    else element("down").hidden = false;
    showTop();
  },
  edited(row) {
    const follow = isAtEnd();
    rows.set(row.message.message_id, row);
    keepingPlace(() => element(`message-${row.message.message_id}`)?.replaceWith(draw(row)));
    if (follow) toEnd();
  },
  deleted({ message_id: id }) {
    rows.delete(id);
    keepingPlace(() => element(`message-${id}`)?.remove());
  },
  answer({ query_id: id, text, show_alert: alert }) {
    answered.add(id);
    waiting.get(id)?.();
    if (text) alert ? window.alert(text) : toast(text);
  },
  action() {
    typingUntil = Date.now() + TYPING_MS;
    showTop();
    setTimeout(showTop, TYPING_MS + 50);
  },
  async chat() {
    around = (await attempt("/api/chat")) || around;
    show();
  },
};

function showTop() {
  const isPrivate = around.kind === "private";
  element("bot-name").textContent = isPrivate ? around.bot || "Tysha" : around.title || "";
  element("bot-state").textContent = word(around.blocked ? (isPrivate ? "blocked" : "notThere") : Date.now() < typingUntil ? "typing" : "bot");
  const blocking = word(around.blocked ? (isPrivate ? "unblock" : "letIn") : isPrivate ? "block" : "shutOut");
  element("block").textContent = around.blocked ? `↩ ${blocking}` : "🚫";
  element("block").title = blocking;
  element("block").setAttribute("aria-label", blocking);
  element("sound").textContent = `${soundIsOn() ? "🔊" : "🔈"} ${word(soundIsOn() ? "soundOn" : "sound")}`;
  element("about").textContent = isPrivate ? around.description || "" : around.blocked ? word("groupEmpty") : "";
  element("start").hidden = !isPrivate;
}

function show() {
  const follow = isAtEnd();
  showTop();
  showAround(around);
  if (follow) toEnd();
}

async function load() {
  const picture = await ask("/api/messages");
  rows.clear();
  for (const row of picture.messages) rows.set(row.message.message_id, row);
  around = picture.chat;
  redraw();
  show();
  toEnd();
  return picture.seq;
}

let lostToast = null;

function line(isUp) {
  if (!isUp) lostToast ??= toast(word("lost"), true);
  else {
    lostToast?.remove();
    lostToast = null;
  }
}

// Sent again after a reset: a sandbox that was restarted knows neither the person's language nor the old messages.
async function introduce() {
  await attempt("/api/language", { language_code: localStorage.getItem(STORED) || navigator.language });
  return load();
}

async function pickUp(name) {
  choosePhone(name);
  showPhones();
  typingUntil = 0;
  listen(await introduce(), take, line);
}

function take(event) {
  if (event.kind === "reset") introduce();
  else on[event.kind]?.(event.body);
}

function speak(code) {
  chooseLanguage(code);
  element("how").replaceChildren(...word("how").map((step) => make("li", {}, step)));
  for (const radio of document.querySelectorAll("[name=language]")) radio.checked = radio.value === chosenLanguage();
  showScenario();
  showPhones();
  redraw();
  show();
}

function startLanguages() {
  for (const code of LANGUAGES) {
    const radio = make("input", { type: "radio", name: "language", value: code });
    radio.onchange = () => {
      localStorage.setItem(STORED, code);
      speak(code);
      attempt("/api/language", { language_code: code });
    };
    element("languages").append(make("label", {}, radio, make("span", {}, code)));
  }
}

// A button that goes when it is pressed hands the keyboard on; a finger on a phone must not bring up its keyboard.
const pressed = (act) => (event) => {
  if (event.detail === 0) toText();
  act();
};

async function start() {
  startLanguages();
  startComposer(actions);
  startScenario(toast);
  startPhones(pickUp, redraw);
  choosePhone(namedInAddress());
  startJumps();
  element("start").onclick = pressed(() => actions.say("/start"));
  element("down").onclick = pressed(toEnd);
  element("block").onclick = () => attempt("/api/block", { blocked: !around.blocked });
  element("sound").onclick = () => {
    element("sound").setAttribute("aria-pressed", String(switchSound()));
    showTop();
  };
  speak((localStorage.getItem(STORED) || navigator.language).slice(0, 2));
  const seq = await introduce();
  listen(seq, take, line);
  element("text").focus();
}

start();
