// What is folded is opened while the page is printed, in browsers that do not open it by a style.

const FOLDED = "main details.answer:not([open]), main details.citation:not([open]), main details.transcript:not([open])";
let opened = [];

window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(FOLDED)];
    opened.forEach((each) => { each.open = true; });
});
window.addEventListener("afterprint", () => {
    opened.forEach((each) => { each.open = false; });
    opened = [];
});
