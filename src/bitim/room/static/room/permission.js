// Why a browser gave no microphone, and what its owner can do about it, in one plain sentence for that browser.
//   by("call-said").textContent = whyNot(error); if (inside()) ...
import { words } from "../bitim/js/words.js";

// Browsers that live in another app: messengers and networks by their own names; on Android any view of a page in an
// app says `wv`, on an iPhone such a view alone does not call itself Safari.
const APPS = /FBA[NV]|FB_IAB|Instagram|Line\/|MicroMessenger|WhatsApp|Telegram|VKAndroidApp|VKiOS|OdnoklassnikiApp|OKApp|BytedanceWebview|musical_ly|TikTok|Snapchat|Viber/i;

export function inside(agent = navigator.userAgent) {
  const ofAndroid = /Android/.test(agent) && /; wv\)/.test(agent);
  const ofApple = /iPhone|iPad|iPod/.test(agent) && !/Safari\//.test(agent);
  return APPS.test(agent) || ofAndroid || ofApple;
}

// Which sign stands where: "inside", "iphone", "firefox", "android" or "desk".
export function kindOf(agent = navigator.userAgent) {
  if (inside(agent)) return "inside";
  if (/iPhone|iPad|iPod/.test(agent)) return "iphone";
  if (/Firefox/.test(agent)) return "firefox";
  return /Android/.test(agent) ? "android" : "desk";
}

// `error`: what the browser said when it was asked, if it was asked.
export function whyNot(error) {
  if (error?.name === "NotFoundError" || error?.name === "OverconstrainedError") return words("call-no-mic");
  if (error?.name === "NotReadableError" || error?.name === "AbortError") return words("call-busy-mic");
  return `${words("call-closed")} ${words(`call-mic-${kindOf()}`)}`.trim();
}
