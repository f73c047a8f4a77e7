// Before the start: counts down what the server said is left, then asks for the page again.

const SPREAD_MS = 3000; // so that a thousand phones do not ask in the same moment
const LONGEST_S = 86400; // further off, the day is enough

const box = document.querySelector("[data-wait]");
const clock = box.querySelector("[role=timer]");
const wait = Number(box.dataset.wait);
const opened = performance.now();
const asked = wait * 1000 + Math.random() * SPREAD_MS;

function words(seconds) {
    const parts = [Math.floor(seconds / 60) % 60, seconds % 60];
    if (seconds >= 3600) parts.unshift(Math.floor(seconds / 3600));
    return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

function tick() {
    const gone = performance.now() - opened;
    clock.textContent = words(Math.max(0, wait - Math.floor(gone / 1000)));
    if (gone < asked || !navigator.onLine) return;
    clearInterval(ticking);
    location.reload();
}

const ticking = wait <= LONGEST_S ? setInterval(tick, 500) : 0;
if (ticking) {
    box.querySelector("[hidden]").hidden = false;
    tick();
    // A phone that slept may have stopped its clock: what is left is told anew.
    window.addEventListener("pageshow", (event) => event.persisted && location.reload());
    document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "visible" && navigator.onLine) location.reload();
    });
}
