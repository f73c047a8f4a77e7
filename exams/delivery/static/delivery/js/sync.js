// Sending: everything not yet answered, again and again, until the server says what it stored.

const STEPS = [1, 2, 4, 8, 16, 30];
const PATIENCE_MS = 15000;
const MOST_EVENTS = 100;
const MOST_CHARACTERS = 16000; // of UTF-8 at most three bytes each, below the server's limit of a request

export class Sync {
    // restS: the seconds between two questions for the time, when there is nothing to send.
    constructor({ model, clock, urls, restS, on }) {
        Object.assign(this, { restS, model, clock, urls, on, failures: 0, busy: false, timer: 0, stopped: false, rev: null });
        this.store = model.store;
    }

    start() {
        const wake = () => this.soon(0);
        window.addEventListener("online", wake);
        window.addEventListener("pageshow", wake);
        window.addEventListener("pagehide", () => this.lastChance());
        document.addEventListener("visibilitychange", () => {
            if (document.visibilityState === "hidden") this.lastChance();
            else wake();
        });
        this.soon(0);
    }

    soon(seconds) {
        if (this.stopped) return;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.turn(), seconds * 1000);
    }

    stop() {
        this.stopped = true;
        clearTimeout(this.timer);
    }

    batch() {
        const events = [];
        let size = 0;
        this.store.pending().slice(0, MOST_EVENTS).some((event) => {
            const { said, attempt, ...sent } = event;
            size += JSON.stringify(sent).length;
            if (events.length && size > MOST_CHARACTERS) return true;
            events.push(sent);
            return false;
        });
        return events;
    }

    // The last batch goes with the hand-in itself, so that nothing can come between.
    async turn() {
        if (this.busy || this.stopped) return;
        this.busy = true;
        const events = this.batch();
        const last = this.store.pending().length === events.length;
        const handIn = Boolean(this.store.meta.handIn) && last;
        events.forEach((event) => this.model.inFlight.add(event.seq));
        this.on.change();
        let wait;
        try {
            wait = await this.post(handIn ? this.urls.submit : this.urls.save, events);
            this.failures = 0;
        } catch (error) {
            const step = STEPS[Math.min(this.failures, STEPS.length - 1)];
            wait = step * (1 + Math.random() / 4);
            this.failures += 1;
        }
        this.model.inFlight.clear();
        this.busy = false;
        this.on.change();
        if (wait !== null) this.soon(wait);
    }

    // Returns the seconds until the next turn, or null if there is to be none.
    async post(url, events) {
        const abort = new AbortController();
        const alarm = setTimeout(() => abort.abort(), PATIENCE_MS);
        const sent = performance.now();
        try {
            const response = await fetch(url, this.request(events, { signal: abort.signal }));
            if (response.status === 401) return this.on.signedOut();
            if (response.status === 400) return this.refused(events);
            if (!response.ok && response.status !== 409) throw new Error(String(response.status));
            return this.heard(await response.json(), sent);
        } finally {
            clearTimeout(alarm);
        }
    }

    request(events, more) {
        return {
            method: "POST",
            credentials: "omit", // the token alone counts, signed in or not
            cache: "no-store",
            headers: { "Authorization": `Bearer ${this.store.meta.token}`, "Content-Type": "application/json" },
            body: JSON.stringify({ events }),
            ...more,
        };
    }

    async heard(told, sent) {
        this.clock.set(told.now, sent, performance.now());
        this.rev = told.rev;
        told.ack.forEach(([seq, said]) => this.model.settle(seq, said));
        const behind = this.model.differs(told.slots, this.clock, told.rev);
        this.store.keep({ deadline: told.deadline });
        await this.on.heard(told);
        // Who has been told to stop is shown nothing more.
        if (behind && !this.stopped) await this.on.behind();
        if (this.store.pending().length || (this.store.meta.handIn && told.state === "in_progress")) return 0.2;
        return told.state === "in_progress" ? this.restS * (0.8 + Math.random() * 0.4) : null;
    }

    // The request could not be read. Kept here, and tried one by one, so that no event holds up the others.
    async refused(events) {
        if (events.length > 1) {
            for (const event of events) await this.post(this.urls.save, [event]);
        } else if (events.length === 1) {
            this.model.settle(events[0].seq, "invalid");
        } else {
            throw new Error("400");
        }
        return 1;
    }

    // The page may not live to hear the answer; asking again later does no harm.
    lastChance() {
        this.on.flush();
        const events = this.batch();
        if (this.stopped || !events.length) return;
        fetch(this.urls.save, this.request(events, { keepalive: true })).catch(() => {});
    }
}
