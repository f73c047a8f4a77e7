// The first autosave of a new page creates it. Handed in while that is on its way, the page would be created twice, and
// the second refused for having the address of the first. So what is handed in waits until the autosave has answered.

const PATIENCE_MS = 20000;
let saving = 0;
let waiting = null;

function goOn() {
    window.clearTimeout(saving);
    saving = 0;
    if (!waiting) return;
    const { form, button } = waiting;
    waiting = null;
    if (button) button.disabled = false; // so Wagtail shows that it is busy, and a disabled button says nothing
    form.requestSubmit(button);
}

document.addEventListener("w-autosave:save", (event) => {
    window.clearTimeout(saving);
    saving = window.setTimeout(goOn, PATIENCE_MS);
    queueMicrotask(() => {
        if (event.defaultPrevented) goOn();
    });
});
document.addEventListener("w-autosave:success", goOn);
document.addEventListener("w-autosave:error", goOn);

document.addEventListener(
    "submit",
    (event) => {
        if (!saving || !event.target.matches("[data-edit-form]")) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        waiting = { form: event.target, button: event.submitter };
    },
    { capture: true },
);

// A chooser opens with the focus on its frame: whoever looks for something begins to type.
document.addEventListener("focusin", (event) => {
    if (!event.target.matches?.(".modal.in")) return;
    event.target.querySelector("[data-chooser-modal-search] input[type=text]")?.focus();
});

// A folded block is named by what is written in it: where nothing is yet, Wagtail would say “null”.
const fields = window.wagtailStreamField?.blocks?.FieldBlock?.prototype;
if (fields) {
    const named = fields.getTextLabel;
    fields.getTextLabel = function getTextLabel(options) {
        return named.call(this, options) ?? "";
    };
}
