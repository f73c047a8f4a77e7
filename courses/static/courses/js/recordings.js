// A recording goes on where it was stopped, on this phone; nobody is told how long it ran.

const KEPT = "recording.";

function placeOf(player) {
    return `${KEPT}${player.dataset.resume}`;
}

function goOn(player) {
    const place = Number(window.localStorage.getItem(placeOf(player)));
    if (place > 0 && place < player.duration - 2) player.currentTime = place;
}

function keep(player) {
    if (player.ended) window.localStorage.removeItem(placeOf(player));
    else if (player.currentTime > 1) window.localStorage.setItem(placeOf(player), String(Math.floor(player.currentTime)));
}

function showCaptions(player) {
    if (player.textTracks.length) player.textTracks[0].mode = "showing";
}

document.querySelectorAll("[data-resume]").forEach((player) => {
    player.addEventListener("loadedmetadata", () => goOn(player));
    player.addEventListener("play", () => showCaptions(player), { once: true });
    ["pause", "ended"].forEach((event) => player.addEventListener(event, () => keep(player)));
    window.addEventListener("pagehide", () => keep(player));
});
