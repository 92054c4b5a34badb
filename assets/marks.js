/* Any mark of any chart says where it comes from: by click, tap, or Enter on the point that the arrow keys walk to. */
(function () {
  "use strict";
  var count = 0;

  function say(text) {
    var said = document.getElementById("said");
    if (said) { said.textContent = text; }
  }

  function open(marks) {
    count += 1;
    if (marks) { window.dash_clientside.set_props("traced", { data: { marks: marks, count: count } }); }
  }

  /* Plotly reports clicks to listeners of its own; each graph gets one when the pointer first reaches it. */
  function listen(event) {
    var graph = event.target.closest && event.target.closest(".card .js-plotly-plot");
    if (!graph || graph.dataset.traced || !graph.on) { return; }
    graph.dataset.traced = "true";
    graph.on("plotly_click", function (click) { open(click.points[0] && click.points[0].customdata); });
  }
  document.addEventListener("pointerover", listen, true);
  document.addEventListener("pointerdown", listen, true);

  /* Every drawn point of a trace in its order: its place, as Plotly names it. */
  function points(graph, curve) {
    var trace = graph.data[curve];
    var found = [];
    (trace.customdata || []).forEach(function (mark, place) {
      if (Array.isArray(mark)) {
        mark.forEach(function (inner, column) { if (inner) { found.push([place, column]); } });
      } else if (mark && trace.x[place] !== null && trace.y[place] !== null) {
        found.push(place);
      }
    });
    return found;
  }

  function at(list, place) { return Array.isArray(place) ? list[place[0]][place[1]] : list[place]; }

  function plain(text) {
    var holder = document.createElement("div");
    holder.innerHTML = String(text).replace(/<br\s*\/?>/g, "; ");
    return holder.textContent;
  }

  var walks = new WeakMap(); // graph -> {curve, step}

  function walk(graph, sideways, across) {
    var curves = graph.data.map(function (_, curve) { return curve; }).filter(function (curve) { return points(graph, curve).length; });
    if (!curves.length) { return; }
    var now = walks.get(graph);
    if (!now || curves.indexOf(now.curve) < 0) {
      now = { curve: curves[0], step: 0 };
    } else {
      var series = Math.min(curves.length - 1, Math.max(0, curves.indexOf(now.curve) + across));
      now = { curve: curves[series], step: now.step + sideways };
    }
    var along = points(graph, now.curve);
    now.step = Math.min(along.length - 1, Math.max(0, now.step));
    walks.set(graph, now);
    var place = along[now.step];
    window.Plotly.Fx.hover(graph, [{ curveNumber: now.curve, pointNumber: place }]);
    var trace = graph.data[now.curve];
    var text = trace.hovertext ? at(trace.hovertext, place) : at(trace.x, place) + ", " + at(trace.y, place);
    say((trace.name ? trace.name + ": " : "") + plain(text));
  }

  function current(graph) {
    var now = walks.get(graph);
    return now && at(graph.data[now.curve].customdata, points(graph, now.curve)[now.step]);
  }

  var STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1], Home: [-1e6, 0], End: [1e6, 0] };
  document.addEventListener("keydown", function (event) {
    var figure = event.target;
    if (!figure.classList || !figure.classList.contains("figure")) { return; }
    var graph = figure.querySelector(".js-plotly-plot");
    if (!graph || !graph.data) { return; }
    if (STEPS[event.key]) {
      walk(graph, STEPS[event.key][0], STEPS[event.key][1]);
    } else if (event.key === "Enter") {
      open(current(graph));
    } else if (event.key === "Escape") {
      window.Plotly.Fx.unhover(graph);
      walks.delete(graph);
      say("");
    } else {
      return;
    }
    event.preventDefault();
  });
  document.addEventListener("focusout", function (event) {
    var graph = event.target.classList && event.target.classList.contains("figure") && event.target.querySelector(".js-plotly-plot");
    if (graph && graph.data && walks.has(graph)) { window.Plotly.Fx.unhover(graph); }
  });

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
