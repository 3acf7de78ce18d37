// A short double tone for loud messages, only after somebody asked for it: browsers and people both want that.
let audio = null;

export function switchSound() {
  if (audio) {
    audio.close();
    audio = null;
  } else {
    audio = new AudioContext();
    ring();
  }
  return audio !== null;
}

export const soundIsOn = () => audio !== null;

export function ring() {
  if (!audio) return;
  for (const [pitch, delay] of [[880, 0], [1174, 0.16]]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const start = audio.currentTime + delay;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, start);
    volume.gain.exponentialRampToValueAtTime(0.2, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.3);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.32);
  }
}
