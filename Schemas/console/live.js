// A page that follows what it shows: told that there is something new, it asks for itself again and puts
// the new part in place of the old one. Without this script the page is as it was when it was opened.
const status = document.querySelector("[data-live]");

async function refresh() {
  const old = document.getElementById("live");
  if (!old) return;
  // Whoever is about to press something there keeps it until they leave it.
  if (old.contains(document.activeElement)) {
    old.addEventListener("focusout", () => setTimeout(refresh), { once: true });
    return;
  }
  const answer = await fetch(location.pathname, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("live");
  if (!fresh) return;
  old.replaceWith(fresh);
  status.textContent = status.dataset.news;
}

if (status && "EventSource" in window) {
  let known = status.dataset.state;
  const source = new EventSource(status.dataset.live);
  source.addEventListener("state", (event) => {
    if (event.data === known) return;
    known = event.data;
    refresh();
  });
  addEventListener("pagehide", () => source.close());
}
