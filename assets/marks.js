/* Any mark of any chart says where it comes from: by click or tap, and by Enter on the mark that walk.js has walked to. */
(function () {
  "use strict";
  var count = 0;

  function open(marks) {
    count += 1;
    if (marks) { window.dash_clientside.set_props("traced", { data: { marks: marks, count: count } }); }
  }
  window.purges.trace = open;

  /* Plotly reports clicks to listeners of its own; each graph gets one when the pointer first reaches it. */
  function listen(event) {
    var graph = event.target.closest && event.target.closest(".card .js-plotly-plot");
    if (!graph || graph.dataset.traced || !graph.on) { return; }
    graph.dataset.traced = "true";
    graph.on("plotly_click", function (click) { open(click.points[0] && click.points[0].customdata); });
  }
  document.addEventListener("pointerover", listen, true);
  document.addEventListener("pointerdown", listen, true);

  /* In the panel: copy a citation, or show only what the row is about. */
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("button[data-copy], button.choose");
    if (!button) { return; }
    if (button.dataset.copy) {
      navigator.clipboard.writeText(button.dataset.copy).then(function () {
        var before = button.textContent;
        button.textContent = button.dataset.copied;
        setTimeout(function () { button.textContent = before; }, 1500);
      });
      return;
    }
    var key = button.dataset.key, value = button.dataset.value;
    var control = { type: "control", key: key };
    if (document.querySelector("[data-control='" + key + "']")) {
      window.dash_clientside.set_props(control, { value: button.dataset.many ? [value] : value });
    } else { // no chart of this page obeys it: the choice waits for the next page
      var chosen = window.purges.chosen;
      window.dash_clientside.set_props("selection", { data: Object.assign({}, chosen, { query: window.purges.withParam(chosen.query, key, value) }) });
    }
    window.dash_clientside.set_props("provenance", { opened: false });
  });
})();
