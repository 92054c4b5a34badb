/* A chart without a mouse: with the focus on it, arrow keys walk its marks, each is ringed and read aloud, Enter opens where it comes
   from. Left and right go along a series, up and down from one series to another; a chart of very many marks is walked by series first.
   Loaded after marks.js, which opens the panel; the sentences stand on the live region. */
(function () {
  "use strict";
  var MANY = 200; // marks above which a chart is walked by series first
  var walks = new WeakMap(); // graph -> {data, lines, grouped, inside, line, step}

  function said() { return document.getElementById("said"); }
  function say(text) { if (said()) { said().textContent = text; } }
  function phrase(key, values) {
    return said().dataset[key].replace(/\{(\w+)\}/g, function (_, name) { return values[name]; });
  }

  function plain(text) {
    var holder = document.createElement("div");
    holder.innerHTML = String(text).replace(/<br\s*\/?>/g, "; ");
    return holder.textContent.replace(/\s+/g, " ").trim();
  }

  function at(list, place) { return Array.isArray(list) ? list[place] : list; }

  function axis(graph, trace, letter) { return graph._fullLayout[letter + "axis" + (trace[letter + "axis"] || letter).slice(1)]; }

  function named(found) { return Boolean(found.ticktext) && found.type !== "log" || found.type === "category"; }

  /* The marks of a trace that stand for rows of the record, as {curve, place, mark}, and where each is drawn: a bar at its end. */
  function marks(graph, curve) {
    var trace = graph._fullData[curve], found = [], places = ["x", "y"].map(function (letter) {
      var along = trace.type !== "bar" ? letter : (letter === "x") === (trace.orientation === "h") ? "s1" : "p", scale = axis(graph, trace, letter);
      return function (drawn) { return scale._offset + scale.c2p(drawn[along]); };
    });
    (trace.customdata || []).forEach(function (mark, place) {
      var drawn = graph.calcdata[curve][place], x = drawn && places[0](drawn), y = drawn && places[1](drawn);
      if (mark && isFinite(x) && isFinite(y)) {
        found.push({ curve: curve, place: place, mark: mark, x: x, y: y, text: trace.hovertext ? at(trace.hovertext, place) : at(trace.x, place) + ", " + at(trace.y, place) });
      }
    });
    return found;
  }

  function byPlace(downwards) {
    return downwards ? function (one, other) { return one.y - other.y || one.x - other.x; }
      : function (one, other) { return one.x - other.x || one.y - other.y; };
  }

  /* What is walked along: all marks of one name, or one row of a table of cells. */
  function lines(graph) {
    var found = [], known = {}, told = {};
    graph._fullData.forEach(function (trace, curve) {
      var rows = trace.meta && trace.meta.rows, downwards = !rows && (trace.orientation === "h" || named(axis(graph, trace, "y")));
      (trace.visible === true ? marks(graph, curve) : []).forEach(function (mark) {
        var key = rows ? curve + "/" + trace.y[mark.place] : trace.name;
        if (!known[key]) { found.push(known[key] = { name: plain(rows ? rows[trace.y[mark.place]] : graph.data[curve].name || ""), downwards: downwards, marks: [] }); }
        if (!told[mark.mark + mark.text]) { known[key].marks.push(mark); }
        told[mark.mark + mark.text] = true; // a rim and its filling are one mark, and so are a cell and the cross on it
      });
    });
    found.forEach(function (line) { line.marks.sort(byPlace(line.downwards)); });
    return found.filter(function (line) { return line.marks.length; });
  }

  function begin(graph) {
    var all = lines(graph), total = all.reduce(function (sum, line) { return sum + line.marks.length; }, 0);
    return { data: graph.data, lines: all, grouped: total > MANY && all.length > 1, inside: false, line: 0, step: 0 };
  }

  function clamp(value, length) { return Math.min(length - 1, Math.max(0, value)); }

  /* From a mark to the nearest of another series: the same year, the same row. */
  function nearest(line, mark) {
    var along = line.downwards ? "y" : "x", best = 0;
    line.marks.forEach(function (other, step) {
      if (Math.abs(other[along] - mark[along]) < Math.abs(line.marks[best][along] - mark[along])) { best = step; }
    });
    return best;
  }

  /* Where a mark is drawn: its own shape, or around its place where it has none. */
  function box(graph, mark) {
    var drawn = graph.calcdata[mark.curve][mark.place], home = graph.getBoundingClientRect();
    var shape = drawn && Array.prototype.find.call(graph.querySelectorAll(".point"), function (node) { return node.__data__ === drawn; });
    var rect = shape && (shape.querySelector("path") || shape).getBoundingClientRect();
    if (rect && rect.width + rect.height > 0) { return [rect.left - home.left, rect.top - home.top, rect.right - home.left, rect.bottom - home.top]; }
    return [mark.x - 7, mark.y - 7, mark.x + 7, mark.y + 7];
  }

  function ring(graph, list, text) {
    var shown = graph.closest(".figure").querySelector(".ring"), edges = list.map(function (mark) { return box(graph, mark); });
    var left = Math.min.apply(null, edges.map(function (edge) { return edge[0]; })), top = Math.min.apply(null, edges.map(function (edge) { return edge[1]; }));
    var right = Math.max.apply(null, edges.map(function (edge) { return edge[2]; })), foot = Math.max.apply(null, edges.map(function (edge) { return edge[3]; }));
    shown.style.cssText = "left:" + (left - 4) + "px;top:" + (top - 4) + "px;width:" + (right - left + 8) + "px;height:" + (foot - top + 8) + "px";
    shown.setAttribute("aria-label", text);
    shown.hidden = false;
    var seen = shown.getBoundingClientRect(); // a mark that is walked to must be seen: a tall chart on a phone
    if (seen.top < 60 || seen.bottom > window.innerHeight) { shown.scrollIntoView({ block: "center" }); }
  }

  function show(graph, now) {
    var line = now.lines[now.line];
    if (now.grouped && !now.inside) {
      window.Plotly.Fx.unhover(graph);
      var group = phrase(line.marks.length > 1 ? "group" : "group_of_one", { series: line.name, count: line.marks.length });
      ring(graph, line.marks, group);
      return say(group);
    }
    var mark = line.marks[now.step], text = plain(mark.text);
    if (line.name && text.toLowerCase().indexOf(line.name.toLowerCase()) < 0) { text = line.name + ": " + text; }
    text = phrase("mark", { text: text.replace(/\.$/, ""), at: now.step + 1, count: line.marks.length });
    window.Plotly.Fx.hover(graph, [{ curveNumber: mark.curve, pointNumber: mark.place }]);
    ring(graph, [mark], text);
    say(text);
  }

  function hide(graph) {
    graph.closest(".figure").querySelector(".ring").hidden = true;
    window.Plotly.Fx.unhover(graph);
  }

  function move(now, along, across) {
    if (now.grouped && !now.inside) { now.line = clamp(now.line + (along || across), now.lines.length); return; }
    var line = now.lines[now.line];
    if (across) {
      now.line = clamp(now.line + across, now.lines.length);
      now.step = nearest(now.lines[now.line], line.marks[now.step]);
    } else {
      now.step = clamp(now.step + along, line.marks.length);
    }
  }

  var FAR = 1e6;
  var STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1], Home: [-FAR, 0], End: [FAR, 0] };

  function walk(graph, along, across) {
    var now = walks.get(graph);
    if (now && now.data === graph.data) { move(now, along, across); } else { now = begin(graph); walks.set(graph, now); }
    if (now.lines.length) { show(graph, now); } else { say(phrase("none", {})); }
  }

  function enter(graph) {
    var now = walks.get(graph);
    if (!now || now.data !== graph.data || !now.lines.length) { return walk(graph, 0, 0); }
    if (now.grouped && !now.inside) { now.inside = true; now.step = 0; return show(graph, now); }
    window.purges.trace(now.lines[now.line].marks[now.step].mark);
  }

  function leave(graph) {
    var now = walks.get(graph);
    if (now && now.inside) { now.inside = false; return show(graph, now); }
    hide(graph);
    walks.delete(graph);
    say("");
  }

  function drawnIn(figure) {
    var graph = figure.classList && figure.classList.contains("figure") && figure.querySelector(".js-plotly-plot");
    return graph && graph._fullData && graph.calcdata ? graph : null;
  }

  document.addEventListener("keydown", function (event) {
    var graph = drawnIn(event.target);
    if (!graph || event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (STEPS[event.key]) {
      walk(graph, STEPS[event.key][0], STEPS[event.key][1]);
    } else if (event.key === "Enter") {
      enter(graph);
    } else if (event.key === "Escape") {
      leave(graph);
    } else {
      return;
    }
    event.preventDefault();
  });
  document.addEventListener("focusin", function (event) {
    var graph = drawnIn(event.target);
    if (!graph || graph.dataset.walked) { return; }
    graph.dataset.walked = "true";
    graph.on("plotly_afterplot", function () { // drawn anew under the reader: what was ringed may stand elsewhere
      var now = walks.get(graph);
      if (now && now.data !== graph.data) { hide(graph); walks.delete(graph); }
    });
  });
  document.addEventListener("focusout", function (event) {
    var graph = drawnIn(event.target);
    if (graph && walks.has(graph)) { hide(graph); }
  });
})();
