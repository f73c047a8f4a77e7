// The screens of an exam: one at a time, and the line at the top that says what is saved.

import { LOCAL, REFUSED, SENT, STORED } from "./model.js";
import { el, fields } from "./questions.js";

const CALM_MS = 5 * 60 * 1000;
const DRAFT_MS = 500;
const SIGNS = { [LOCAL]: "●", [SENT]: "↑", [STORED]: "✓", [REFUSED]: "!" };

export class Screens {
    constructor({ words, model, clock, on }) {
        Object.assign(this, { words, model, clock, on, index: 0, paper: null, draft: null, drafting: 0, locked: false });
        this.at = (name) => document.querySelector(`[data-${name}]`);
        const click = (name, act) => this.at(name).addEventListener("click", act);
        click("previous", () => this.go(this.index - 1));
        click("next", () => (this.isLast ? this.openHandIn() : this.go(this.index + 1)));
        click("sheet-open", () => this.openSheet());
        click("sheet-close", () => this.go(this.index));
        click("flag", () => this.flag());
        click("clear", () => this.answered(null, true));
        click("hand-in-open", () => this.openHandIn());
        click("hand-in-back", () => this.go(this.index));
        click("hand-in", () => this.on.handIn());
        document.querySelector("[data-question]").addEventListener("submit", (event) => event.preventDefault());
    }

    get slots() {
        return this.paper.slots;
    }

    get slot() {
        return this.slots[this.index];
    }

    get isLast() {
        return this.index === this.slots.length - 1;
    }

    say(name, values) {
        return Object.entries(values || {}).reduce((text, [key, value]) => text.replace(`{${key}}`, value), this.words[name]);
    }

    show(name) {
        this.flush();
        this.screen = name;
        document.querySelectorAll("[data-screen]").forEach((one) => (one.hidden = one.dataset.screen !== name));
        this.at("exam-nav").hidden = name !== "question";
        const heading = document.querySelector(`[data-screen="${name}"] [data-heading]`);
        window.scrollTo(0, 0);
        if (heading) heading.focus();
    }

    go(index) {
        this.flush();
        this.index = Math.min(Math.max(index, 0), this.slots.length - 1);
        this.on.turned(this.index);
        this.drawQuestion();
        this.show("question");
        this.refresh();
    }

    drawQuestion() {
        const { slot } = this;
        this.at("count").textContent = this.say("count", { n: this.index + 1, total: this.slots.length });
        this.at("kind").textContent = this.say("kind", { kind: this.words[slot.kind], points: slot.points });
        const prompt = el("legend", { className: "question-prompt", tabIndex: -1, "data-heading": "" }, slot.prompt);
        const tools = {
            seed: this.seed,
            words: this.words,
            tell: (answer) => this.answered(answer),
            draft: (read) => this.later(slot.slot, read),
        };
        const box = el("fieldset", { disabled: this.locked }, prompt, ...fields(slot, this.model.answer(slot.slot), tools));
        const { spoken } = this.at("question").dataset; // the language of the paper, if not the page's
        if (spoken) box.querySelectorAll(".question-prompt, .choice label").forEach((it) => it.setAttribute("lang", spoken));
        this.at("question").replaceChildren(box);
        this.at("previous").disabled = this.index === 0;
        this.at("next-label").textContent = this.words[this.isLast ? "hand_in" : "next"];
    }

    answered(answer, redraw) {
        if (this.locked) return;
        this.draft = null;
        this.on.answer(this.slot.slot, answer);
        if (redraw) this.drawQuestion();
        this.refresh();
    }

    // What is being typed waits a moment; leaving the question or the page ends the wait.
    later(slot, read) {
        this.draft = { slot, read };
        clearTimeout(this.drafting);
        this.drafting = setTimeout(() => this.flush(), DRAFT_MS);
    }

    flush() {
        clearTimeout(this.drafting);
        const { draft } = this;
        this.draft = null;
        if (draft && !this.locked) this.on.answer(draft.slot, draft.read());
    }

    flag() {
        if (this.locked) return;
        this.on.flag(this.slot.slot, !this.model.flagged(this.slot.slot));
        this.refresh();
    }

    stateWords(slot) {
        const state = this.model.state(slot);
        return state ? `${SIGNS[state]} ${this.words[state]}` : "";
    }

    refresh() {
        if (!this.paper) return;
        const state = this.model.state(this.slot.slot);
        const line = this.at("state");
        line.textContent = this.stateWords(this.slot.slot);
        line.className = `saving saving-${state || "none"}`;
        const flagged = this.model.flagged(this.slot.slot);
        this.at("flag").setAttribute("aria-pressed", String(flagged));
        this.at("flag-label").textContent = this.words[flagged ? "unflag" : "flag"];
        this.at("clear").hidden = !this.model.answer(this.slot.slot);
        this.at("answered").textContent = `${this.answeredCount}/${this.slots.length}`;
        this.refreshSaving();
        if (this.screen === "sheet") this.drawSheet();
        if (this.screen === "hand-in") this.drawHandIn();
    }

    get answeredCount() {
        return this.slots.filter((slot) => this.model.answer(slot.slot)).length;
    }

    get refusedCount() {
        return this.slots.filter((slot) => this.model.state(slot.slot) === REFUSED).length;
    }

    refreshSaving() {
        const waiting = this.model.unsent().size;
        const refused = this.refusedCount;
        const line = this.at("saving");
        let [text, state] = [this.words.all_stored, STORED];
        if (refused) [text, state] = [this.say("refused_all", { n: refused }), REFUSED];
        if (waiting) [text, state] = [this.say("unsent", { n: waiting }), LOCAL];
        if (line.textContent !== text) line.textContent = text;
        line.className = `saving saving-${state}`;
        this.at("offline").hidden = !(waiting && this.on.isOffline()) || this.locked;
    }

    openSheet() {
        this.show("sheet");
        this.drawSheet();
    }

    drawSheet() {
        const cells = this.slots.map((slot, index) => {
            const answered = Boolean(this.model.answer(slot.slot));
            const flagged = this.model.flagged(slot.slot);
            const state = this.stateWords(slot.slot);
            const isEmpty = !answered && this.model.state(slot.slot) === STORED; // a ✓ would look like an answer
            const sign = isEmpty ? "" : SIGNS[this.model.state(slot.slot)] || "";
            const words = [answered ? this.words.answered : this.words.unanswered, state, flagged ? this.words.flagged : ""];
            const cell = el("button", { type: "button", className: `cell ${answered ? "cell-answered" : ""} ${flagged ? "cell-flagged" : ""}` });
            cell.setAttribute("aria-label", [this.say("question", { n: index + 1 }), ...words.filter(Boolean)].join("，"));
            cell.append(el("span", { className: "cell-number" }, String(index + 1)));
            cell.append(el("span", { className: "cell-sign" }, `${flagged ? "⚑" : ""}${sign}`));
            cell.addEventListener("click", () => this.go(index));
            return el("li", {}, cell);
        });
        this.at("cells").replaceChildren(...cells);
        this.at("sheet-words").textContent = this.say("sheet", { n: this.answeredCount, total: this.slots.length });
    }

    openHandIn() {
        this.show("hand-in");
        this.drawHandIn();
    }

    drawHandIn() {
        const open = this.slots.map((slot, index) => [slot, index]).filter(([slot]) => !this.model.answer(slot.slot));
        this.at("unanswered-words").textContent = open.length ? this.say("left", { n: open.length }) : this.words.none_left;
        const links = open.map(([, index]) => {
            const button = el("button", { type: "button", className: "cell" }, String(index + 1));
            button.setAttribute("aria-label", this.say("question", { n: index + 1 }));
            button.addEventListener("click", () => this.go(index));
            return el("li", {}, button);
        });
        this.at("unanswered").replaceChildren(...links);
        const waiting = this.model.unsent().size;
        this.at("hand-in-unsent").textContent = waiting ? this.say("unsent_hand_in", { n: waiting }) : "";
    }

    tick(deadline) {
        if (!this.clock.isSet || !deadline || this.screen === "receipt") return;
        const left = Math.max(0, this.clock.left(deadline));
        const line = this.at("clock");
        const calm = left > CALM_MS;
        const whole = Math.ceil(left / 1000);
        const exact = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
        const text = calm ? this.say("minutes", { n: Math.ceil(left / 60000) }) : exact;
        if (line.textContent !== text) line.textContent = text;
        line.classList.toggle("clock-soon", !calm);
        if (!calm && !this.warned) {
            this.warned = true;
            this.at("announce").textContent = this.words.five_minutes;
        }
    }

    lock() {
        this.flush();
        this.locked = true;
        const box = document.querySelector("[data-question] fieldset");
        if (box) box.disabled = true;
    }

    stop(title, text, label, act) {
        this.at("stopped-title").textContent = this.words[title];
        this.at("stopped-text").textContent = this.words[text];
        const old = this.at("stopped-act");
        const button = old.cloneNode(true); // leaves the listeners of an earlier stop behind
        old.replaceWith(button);
        button.hidden = !label;
        button.textContent = label ? this.words[label] : "";
        if (act) button.addEventListener("click", act);
        this.show("stopped");
    }

    // `wrong` names what to say of the last try, if there was one.
    askToTakeOver(wrong, act) {
        const form = this.at("take-over-form");
        const line = this.at("take-over-wrong");
        line.hidden = !wrong;
        line.textContent = wrong ? this.words[wrong] : "";
        form.elements.password.value = "";
        form.onsubmit = (event) => {
            event.preventDefault();
            act({ ticket: form.elements.ticket.value, password: form.elements.password.value });
        };
        this.show("take-over");
        if (wrong) form.elements.ticket.focus();
    }

    receipt(told) {
        this.lock();
        this.at("receipt-code").textContent = told.receipt;
        this.at("receipt-time").textContent = told.submitted_words;
        this.at("receipt-cause").textContent = told.cause_words;
        this.at("receipt-answered").textContent = this.paper ? `${this.answeredCount}/${this.slots.length}` : "";
        this.at("receipt-row").hidden = !this.paper;
        const lost = Boolean(this.paper && (this.refusedCount || this.model.unsent().size));
        this.at("receipt-all").hidden = lost;
        this.at("receipt-some").hidden = !lost;
        this.at("clock-box").hidden = true;
        this.show("receipt");
    }
}
