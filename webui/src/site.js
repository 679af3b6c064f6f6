// What the pages add when JavaScript is on. Without it every form still works.
import htmx from "htmx.org";

// A page with mistakes starts at the list of mistakes.
document.querySelector("#fouten, [data-fouten]")?.focus();

// Printing is the browser's; the button only shows where it works.
for (const button of document.querySelectorAll("[data-afdrukken]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Sent twice is asked twice: the second press of a button waits for the first.
for (const form of document.querySelectorAll("form[data-eenmaal]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.bezig) event.preventDefault();
    form.dataset.bezig = "ja";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-bezig]")) delete form.dataset.bezig;
});

// A drawing that is larger than its frame begins where the case is now, or at the first remark of the check.
for (const frame of document.querySelectorAll(".vel")) {
  const mark = frame.querySelector("#tekening-nu, .tekening-merk.tekening-error, .tekening-merk.tekening-warning");
  const place = mark?.getBoundingClientRect();
  const around = frame.getBoundingClientRect();
  if (!place) continue;
  frame.scrollLeft += place.left + place.width / 2 - around.left - around.width / 2;
  frame.scrollTop += place.top + place.height / 2 - around.top - around.height / 2;
}

// A draft that could not be kept says so: the person may have been signed out. So do rehearsals that could not be played.
for (const failure of ["htmx:response:error", "htmx:error"]) {
  document.addEventListener(failure, (event) => {
    const inForm = event.target.closest("#formulier") && document.getElementById("bewaard");
    const status = inForm || event.target.closest("[data-mislukt]");
    if (status) status.textContent = status.dataset.mislukt;
  });
}

document.documentElement.dataset.ready = htmx.version;
