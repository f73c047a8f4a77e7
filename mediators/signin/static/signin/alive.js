// On a device of many: doing something keeps the session open, also while nothing is sent; doing nothing takes the page
// away. An exam is left alone: it goes on by a token of its own.

const MINUTE = 60000;
const KEPT = "lms-last-seen"; // by every tab of this browser; a moment, and nothing of anybody
const { content: minutes, dataset } = document.querySelector("meta[name=idle-minutes]");
let told = Date.now();
let looking;

function seen() {
    const now = Date.now();
    window.localStorage.setItem(KEPT, String(now));
    if (now - told < MINUTE) return;
    told = now;
    fetch(dataset.address, { credentials: "same-origin", redirect: "manual" }).catch(() => {}); // offline: asked for again
}

function look() {
    const last = Number(window.localStorage.getItem(KEPT)) || told;
    if (Date.now() - last > Number(minutes) * MINUTE + 5000) {
        window.clearInterval(looking); // asked again while it loads, the page would be a plain sign-in
        window.location.assign(window.location.pathname + window.location.search);
    }
}

if (!window.location.pathname.startsWith("/exams/attempt/")) {
    window.localStorage.setItem(KEPT, String(told));
    ["input", "keydown", "pointerdown", "scroll"].forEach((doing) => {
        document.addEventListener(doing, seen, { passive: true, capture: true });
    });
    looking = window.setInterval(look, MINUTE / 2);
}
