// Says that the text is being read, and lets nobody send it twice meanwhile. Without it, all works.
"use strict";
{
  const form = document.getElementById("form");
  const button = document.getElementById("send");
  const status = document.getElementById("status");
  const show = (words, busy) => {
    status.textContent = words;
    button.disabled = busy;
  };
  form.addEventListener("submit", () => show("Reading the text…", true));
  // Back from the page of the result, the browser shows the form as it was left.
  window.addEventListener("pageshow", () => show("", false));
}
