/* The table twin of a chart: t opens and closes it, its headings sort it. Loaded after cards.js. */
(function () {
  "use strict";

  function value(row, column) { return row.cells[column].dataset.order || row.cells[column].textContent; }

  function compare(one, other) {
    if (!one || !other) { return !one - !other; } // what is not recorded stands last
    return isNaN(one) || isNaN(other) ? one.localeCompare(other, document.documentElement.lang) : one - other;
  }

  function sort(heading) {
    var table = heading.closest("table"), body = table.tBodies[0], column = heading.cellIndex;
    var rising = heading.getAttribute("aria-sort") !== "ascending";
    var rows = Array.prototype.slice.call(body.rows);
    var gaps = rows.filter(function (row) { return !value(row, column); });
    rows = rows.filter(function (row) { return value(row, column); });
    rows.sort(function (one, other) { return compare(value(one, column), value(other, column)) * (rising ? 1 : -1); });
    rows.concat(gaps).forEach(function (row) { body.appendChild(row); });
    table.querySelectorAll("[aria-sort]").forEach(function (other) { other.removeAttribute("aria-sort"); });
    heading.setAttribute("aria-sort", rising ? "ascending" : "descending");
  }

  /* Headings become buttons here, not in the table itself: on paper and without JavaScript they would do nothing. */
  function decorate(twin) {
    twin.querySelectorAll("thead th:not(:has(button))").forEach(function (heading) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      while (heading.firstChild) { button.appendChild(heading.firstChild); }
      heading.appendChild(button);
    });
  }

  document.addEventListener("toggle", function (event) {
    var twin = event.target;
    if (!twin.classList || !twin.classList.contains("twin") || twin.dataset.watched) { return; }
    twin.dataset.watched = "true";
    new MutationObserver(function () { decorate(twin); }).observe(twin, { childList: true, subtree: true });
    decorate(twin);
  }, true);

  /* An open table follows the selection; one that is opened anew has nothing of an earlier one to show meanwhile. */
  window.purges.tabulate = function (card) {
    var twin = card.querySelector(".twin"), rows = twin.querySelector(".rows"), address = window.purges.address(card, "table.html"), answer;
    if (!twin.open || rows.dataset.shown === address) { return; }
    rows.dataset.shown = address;
    fetch(address).then(function (came) {
      answer = came;
      if (!came.ok) { throw new Error(came.status); }
      return came.text();
    }).then(function (html) {
      if (rows.dataset.shown === address) { rows.innerHTML = html; }
    }).catch(function () {
      delete rows.dataset.shown;
      window.purges.unanswered(card, true, answer);
    });
  };
  document.addEventListener("toggle", function (event) {
    var card = event.target.classList && event.target.classList.contains("twin") && event.target.closest(".card[data-chart]");
    if (!card || !window.purges.chosen) { return; }
    var rows = card.querySelector(".twin .rows");
    if (!event.target.open) { rows.textContent = ""; delete rows.dataset.shown; } else { window.purges.tabulate(card); }
  }, true);
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest(".twin .sort");
    if (button) { sort(button.closest("th")); }
  });

  /* The chart that has the focus, otherwise the one in the middle of the view. */
  function chart() {
    var focused = document.activeElement && document.activeElement.closest(".card");
    if (focused) { return focused; }
    var middle = window.innerHeight / 2, best = null, least = Infinity;
    document.querySelectorAll(".card[data-chart]").forEach(function (card) {
      var box = card.getBoundingClientRect(), away = Math.max(box.top - middle, middle - box.bottom, 0);
      if (away < least) { least = away; best = card; }
    });
    return best;
  }

  window.purges.key("t", function () {
    var card = chart(), summary = card && card.querySelector(".twin > summary");
    if (!summary) { return; }
    summary.click();
    summary.focus();
    summary.scrollIntoView({ block: "nearest" });
  });
})();
