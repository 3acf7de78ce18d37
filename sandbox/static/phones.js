// Whose phone is shown, and what that phone does with sound; both are the reader's to choose, beside the clock.
import { make } from "./render.js";
import { chosenPhone } from "./server.js";
import { word } from "./words.js";

export const PHONES = ["you", "neighbour", "house", "house-neighbour", "channel"];
const KEPT = "tysha-sandbox-sound";
const element = (id) => document.getElementById(id);

// What a phone makes of a message that asks for a sound; one that asks for none is silent on any phone.
const RINGS = { open: true, muted: false, dnd: false, "dnd-let-through": true };

export const namedInAddress = () => PHONES.find((name) => `#${name}` === location.hash) || "you";
export const soundChoice = () => (Object.hasOwn(RINGS, localStorage.getItem(KEPT)) ? localStorage.getItem(KEPT) : "open");
export const rings = (sound) => sound === "loud" && RINGS[soundChoice()];
export const outcome = (sound) => word("outcomes")[sound === "loud" ? soundChoice() : "none"];

export function startPhones(onPhone, onSound) {
  element("phones").onchange = (event) => {
    location.hash = event.target.value;
  };
  addEventListener("hashchange", () => onPhone(namedInAddress()));
  element("settings").onchange = (event) => {
    localStorage.setItem(KEPT, event.target.value);
    onSound();
  };
}

export function showPhones() {
  const options = (words) => Object.entries(words).map(([value, text]) => make("option", { value }, text));
  element("phones").replaceChildren(...options(word("phones")));
  element("phones").value = chosenPhone();
  element("settings").replaceChildren(...options(word("settings")));
  element("settings").value = soundChoice();
}
