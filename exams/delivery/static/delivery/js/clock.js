// The server's time as this page knows it. The phone's own clock is never asked what time it is.

export class Clock {
    constructor() {
        this.server = null;
        this.at = 0;
    }

    // `sent` and `got` are readings of performance.now() around the request that told `server`.
    set(server, sent, got) {
        this.server = server + (got - sent) / 2;
        this.at = got;
    }

    get isSet() {
        return this.server !== null;
    }

    now() {
        return this.server + (performance.now() - this.at);
    }

    left(deadline) {
        return deadline - this.now();
    }
}
