// What every page needs and can do without: the folding menu, a question before what cannot be undone, no form sent twice, no file that is too big.

const YEAR = 60 * 60 * 24 * 365;
const WIDE = window.matchMedia("(min-width: 900px)");

function tellMenuState(nav) {
    const folded = document.documentElement.dataset.nav === "folded";
    const opened = window.location.hash === `#${nav.id}`;
    document.querySelectorAll("[data-nav-fold]").forEach((it) => it.setAttribute("aria-expanded", String(!folded)));
    document.querySelectorAll("[data-nav-switch]").forEach((it) => it.setAttribute("aria-expanded", String(opened)));
}

function foldMenu(nav) {
    const root = document.documentElement;
    root.dataset.nav = root.dataset.nav === "folded" ? "open" : "folded";
    document.cookie = `office_nav=${root.dataset.nav};path=/;max-age=${YEAR};samesite=lax`;
    tellMenuState(nav);
}

function startMenu() {
    const nav = document.getElementById("menu");
    if (!nav) return;
    const fold = nav.querySelector("[data-nav-fold]");
    if (fold) {
        fold.hidden = false;
        fold.addEventListener("click", () => foldMenu(nav));
    }
    window.addEventListener("hashchange", () => tellMenuState(nav));
    WIDE.addEventListener("change", () => tellMenuState(nav));
    tellMenuState(nav);
}

function startSecrets() {
    document.querySelectorAll("[data-reveal]").forEach((button) => {
        const field = document.getElementById(button.dataset.reveal);
        if (!field) return;
        const words = [button.textContent, button.dataset.shown];
        button.hidden = false;
        button.addEventListener("click", () => {
            const show = field.type === "password";
            field.type = show ? "text" : "password";
            button.textContent = words[show ? 1 : 0];
        });
    });
}

// A dialog or the menu is opened by its address. Focus moves into it and comes back; Escape closes it.
const OPENED = ".dialog:target, .office-nav:target";
let openedFrom = null;

function rememberOpener(event) {
    const link = event.target.closest('a[href^="#"]');
    const target = link && document.getElementById(link.hash.slice(1));
    if (target && target.matches(".dialog, .office-nav")) openedFrom = link;
}

function followAddress() {
    const opened = document.querySelector(OPENED);
    if (opened) {
        opened.querySelector("a[href], button:not([hidden])").focus();
    } else if (openedFrom) {
        openedFrom.focus();
        openedFrom = null;
    }
}

function closeOnEscape(event) {
    if (event.key === "Escape" && document.querySelector(OPENED)) window.location.hash = "main";
}

function askFirst(event) {
    const button = event.target.closest("[data-confirm]");
    if (button && !window.confirm(button.dataset.confirm)) {
        event.preventDefault();
        event.stopImmediatePropagation();
    }
}

// What would be refused for its size is not sent first: on a slow line that takes an hour.
function weigh(field) {
    const file = field.files[0];
    field.setCustomValidity(file && file.size > Number(field.dataset.most) ? field.dataset.tooBig : "");
    return field.reportValidity() || !file;
}

function weighChosen(event) {
    if (event.target.matches("[data-most]")) weigh(event.target);
}

function weighAll(event) {
    if (![...event.target.querySelectorAll("[data-most]")].every(weigh)) event.preventDefault();
}

function sendOnce(event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.dataset.repeatable !== undefined) return;
    if (form.dataset.sent !== undefined) {
        event.preventDefault();
        return;
    }
    form.dataset.sent = "";
    // A file comes and the page stays: soon it may be asked for again.
    if (form.dataset.download !== undefined) window.setTimeout(allowAgain, 5000);
    const button = event.submitter || form.querySelector("button:not([type=button])");
    if (!button || !button.classList.contains("button")) return;
    button.dataset.words = button.textContent;
    button.textContent = button.dataset.busy || document.body.dataset.busy;
    button.setAttribute("aria-disabled", "true");
}

// A page that comes back from the browser's memory may be sent again.
function allowAgain() {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
    document.querySelectorAll("[data-words]").forEach((button) => {
        button.textContent = button.dataset.words;
        button.removeAttribute("aria-disabled");
        delete button.dataset.words;
    });
}

startMenu();
startSecrets();
document.querySelector("[data-error-summary]")?.focus();
document.addEventListener("click", askFirst, true);
document.addEventListener("click", rememberOpener);
document.addEventListener("keydown", closeOnEscape);
window.addEventListener("hashchange", followAddress);
document.addEventListener("change", weighChosen);
window.addEventListener("submit", weighAll);
window.addEventListener("submit", sendOnce);
window.addEventListener("pageshow", allowAgain);
