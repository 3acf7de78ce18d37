// Where people write: the text field, the command menu, the bot's reply keyboard, the choice of a place.
import { keepingPlace } from "./focus.js";
import { make } from "./render.js";
import { word } from "./words.js";

const element = (id) => document.getElementById(id);
let commands = [];
let actions = null;

export function startComposer(given) {
  actions = given;
  const text = element("text");
  text.oninput = () => {
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight, 140)}px`;
    showCommands(text.value.startsWith("/") && !/\s/.test(text.value) ? text.value.slice(1) : null);
  };
  text.onkeydown = (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
    if (event.key === "Escape") showCommands(null);
    if (event.key === "ArrowUp" && !element("commands").hidden) moveInto(event);
  };
  element("commands").onkeydown = walk;
  element("composer").onsubmit = send;
  element("menu").onclick = () => showCommands(element("commands").hidden ? "" : null);
  element("pin").onclick = openPlaces;
  element("send-place").onclick = () => {
    element("places").close();
    actions.share(Number(element("latitude").value), Number(element("longitude").value));
  };
}

function send(event) {
  event.preventDefault();
  const text = element("text").value.trim();
  if (!text) return;
  element("text").value = "";
  element("text").style.height = "auto";
  showCommands(null);
  actions.say(text);
}

function showCommands(beginning) {
  const fitting = beginning === null ? [] : commands.filter(({ command }) => command.startsWith(beginning.toLowerCase()));
  const rows = fitting.map(({ command, description }) => {
    const button = make("button", { type: "button" }, make("strong", {}, `/${command}`), make("span", {}, description));
    button.onclick = () => {
      showCommands(null);
      element("text").value = "";
      actions.say(`/${command}`);
      element("text").focus();
    };
    return make("li", {}, button);
  });
  element("commands").replaceChildren(...rows);
  element("commands").hidden = rows.length === 0;
  element("menu").setAttribute("aria-expanded", String(rows.length > 0));
}

function moveInto(event) {
  event.preventDefault();
  element("commands").querySelector("li:last-child button").focus();
}

function walk(event) {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  if (event.key === "Escape") showCommands(null);
  if (!step && event.key !== "Escape") return;
  event.preventDefault();
  const next = step && event.target.closest("li")[step];
  (next ? next.firstChild : element("text")).focus();
}

export function showAround(around) {
  commands = around.commands;
  element("menu").disabled = commands.length === 0;
  element("menu").setAttribute("aria-label", word("menu"));
  const rows = (around.reply_keyboard?.keyboard || []).map((row) => make("div", { className: "keys" }, ...row.map(replyKey)));
  keepingPlace(() => element("keyboard").replaceChildren(...rows));
  element("keyboard").hidden = rows.length === 0;
  element("text").placeholder = around.reply_keyboard?.input_field_placeholder || word("write");
}

function replyKey(key) {
  const button = make("button", { type: "button", className: `key ${key.style || ""}` }, key.text);
  button.onclick = () => (key.request_location ? openPlaces() : actions.say(key.text));
  return button;
}

function openPlaces() {
  const buttons = word("places").map(([name, latitude, longitude]) => {
    const button = make("button", { type: "button" }, `📍 ${name}`);
    button.onclick = () => {
      element("places").close();
      actions.share(latitude, longitude);
    };
    return button;
  });
  element("place-list").replaceChildren(...buttons);
  element("places").showModal();
}
