// Marking by keyboard: 1, 2, 3 answer the first point without points, then the next; the sum follows. Works without.

const form = document.querySelector("[data-marking]");
const words = form.querySelector("[data-sum-words]");
const sum = form.querySelector("[data-sum]");
const lines = Array.from(form.querySelectorAll(".marking-lines fieldset"));
const save = document.querySelector(`button[form="${form.id}"]`) || form.querySelector("button");
const total = form.elements.namedItem("total");

function chosen(line) {
    return line.querySelector("input:checked");
}

function tellSum() {
    const cents = lines.reduce((all, line) => all + Math.round(100 * Number((chosen(line) || { value: 0 }).value)), 0);
    sum.textContent = total.value === "" ? String(cents / 100) : total.value;
}

function choose(event) {
    const typing = event.target.matches("textarea, input:not([type=radio])");
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
        save.click();
        return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return;
    const line = event.target.closest(".marking-lines fieldset") || lines.find((each) => !chosen(each));
    const choice = line && line.querySelectorAll("input")[Number(event.key) - 1];
    if (!choice) return;
    event.preventDefault();
    choice.checked = true;
    const next = lines.find((each) => !chosen(each));
    (next ? next.querySelector("input") : choice).focus();
    tellSum();
}

words.hidden = lines.length === 0;
document.querySelectorAll("[data-keys]").forEach((each) => { each.hidden = false; });
form.addEventListener("input", tellSum);
document.addEventListener("keydown", choose);
tellSum();
