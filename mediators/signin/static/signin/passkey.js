// The library says what went wrong with a passkey to the console; people read it on the page.

document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    document.querySelectorAll("[data-passkey-trouble]").forEach((words) => {
        words.hidden = false;
    });
});
