/* On paper every chart is drawn anew for the column of an A4 page, with its table below it. A browser lays out the paper as soon as
   "beforeprint" is over, so everything is fetched and drawn inside it: this is the one place where a request is waited for. Loaded after cards.js. */
(function () {
  "use strict";
  var WIDTH = 840; // pixels for which a chart is drawn; paper.css brings it to the column of the paper, where its type is that of a footnote
  var MOST_COLUMNS = 9; // of an upright sheet
  var MOST_ROWS = 40; // rows of a table that are printed; the rest is named with its address

  function fetched(address) {
    var request = new XMLHttpRequest();
    request.open("GET", address, false);
    request.send();
    if (request.status !== 200) { throw new Error(request.status + " " + address); }
    return request.responseText;
  }

  function filled(text, values) { return text.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; }); }
  function absolute(address) { return location.origin + address; }

  function queryOf(card) {
    var chosen = window.purges.chosen.query, second = new URLSearchParams(chosen).get("with") || "";
    var own = card.dataset.chart.indexOf("b:") === 0 ? second : window.purges.withParam(chosen, "with", "");
    return window.purges.withParam(window.purges.withParam(own, "theme", "print"), "width", WIDTH);
  }

  /* Two charts that are compared stand on equal axes; the picture fetched does not know its neighbour. */
  function asOnScreen(card, layout) {
    var shown = card.querySelector(".js-plotly-plot");
    if (card.dataset.chart.indexOf(":") < 0 || !shown || !shown.layout) { return; }
    Object.keys(layout).forEach(function (name) {
      if (/^[xy]axis\d*$/.test(name) && shown.layout[name] && shown.layout[name].range) { layout[name].range = shown.layout[name].range; }
    });
  }

  function picture(card, paper) {
    var id = card.dataset.chart.split(":").pop();
    var figure = JSON.parse(fetched(window.purges.at("/charts/") + id + ".json?" + queryOf(card))).figure;
    var holder = paper.appendChild(document.createElement("div"));
    holder.setAttribute("aria-hidden", "true");
    asOnScreen(card, figure.layout);
    figure.layout.width = WIDTH;
    window.Plotly.newPlot(holder, figure.data, figure.layout, { staticPlot: true });
    return window.purges.at("/charts/") + id + ".csv";
  }

  /* The first rows of a table, and how many more there are; a table of many columns takes sheets of its own, turned. */
  function shortened(table, whole, paper) {
    paper.classList.toggle("wide", table.tHead.rows[0].cells.length > MOST_COLUMNS);
    var said = document.getElementById("printed").dataset.more;
    var rows = Array.prototype.slice.call(table.tBodies[0].rows, MOST_ROWS);
    rows.forEach(function (row) { row.remove(); });
    paper.appendChild(table);
    if (!rows.length) { return; }
    var more = document.createElement("p");
    more.className = "more";
    more.textContent = filled(said, { count: rows.length, address: absolute(whole) });
    paper.appendChild(more);
  }

  function paperFor(place) {
    var paper = document.createElement("div");
    paper.className = "on-paper";
    place.appendChild(paper);
    return paper;
  }

  /* A card that was out of view has no words yet. */
  function words(shown, plain) {
    if (!plain || shown.querySelector(".reading")) { return; }
    var paper = paperFor(shown.querySelector(".card-body"));
    plain.querySelectorAll(".detail, .reading, .notes").forEach(function (part) {
      var copy = paper.appendChild(document.importNode(part, true));
      copy.removeAttribute("id");
    });
  }

  function card(shown, plain) {
    var table = plain && plain.querySelector("table");
    var whole = picture(shown, paperFor(shown.querySelector("figure")));
    words(shown, plain);
    if (table) { shortened(document.importNode(table, true), whole, paperFor(shown)); }
  }

  function grid(shown, plain) {
    var table = plain.querySelector(".grid-frame table"), name = new URLSearchParams(location.search).get("table");
    if (table) { shortened(document.importNode(table, true), window.purges.at("/data/") + name + ".csv", paperFor(shown.parentElement)); }
  }

  function prepare() {
    clear();
    var printed = document.getElementById("printed"), chosen = window.purges.chosen;
    if (!printed || !chosen) { return; }
    var day = new Intl.DateTimeFormat(chosen.lang, { dateStyle: "long" }).format(new Date());
    printed.textContent = filled(printed.dataset.text, { day: day, address: location.href });
    var cards = document.querySelectorAll(".card[data-chart]"), frame = document.querySelector(".grid-frame");
    if (!cards.length && !frame) { return; }
    try {
      var query = window.purges.withParam(chosen.query, "theme", "print");
      var plain = new DOMParser().parseFromString(fetched(window.purges.at("/plain" + window.purges.path()) + "?" + query), "text/html");
      cards.forEach(function (shown) { card(shown, plain.getElementById(shown.id)); });
      if (frame) { grid(frame, plain); }
      document.documentElement.classList.add("paper-ready"); // only now does the paper leave out what stands on the screen
    } catch (error) {
      clear(); // the server is gone: what is on the screen is printed as it is
    }
  }

  function clear() {
    document.documentElement.classList.remove("paper-ready");
    document.querySelectorAll("main .on-paper").forEach(function (paper) {
      paper.querySelectorAll(".js-plotly-plot").forEach(function (graph) { window.Plotly.purge(graph); });
      paper.remove();
    });
  }

  window.addEventListener("beforeprint", prepare);
  window.addEventListener("afterprint", clear);
})();
