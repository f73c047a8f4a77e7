// Copy a text at the press of a button. Where the browser does not let us, the text is selected, to be copied by hand.

function select(text) {
    const range = document.createRange();
    range.selectNodeContents(text);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
}

async function copy(text) {
    try {
        await navigator.clipboard.writeText(text.innerText.replace(/\n+/g, "\n"));
        return true;
    } catch {
        select(text); // no clipboard without https, in old browsers, or if it was refused
        return false;
    }
}

document.querySelectorAll("[data-copy]").forEach((button) => {
    const text = document.getElementById(button.dataset.copy);
    const said = document.getElementById(button.dataset.said);
    if (!text || !said) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
        said.textContent = ""; // so that the same words are said again
        said.textContent = (await copy(text)) ? said.dataset.copied : said.dataset.selected;
    });
});
