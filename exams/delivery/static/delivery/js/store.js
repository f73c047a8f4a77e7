// What this phone keeps of an exam: IndexedDB first, and a mirror in localStorage that is written
// at once, so that a tab killed in the next millisecond has lost nothing.

const DATABASE = "fengqiao-exam";
const MIRRORED = 50;
const PATIENCE_MS = 3000; // some browsers never answer the first time

export function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function openDatabase() {
    return new Promise((resolve) => {
        const giveUp = () => resolve(null);
        setTimeout(giveUp, PATIENCE_MS);
        try {
            const request = indexedDB.open(DATABASE, 1);
            request.onupgradeneeded = () => {
                request.result.createObjectStore("attempts", { keyPath: "attempt" });
                request.result.createObjectStore("events", { keyPath: ["attempt", "seq"] });
            };
            request.onsuccess = () => resolve(request.result);
            request.onerror = giveUp;
            request.onblocked = giveUp;
        } catch (error) {
            giveUp();
        }
    });
}

function all(db, attempt) {
    return new Promise((resolve) => {
        const found = { meta: null, events: [] };
        const work = db.transaction(["attempts", "events"]);
        const ours = IDBKeyRange.bound([attempt, 0], [attempt, Infinity]);
        work.objectStore("attempts").get(attempt).onsuccess = (event) => (found.meta = event.target.result || null);
        work.objectStore("events").getAll(ours).onsuccess = (event) => (found.events = event.target.result);
        work.oncomplete = () => resolve(found);
        work.onerror = () => resolve(found);
        work.onabort = () => resolve(found);
    });
}

function readMirror(key) {
    try {
        return JSON.parse(localStorage.getItem(key)) || {};
    } catch (error) {
        return {};
    }
}

export class Store {
    constructor(attempt, db, meta, events) {
        this.attempt = attempt;
        this.key = `${DATABASE}:${attempt}`;
        this.db = db;
        this.meta = meta;
        this.events = new Map(events.map((event) => [event.seq, event]));
    }

    // Events that the server has not yet answered, in the order they happened.
    pending() {
        return Array.from(this.events.values()).filter((event) => !event.said).sort((a, b) => a.seq - b.seq);
    }

    nextSeq() {
        return Math.max(this.meta.seq || 0, ...Array.from(this.events.keys())) + 1;
    }

    add(event) {
        this.meta.seq = event.seq;
        this.events.set(event.seq, event);
        this.mirror();
        this.put("attempts", this.plainMeta());
        this.put("events", { attempt: this.attempt, ...event });
    }

    settle(seq, said) {
        const event = this.events.get(seq);
        if (!event) return;
        event.said = said;
        this.put("events", { attempt: this.attempt, ...event });
    }

    keep(changes) {
        Object.assign(this.meta, changes);
        this.mirror();
        this.put("attempts", this.plainMeta());
    }

    plainMeta() {
        return { ...this.meta, attempt: this.attempt };
    }

    mirror() {
        const { paper, ...meta } = this.meta;
        const events = this.pending();
        const kept = this.db ? events.slice(-MIRRORED) : events;
        try {
            localStorage.setItem(this.key, JSON.stringify({ meta, events: kept }));
        } catch (error) {
            // Full or forbidden: IndexedDB still has it.
        }
    }

    put(name, value) {
        if (!this.db) return;
        try {
            this.db.transaction([name], "readwrite").objectStore(name).put(value);
        } catch (error) {
            this.db = null; // closed under us: the mirror keeps everything from here on
            this.mirror();
        }
    }
}

export async function openStore(attempt) {
    const db = await openDatabase();
    const found = db ? await all(db, attempt) : { meta: null, events: [] };
    const mirror = readMirror(`${DATABASE}:${attempt}`);
    const meta = { device: "", ...(mirror.meta || {}), ...(found.meta || {}) };
    meta.seq = Math.max(meta.seq || 0, (mirror.meta || {}).seq || 0);
    const known = new Set(found.events.map((event) => event.seq));
    const missing = (mirror.events || []).filter((event) => !known.has(event.seq));
    const store = new Store(attempt, db, meta, [...found.events, ...missing]);
    missing.forEach((event) => store.put("events", { attempt, ...event }));
    if (!meta.device) store.keep({ device: newId() }); // made together with the store it numbers
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
    return store;
}

// One page answers at a time: the one opened last. The other is told.
export function claimTab(attempt, onLost) {
    const key = `${DATABASE}:${attempt}:page`;
    const mine = newId();
    try {
        localStorage.setItem(key, mine);
    } catch (error) {
        return;
    }
    window.addEventListener("storage", (event) => {
        if (event.key === key && event.newValue && event.newValue !== mine) onLost();
    });
}
