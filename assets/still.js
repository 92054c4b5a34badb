/* Pieces of a page that nothing changes come as HTML (dashboard/layout/still.py): they are put in place here, before they are painted. */
(function () {
  "use strict";
  new MutationObserver(function () {
    document.querySelectorAll("[data-html]").forEach(function (piece) {
      piece.innerHTML = piece.dataset.html;
      delete piece.dataset.html;
    });
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-html"] });

  /* A link inside such a piece, or inside the words of a card, leads to another page as Dash's own links do: the document stays. */
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-inside]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) { return; }
    event.preventDefault();
    history.pushState({}, "", link.href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  });
})();
