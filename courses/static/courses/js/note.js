// A note is saved while it is written, and says so; without a script its button does.

const PAUSE = 1500;
const form = document.querySelector("[data-note]");
const text = form.querySelector("textarea");
const state = form.querySelector("[data-note-state]");
const elsewhere = document.querySelector("[data-note-elsewhere]");
let saved = document.querySelector("[data-note-stored]").textContent;
let timer = 0;
let asked = Promise.resolve();
let isChanged = !elsewhere.hidden; // on another page; what stands there goes only by the button

function send(written) {
    const { value: over } = form.elements.over;
    const { value: csrfmiddlewaretoken } = form.csrfmiddlewaretoken;
    return fetch(form.dataset.note, {
        method: "POST",
        body: new URLSearchParams({ note: written, over, csrfmiddlewaretoken }),
        headers: { "X-Kept-By": "script" },
        credentials: "same-origin",
        keepalive: true,
    });
}

// Whoever signed in again has another token; the page of the lesson holds it.
async function formAnew() {
    const answer = await fetch(form.dataset.note, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("[data-note]");
}

// What one person wrote goes to nobody else who signed in here meanwhile.
async function sendAgain(written, refused) {
    const anew = await formAnew();
    if (!anew) return refused;
    if (anew.dataset.whose !== form.dataset.whose) return null;
    const { value: token } = anew.elements.csrfmiddlewaretoken;
    form.csrfmiddlewaretoken.value = token;
    document.body.setAttribute("hx-headers", JSON.stringify({ "x-csrftoken": token }));
    return send(written);
}

function sayIsOut() {
    const link = document.createElement("a");
    link.href = state.dataset.address;
    link.target = "_blank";
    link.textContent = state.dataset.signIn;
    state.replaceChildren(state.dataset.signedOut, " ", link);
}

async function sayRefused(answer) {
    const told = await answer.json();
    state.textContent = `● ${told.why}`;
    if (answer.status !== 409) return;
    isChanged = true;
    saved = told.text;
    form.elements.over.value = told.over;
    elsewhere.textContent = told.text;
    elsewhere.hidden = false;
}

function sayKept() {
    elsewhere.hidden = true;
    state.textContent = state.dataset.saved;
}

async function say(answer, written) {
    if (answer === null) {
        state.textContent = state.dataset.other;
    } else if (answer.status === 204) {
        saved = written;
        form.elements.over.value = answer.headers.get("X-Note");
        elsewhere.hidden = true;
        if (text.value === written) sayKept();
    } else if (answer.redirected || answer.status === 403) {
        sayIsOut();
    } else if (answer.status === 400 || answer.status === 409) {
        await sayRefused(answer);
    } else {
        state.textContent = state.dataset.broken;
    }
}

async function save() {
    window.clearTimeout(timer);
    const written = text.value;
    if (isChanged) return;
    if (written === saved) {
        if (!elsewhere.hidden) sayKept();
        return;
    }
    state.textContent = state.dataset.saving;
    try {
        let answer = await send(written);
        if (answer.status === 403) answer = await sendAgain(written, answer);
        await say(answer, written);
    } catch {
        state.textContent = state.dataset.failed;
    }
}

// One after the other, so that what was written last is what is kept.
function saveNext() {
    asked = asked.then(save);
}

text.addEventListener("input", () => {
    if (isChanged) return; // the sentence says what to do
    state.textContent = "";
    window.clearTimeout(timer);
    timer = window.setTimeout(saveNext, PAUSE);
});
form.addEventListener("submit", (event) => {
    event.preventDefault();
    isChanged = false;
    saveNext();
});
document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") saveNext();
});
window.addEventListener("beforeunload", (event) => {
    if (text.value !== saved) event.preventDefault();
});
