// A button that prints; without scripts it stays hidden, and the browser's own menu prints.

document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
});
