/* On a small screen the pages stand behind a button and the filters in a sheet over the page; on others both stand open and this does nothing.
   Also the switch for single keys. Loaded after cards.js. */
(function () {
  "use strict";
  var opener = null; // the button that opened the sheet

  function button(name) { return document.querySelector("[aria-controls='" + name + "']"); }

  function expand(control, open) {
    control.setAttribute("aria-expanded", String(open));
    document.getElementById(control.getAttribute("aria-controls")).classList.toggle("open", open);
  }

  /* Everything but the sheet is out of reach while it is open: its siblings, and those of all that holds it. */
  function seclude(sheet, secluded) {
    for (var node = sheet; node && !node.classList.contains("page"); node = node.parentElement) {
      Array.prototype.forEach.call(node.parentElement.children, function (other) {
        if (other !== node && other.id !== "said") { other.inert = secluded; }
      });
    }
  }

  function openSheet(control) {
    var sheet = document.getElementById(control.getAttribute("aria-controls"));
    opener = control;
    expand(control, true);
    sheet.setAttribute("role", "dialog");
    sheet.setAttribute("aria-modal", "true");
    seclude(sheet, true);
    sheet.querySelector(".sheet-close").focus();
  }

  function closeSheet() {
    if (!opener) { return; }
    var sheet = document.getElementById(opener.getAttribute("aria-controls"));
    expand(opener, false);
    sheet.removeAttribute("role");
    sheet.removeAttribute("aria-modal");
    seclude(sheet, false);
    opener.focus();
    opener = null;
  }

  document.addEventListener("click", function (event) {
    var control = event.target.closest && event.target.closest("[aria-controls].opener");
    if (control) {
      if (control.classList.contains("sheet-opener")) { openSheet(control); } else { expand(control, control.getAttribute("aria-expanded") !== "true"); }
    } else if (event.target.closest && event.target.closest(".sheet-close")) {
      closeSheet();
    } else if (opener && event.target.id === opener.getAttribute("aria-controls")) { // beside the sheet
      closeSheet();
    } else if (event.target.id === "single-keys") {
      localStorage.setItem("purges-keys", off() ? "on" : "off");
      tell();
    }
  });
  document.addEventListener("keydown", function (event) { // before a list inside the sheet has closed itself
    if (event.key !== "Escape" || !opener) { return; }
    var lists = document.querySelectorAll(".mantine-Popover-dropdown, [role=listbox]");
    if (!Array.prototype.some.call(lists, function (list) { return list.getClientRects().length; })) { closeSheet(); }
  }, true);
  window.matchMedia("(max-width: 700px)").addEventListener("change", function (now) { if (!now.matches) { closeSheet(); } });

  function off() { return localStorage.getItem("purges-keys") === "off"; }
  function tell() {
    var control = document.getElementById("single-keys");
    if (control) { control.setAttribute("aria-pressed", String(!off())); }
  }

  var arrived = window.purges.arrived;
  window.purges.arrived = function () {
    arrived();
    tell();
    opener = null;
    document.querySelectorAll(".page [inert]").forEach(function (node) { node.inert = false; });
    if (button("pages")) { expand(button("pages"), false); }
  };
})();
