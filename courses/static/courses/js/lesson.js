// Keep the part that is being read, so that its reader can go on from there on any device.

const EVERY = 15000;
const article = document.querySelector("[data-keep]");
const parts = [...document.querySelectorAll("[data-part]")];
let kept = Number(article.dataset.position);

// Asked each time: whoever signs in again while they write a note has another one.
function token() {
    return JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];
}

function partInSight() {
    const line = window.innerHeight * 0.4;
    const above = parts.filter((part) => part.getBoundingClientRect().top < line);
    return above.length ? Number(above[above.length - 1].dataset.part) : 0;
}

async function keep() {
    const position = partInSight();
    if (position === kept || (position < 2 && kept === 0)) return;
    const before = kept;
    kept = position;
    try {
        await fetch(article.dataset.keep, {
            method: "POST",
            body: new URLSearchParams({ position }),
            headers: { "X-CSRFToken": token() },
            credentials: "same-origin",
            keepalive: true,
        });
    } catch {
        kept = before; // without a network, try again later; nothing else depends on it
    }
}

document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep();
});
window.addEventListener("pagehide", keep);
window.setInterval(keep, EVERY);
