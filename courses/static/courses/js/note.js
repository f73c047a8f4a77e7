// A note is saved while it is written, and says so; without a script its button does.

const PAUSE = 1500;
const form = document.querySelector("[data-note]");
const text = form.querySelector("textarea");
const state = form.querySelector("[data-note-state]");
let saved = text.value;
let timer = 0;
let asked = Promise.resolve();

async function save() {
    window.clearTimeout(timer);
    const written = text.value;
    if (written === saved) return;
    state.textContent = state.dataset.saving;
    try {
        const answer = await fetch(form.dataset.note, {
            method: "POST",
            body: new URLSearchParams({ note: written, csrfmiddlewaretoken: form.csrfmiddlewaretoken.value }),
            headers: { "X-Kept-By": "script" },
            credentials: "same-origin",
            keepalive: true,
        });
        if (answer.status !== 204) throw new Error(String(answer.status));
        saved = written;
        if (text.value === written) state.textContent = state.dataset.saved;
    } catch {
        state.textContent = state.dataset.failed;
    }
}

// One after the other, so that what was written last is what is kept.
function saveNext() {
    asked = asked.then(save);
}

text.addEventListener("input", () => {
    state.textContent = "";
    window.clearTimeout(timer);
    timer = window.setTimeout(saveNext, PAUSE);
});
form.addEventListener("submit", (event) => {
    event.preventDefault();
    saveNext();
});
document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") saveNext();
});
window.addEventListener("beforeunload", (event) => {
    if (text.value !== saved) event.preventDefault();
});
