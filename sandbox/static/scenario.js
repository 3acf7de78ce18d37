// The clock of the night on top of the page, and the buttons that move it.
import { toNight } from "./focus.js";
import { ask } from "./server.js";
import { make } from "./render.js";
import { botNow, clockTime, day, formatted, setClock } from "./times.js";
import { chosenLanguage, word } from "./words.js";

const SPEEDS = [1, 60, 120, 300];
const element = (id) => document.getElementById(id);
let state = { available: false };
let complain = () => {};

export function startScenario(onError) {
  complain = onError;
  for (const speed of SPEEDS) {
    const radio = make("input", { type: "radio", name: "speed", value: String(speed) });
    radio.onchange = () => steer({ action: "speed", speed });
    element("speeds").append(make("label", {}, radio, make("span", {}, `${speed}×`)));
  }
  element("play").onclick = () => steer(isOver() ? { action: "choose", name: state.chosen } : { action: state.playing ? "pause" : "play" });
  element("next").onclick = () => steer({ action: "next" });
  element("scenarios").onchange = (event) => steer({ action: "choose", name: event.target.value });
  setInterval(tick, 250);
  poll();
}

const isOver = () => state.why_not === "finished";

async function poll() {
  try {
    take(await ask("/api/scenario"));
  } catch {
    // the event stream tells people that the line is lost
  }
  setTimeout(poll, 1000);
}

async function steer(action) {
  try {
    take(await ask("/api/scenario", action));
  } catch (fault) {
    complain(fault.message);
  }
}

function take(news) {
  state = news;
  setClock(news.now, news.speed, news.playing);
  showScenario();
}

export function showScenario() {
  const { available, playing, may_play: may, why_not: why } = state;
  element("play").textContent = word(isOver() ? "again" : playing && available ? "pause" : "play");
  element("play").disabled = !available || !(playing || may || (isOver() && state.playable.length > 1));
  element("next").textContent = word("next");
  element("next").disabled = !available || !may;
  if (document.activeElement.disabled) toNight();
  element("speeds").disabled = !available;
  for (const radio of document.querySelectorAll("[name=speed]")) radio.checked = Number(radio.value) === state.speed;
  const reason = !available ? word("noScenario") : may || playing ? "" : word("whyNot")[why] || word("whyNotElse");
  if (element("why-not").textContent !== reason) element("why-not").textContent = reason;
  showChoice();
  tick();
}

function showChoice() {
  const choice = element("scenarios");
  const offered = (state.playable || []).map(({ name, title }) => ({ name, title: title[chosenLanguage()] }));
  const drawn = [...choice.options].map((option) => option.textContent).join();
  if (drawn !== offered.map(({ title }) => title).join()) {
    choice.replaceChildren(...offered.map(({ name, title }) => make("option", { value: name }, title)));
  }
  if (document.activeElement !== choice) choice.value = state.chosen || "";
  choice.disabled = offered.length < 2;
  choice.hidden = offered.length === 0;
}

function tick() {
  const now = botNow();
  element("clock").textContent = clockTime(now);
  element("clock-date").textContent = day(now);
  for (const time of document.querySelectorAll("[data-relative]")) time.textContent = formatted(Number(time.dataset.relative), "r");
}
