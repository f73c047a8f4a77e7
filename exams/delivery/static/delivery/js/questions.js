// One function for each kind of question: from the paper and an answer to fields, and back.

export function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => {
        if (name in node && name !== "form") node[name] = value;
        else node.setAttribute(name, value);
    });
    node.append(...children);
    return node;
}

// A permutation that the attempt's seed decides: the same on every phone and after every reload.
export function shuffled(items, text) {
    let hash = 2166136261;
    for (let index = 0; index < text.length; index += 1) {
        hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
    }
    const random = () => {
        hash = (hash + 0x6d2b79f5) | 0;
        let value = Math.imul(hash ^ (hash >>> 15), 1 | hash);
        value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
        return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
    };
    const mixed = items.slice();
    for (let last = mixed.length - 1; last > 0; last -= 1) {
        const other = Math.floor(random() * (last + 1));
        [mixed[last], mixed[other]] = [mixed[other], mixed[last]];
    }
    return mixed;
}

function choices(slot, options, type, chosen, tell) {
    const box = el("div", { className: "choices" });
    options.forEach((option, index) => {
        const id = `${slot.slot}-${option.id}`;
        const input = el("input", { type, name: slot.slot, id, value: option.id, checked: chosen.includes(option.id) });
        input.addEventListener("change", () => tell(box));
        const letter = slot.kind === "true_false" ? "" : `${String.fromCharCode(65 + index)}. `;
        box.append(el("div", { className: "choice" }, input, el("label", { htmlFor: id }, letter + option.text)));
    });
    return [box];
}

function checkedIn(box) {
    return Array.from(box.querySelectorAll("input:checked"), (input) => input.value);
}

function single(slot, answer, { seed, tell }) {
    const options = slot.kind === "true_false" ? slot.options : shuffled(slot.options, `${seed}:${slot.slot}`);
    const chosen = answer ? [answer.option] : [];
    return choices(slot, options, "radio", chosen, (box) => tell({ option: checkedIn(box)[0] }));
}

function multiple(slot, answer, { seed, words, tell }) {
    const options = shuffled(slot.options, `${seed}:${slot.slot}`);
    const hint = [words.several, words[`counting_${slot.counting}`] || ""].join(" ").trim();
    const boxes = choices(slot, options, "checkbox", answer ? answer.options : [], (box) => {
        const chosen = checkedIn(box).sort();
        tell(chosen.length ? { options: chosen } : null);
    });
    return [el("p", { className: "field-hint question-hint" }, hint), ...boxes];
}

function fillIn(slot, answer, { words, draft }) {
    const inputs = [];
    const read = () => {
        const texts = inputs.map((input) => input.value);
        return texts.some((text) => text.trim()) ? { texts } : null;
    };
    return Array.from({ length: slot.blanks }, (unused, index) => {
        const id = `${slot.slot}-${index + 1}`;
        const value = answer ? answer.texts[index] : "";
        const input = el("input", { type: "text", id, value, maxLength: 200, autocomplete: "off" });
        input.addEventListener("input", () => draft(read));
        inputs.push(input);
        const label = el("label", { className: "field-label", htmlFor: id }, words.blank.replace("{n}", index + 1));
        return el("div", { className: "field" }, label, input);
    });
}

function shortAnswer(slot, answer, { words, draft }) {
    const id = `${slot.slot}-text`;
    const area = el("textarea", { id, rows: 8, maxLength: slot.max_characters, value: answer ? answer.text : "" });
    const count = el("p", { className: "field-hint number", id: `${id}-count` });
    const tell = () => {
        count.textContent = words.characters.replace("{n}", Array.from(area.value).length).replace("{most}", slot.max_characters);
    };
    area.setAttribute("aria-describedby", count.id);
    area.addEventListener("input", () => {
        tell();
        draft(() => (area.value.trim() ? { text: area.value } : null));
    });
    tell();
    const label = el("label", { className: "field-label", htmlFor: id }, words.your_answer);
    return [el("div", { className: "field" }, label, area, count)];
}

const KINDS = { single_choice: single, true_false: single, multiple_choice: multiple, fill_in: fillIn, short_answer: shortAnswer };

// `tell` is called with an answer or null (taken back); `draft` with a function that reads it later.
export function fields(slot, answer, tools) {
    return KINDS[slot.kind](slot, answer, tools);
}
