// An exam from opening the page to the receipt. It needs the network only now and then.

import { Clock } from "./clock.js";
import { Model } from "./model.js";
import { claimTab, openStore } from "./store.js";
import { Sync } from "./sync.js";
import { Screens } from "./ui.js";

const config = JSON.parse(document.getElementById("exam-config").textContent);
const { urls, words } = config;
const clock = new Clock();
let store;
let model;
let sync;
let screens;

const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

// Asks until somebody answers; a refusal is an answer.
async function ask(url, options) {
    for (let tries = 0; ; tries += 1) {
        const sent = performance.now();
        try {
            const response = await fetch(url, { cache: "no-store", ...options });
            const told = response.headers.get("Content-Type") === "application/json" ? await response.json() : {};
            if (response.status < 500) {
                if (told.now) clock.set(told.now, sent, performance.now());
                return { status: response.status, told };
            }
        } catch (error) {
            if (options.once) return { status: 0, told: {} };
        }
        await pause(Math.min(2 ** tries, 30));
    }
}

const byToken = (more) => ({ credentials: "omit", headers: { Authorization: `Bearer ${store.meta.token}` }, ...more });

function signIn() {
    screens.stop("sign_in_title", "sign_in_text", "sign_in", () => window.location.assign(urls.login));
}

// With the login session: makes this phone the one that answers, and returns the state of the attempt.
async function open(proof) {
    const { status, told } = await ask(urls.open, {
        method: "POST",
        headers: { "X-CSRFToken": config.csrf, "Content-Type": "application/json" },
        body: JSON.stringify({ device: store.meta.device, take_over: proof }),
    });
    if (status === 200) {
        store.keep({ token: told.token, epoch: told.epoch });
        return told;
    }
    if (["other_device", "not_proven", "too_many"].includes(told.error)) {
        screens.askToTakeOver(told.error === "other_device" ? "" : told.error, async (given) => {
            const opened = await open(given);
            if (opened) await begin(opened);
        });
    } else if (told.error === "not_running" && told.receipt) {
        finish(told);
    } else if (status === 401 || status === 403) {
        signIn();
    } else {
        screens.stop("gone_title", "gone_text");
    }
    return null;
}

// With the token: what the server has, or null if this phone may no longer answer.
async function state(options) {
    if (!store.meta.token) return open(null);
    const { status, told } = await ask(urls.state, byToken(options));
    if (status === 200 && told.epoch !== store.meta.epoch) return open(null);
    if (status === 401) return open(null);
    return status === 200 ? told : { offline: true };
}

async function paper() {
    if (store.meta.paper) return store.meta.paper;
    const { status, told } = await ask(urls.paper, byToken());
    if (status === 200) store.keep({ paper: told });
    return status === 200 ? told : null;
}

function finish(told) {
    store.keep({ handIn: false, done: true });
    screens.receipt(told);
}

async function heard(told) {
    if (told.verdict === "fenced") {
        sync.stop();
        screens.lock();
        screens.stop("fenced_title", "fenced_text", "take_over_back", () => window.location.reload());
    } else if (told.receipt) {
        // It is over, whoever ended it; asked until the receipt can be shown in words.
        screens.lock();
        const isWhole = Boolean(told.submitted_words);
        if (!isWhole && !store.meta.done) screens.stop("ended_title", "ended_text");
        const full = isWhole ? told : await state();
        if (full && full.receipt) finish(full);
    } else if (told.state === "void") {
        sync.stop();
        screens.lock();
        screens.stop("void_title", "void_text");
    }
}

async function behind() {
    const told = await state({ once: true });
    if (!told || told.offline) return;
    model.tell(told);
    screens.drawQuestion();
}

async function signedOut() {
    const opened = await open(null);
    return opened ? 0 : null;
}

function handIn() {
    screens.flush();
    screens.lock();
    store.keep({ handIn: true });
    screens.stop("handing_title", "handing_text");
    sync.soon(0);
}

function tick() {
    const { deadline, handIn: asked, done } = store.meta;
    screens.tick(deadline);
    const over = clock.isSet && deadline && clock.left(deadline) <= 0;
    if (over && !asked && !done) {
        screens.lock();
        store.keep({ handIn: true });
        screens.stop("over_title", "over_text");
        sync.soon(Math.random() * 3);
    }
}

function startSync() {
    if (sync) {
        sync.stopped = false;
        return sync.soon(0);
    }
    const on = { change: () => screens.refresh(), flush: () => screens.flush(), heard, behind, signedOut };
    sync = new Sync({ model, clock, urls, restS: config.rest_s, on });
    setInterval(tick, 500);
    tick();
    return sync.start();
}

async function begin(told) {
    if (!told.offline) {
        store.keep({ deadline: told.deadline, seed: told.seed });
        model.tell(told);
    }
    if (told.receipt) {
        screens.paper = store.meta.paper || null;
        if (store.pending().length) startSync();
        return finish(told);
    }
    if (told.state === "void") return screens.stop("void_title", "void_text");
    screens.paper = await paper();
    screens.seed = store.meta.seed;
    if (!screens.paper) return screens.stop("gone_title", "gone_text");
    startSync();
    if (store.meta.handIn) return handIn();
    screens.locked = false;
    return screens.go(screens.index);
}

async function main() {
    store = await openStore(config.attempt);
    model = new Model(store);
    const answer = (slot, v) => {
        model.change(v === null ? "clear" : "answer", slot, v, clock, sync.rev);
        sync.soon(0.3);
    };
    const flag = (slot, on) => {
        model.change("flag", slot, { on }, clock, sync.rev);
        sync.soon(0.3);
    };
    const turned = (index) => store.keep({ index }); // where to go on after a reload
    const isOffline = () => Boolean(sync && sync.failures);
    screens = new Screens({ words, model, clock, on: { answer, flag, handIn, turned, isOffline } });
    screens.index = store.meta.index || 0;
    claimTab(config.attempt, () => {
        if (sync) sync.stop();
        screens.lock();
        screens.stop("tab_title", "tab_text", "here", () => window.location.reload());
    });
    const told = await state({ once: Boolean(store.meta.paper && store.meta.told) });
    if (told) await begin(told);
}

main();
