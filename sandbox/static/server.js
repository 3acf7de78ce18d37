// The only place that talks to the sandbox's server, in the name of the phone that the page shows.
let phone = "you";
let stream = null;

export const choosePhone = (name) => (phone = name);
export const chosenPhone = () => phone;

export async function ask(path, body) {
  const options = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(`${path}?phone=${phone}`, options);
  const data = await answer.json();
  if (!answer.ok) throw new Error(data.error || answer.statusText);
  return data;
}

// EventSource comes back by itself and names the last event it saw; the server answers with what was missed or "reset".
export function listen(after, onEvent, onLine) {
  stream?.close();
  stream = new EventSource(`/api/events?phone=${phone}&after=${after}`);
  stream.onmessage = (event) => onEvent(JSON.parse(event.data));
  stream.onopen = () => onLine(true);
  stream.onerror = () => onLine(false);
}
