/* From a page to the wall: p shows the chart in view, the link in the header shows all charts of the page. Loaded after cards.js. */
(function () {
  "use strict";

  /* The chart with the focus, otherwise the one nearest the middle of the window. */
  function inView() {
    var own = document.activeElement && document.activeElement.closest(".card");
    if (own) { return own; }
    var middle = window.innerHeight / 2;
    return Array.prototype.slice.call(document.querySelectorAll(".card[data-chart]")).map(function (card) {
      var box = card.querySelector(".figure").getBoundingClientRect();
      return { card: card, away: Math.abs((box.top + box.bottom) / 2 - middle) };
    }).sort(function (a, b) { return a.away - b.away; }).map(function (found) { return found.card; })[0];
  }

  /* What is chosen now; the page was built for what was chosen when it came. */
  function current(link) {
    var name = new URL(link.href).searchParams.get("page");
    var query = window.purges.chosen ? window.purges.withParam(window.purges.chosen.query, "theme", "") : "";
    link.href = window.purges.at("/present?page=") + name + (query ? "&" + query : "");
    return link;
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a.present-page");
    if (link) { current(link); }
  }, true);

  window.purges.key("p", function () {
    var card = inView(), link = card && card.querySelector("a.present");
    var page = document.querySelector("a.present-page");
    if (link) { location.href = link.href; } else if (page) { location.href = current(page).href; } else { location.href = window.purges.at("/lessons"); }
  });
})();
