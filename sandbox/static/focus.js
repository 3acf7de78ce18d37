// The keyboard's place on the page. What is pressed is often drawn anew or hidden, and the keyboard would then stand nowhere.
const element = (id) => document.getElementById(id);

export const toText = () => element("text").focus();
export const toNight = () => (element("play").disabled ? element("night") : element("play")).focus();

// Who stood in what a change draws anew stands afterwards at the same button; where that is gone, at the same message, never at
// another button, which a key held too long would press; where that is gone too, where people write.
export function keepingPlace(change) {
  const stood = document.activeElement;
  const row = stood.closest(".row")?.id;
  change();
  if (stood.isConnected) return;
  const drawn = row && element(row);
  if (!drawn) return toText();
  const same = [...drawn.querySelectorAll("button, a")].find((one) => isSame(one, stood)) || drawn;
  if (same === drawn) drawn.tabIndex = -1;
  same.focus({ preventScroll: true });
}

const isSame = (one, other) => (other.dataset.callback ? one.dataset.callback === other.dataset.callback : one.textContent === other.textContent);

export function startJumps() {
  element("to-text").onclick = toText;
  element("to-night").onclick = toNight;
}
