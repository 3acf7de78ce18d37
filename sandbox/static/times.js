// Everything on the page is told by the bot's clock, in Kyiv time, wherever the browser is.
import { chosenLanguage, word } from "./words.js";

const ZONE = supportedZone();

function supportedZone() {
  try {
    new Intl.DateTimeFormat("en", { timeZone: "Europe/Kyiv" });
    return "Europe/Kyiv";
  } catch {
    return "Europe/Kiev"; // older browsers know the city by its old spelling only
  }
}

let clock = { now: Date.now() / 1000, readAt: performance.now(), speed: 1, playing: false };

export function setClock(now, speed, playing) {
  clock = { now, readAt: performance.now(), speed, playing };
}

export function botNow() {
  const passed = clock.playing ? ((performance.now() - clock.readAt) / 1000) * clock.speed : 0;
  return clock.now + Math.min(passed, clock.speed * 2);
}

function told(unix, options) {
  return new Intl.DateTimeFormat(chosenLanguage(), { timeZone: ZONE, hourCycle: "h23", ...options }).format(unix * 1000);
}

export const clockTime = (unix) => told(unix, { hour: "2-digit", minute: "2-digit" });
export const day = (unix) => told(unix, { weekday: "long", day: "numeric", month: "long" });

function relative(unix) {
  const seconds = Math.round(unix - botNow());
  const form = new Intl.RelativeTimeFormat(chosenLanguage(), { numeric: "auto" });
  for (const [unit, size] of [["day", 86400], ["hour", 3600], ["minute", 60]]) {
    if (Math.abs(seconds) >= size) return form.format(Math.trunc(seconds / size), unit);
  }
  return form.format(seconds, "second");
}

// Bot API: date-time entity formatting; the letters are w (weekday), d/D (date), t/T (time), or r alone (relative).
export function formatted(unix, format, literal) {
  if (!format) return literal;
  if (format === "r") return relative(unix);
  const options = {};
  if (format.includes("w")) options.weekday = "long";
  if (format.includes("d")) Object.assign(options, { day: "2-digit", month: "2-digit", year: "2-digit" });
  if (format.includes("D")) Object.assign(options, { day: "numeric", month: "long", year: "numeric" });
  if (/[tT]/.test(format)) Object.assign(options, { hour: "2-digit", minute: "2-digit" });
  if (format.includes("T")) options.second = "2-digit";
  return told(unix, options);
}

export const fullTime = (unix) => `${day(unix)}, ${clockTime(unix)} (${word("kyivTime")})`;
