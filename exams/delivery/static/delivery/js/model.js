// Answers as the candidate sees them: what the server last told, and over it what only this phone has.

export const LOCAL = "local";
export const SENT = "sent";
export const STORED = "stored";
export const REFUSED = "refused";

function parts(head) {
    return (head || "0.0").split(".").map(Number);
}

// Negative if `a` lost against `b`; heads are written epoch.seq.
export function compare(a, b) {
    const [one, other] = [parts(a), parts(b)];
    return one[0] - other[0] || one[1] - other[1];
}

function headOf(event) {
    return event.kind === "flag" ? `!${event.slot}` : event.slot;
}

export class Model {
    constructor(store) {
        this.store = store;
        this.told = store.meta.told || { answers: {}, flags: {}, slots: {} };
        this.inFlight = new Set();
    }

    // The server's whole state: taken as it is; what waits here lies over it.
    tell(state) {
        this.told = { answers: state.answers, flags: state.flags, slots: state.slots };
        this.store.keep({ told: this.told, seq: Math.max(this.store.meta.seq || 0, state.last_seq) });
    }

    answer(slot) {
        const waiting = this.waiting(slot);
        if (waiting) return waiting.kind === "clear" ? null : waiting.v;
        return this.told.answers[slot] || null;
    }

    flagged(slot) {
        const waiting = this.waiting(`!${slot}`);
        return waiting ? waiting.v.on : Boolean(this.told.flags[slot]);
    }

    // The newest event of a slot that the server has not answered.
    waiting(head) {
        const mine = this.store.pending().filter((event) => headOf(event) === head);
        return mine.length ? mine[mine.length - 1] : null;
    }

    state(slot) {
        const waiting = this.waiting(slot);
        if (waiting) return this.inFlight.has(waiting.seq) ? SENT : LOCAL;
        const refused = Array.from(this.store.events.values()).filter(
            (event) => event.slot === slot && event.said && event.said !== "accepted" && event.kind !== "flag",
        );
        const last = refused[refused.length - 1];
        const head = last ? `${last.epoch}.${last.seq}` : "";
        if (last && compare(head, this.told.slots[slot]) > 0) return REFUSED;
        return this.told.slots[slot] ? STORED : "";
    }

    change(kind, slot, v, clock, rev) {
        this.store.add({
            seq: this.store.nextSeq(),
            epoch: this.store.meta.epoch,
            kind,
            slot,
            v,
            mono: clock.isSet ? Math.round(performance.now()) : null,
            wall: new Date().toISOString(),
            rev,
        });
    }

    // What the server did with one event; a number taken by another event is given anew.
    settle(seq, said) {
        const event = this.store.events.get(seq);
        if (!event || event.said) return;
        if (said === "conflict") {
            this.store.settle(seq, said);
            this.store.add({ ...event, seq: this.store.nextSeq(), said: "" });
            return;
        }
        this.store.settle(seq, said);
        const head = `${event.epoch}.${event.seq}`;
        if (said !== "accepted" || compare(head, this.told.slots[headOf(event)]) <= 0) return;
        this.told.slots[headOf(event)] = head;
        const values = event.kind === "flag" ? this.told.flags : this.told.answers;
        const empty = event.kind === "clear" || (event.kind === "flag" && !event.v.on);
        if (empty) delete values[event.slot];
        else values[event.slot] = event.kind === "flag" ? true : event.v;
    }

    // Compare with what the server says won each slot. True: the server knows more, ask it for all.
    // What it lacks though it had accepted it is sent again.
    differs(slots, clock, rev) {
        let behind = false;
        new Set([...Object.keys(slots), ...Object.keys(this.told.slots)]).forEach((head) => {
            const order = compare(this.told.slots[head], slots[head]);
            if (order < 0) behind = true;
            if (order > 0 && !head.startsWith("!") && !this.waiting(head)) {
                const value = this.told.answers[head];
                this.change(value ? "answer" : "clear", head, value || null, clock, rev);
            }
        });
        this.store.keep({ told: this.told });
        return behind;
    }

    // Slots whose newest change no server has answered.
    unsent() {
        return new Set(this.store.pending().filter((event) => event.kind !== "flag").map((event) => event.slot));
    }
}
