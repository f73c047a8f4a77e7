// Rows that are empty wait behind a button, so that a short question has a short form. Without JavaScript all of them show.

function isEmpty(row) {
    return [...row.querySelectorAll("input:not([type=hidden]):not([type=radio]):not([type=checkbox])")].every((it) => it.value === "");
}

function fold(rows) {
    const all = [...rows.querySelectorAll("[data-row]")];
    const fewest = Number(rows.dataset.rows);
    const waiting = all.filter((row, n) => n >= fewest && all.slice(n).every(isEmpty));
    if (waiting.length === 0) return;
    waiting.forEach((row) => { row.hidden = true; });
    const more = document.createElement("button");
    more.type = "button";
    more.className = "link-button";
    more.textContent = rows.dataset.more;
    more.addEventListener("click", () => {
        const row = waiting.shift();
        row.hidden = false;
        row.querySelector("input:not([type=hidden])").focus();
        if (waiting.length === 0) more.remove();
    });
    rows.append(more);
}

document.querySelectorAll("[data-rows]").forEach(fold);
