// Dictation, where the browser has it. The person is told once that the browser may send the sound to its maker.

export function voice(node, { words, write, announce }, Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition) {
  if (!Recognition) return;
  node.hidden = false;
  let listening = null;

  function ended() {
    listening = null;
    node.setAttribute("aria-pressed", "false");
  }

  node.addEventListener("click", () => {
    if (listening) {
      listening.stop();
      return;
    }
    listening = new Recognition();
    listening.lang = words.language === "es" ? "es-MX" : "en-US";
    listening.interimResults = true;
    listening.onresult = (event) => write([...event.results].map((result) => result[0].transcript).join(""));
    listening.onerror = () => announce(words.say("voiceFailed"));
    listening.onend = ended;
    listening.start();
    node.setAttribute("aria-pressed", "true");
    announce(words.say("listening"));
  });
}
