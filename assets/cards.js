/* Cards are drawn when they are near the view, and anew only when what they show has changed. Loaded before url.js. */
(function () {
  "use strict";
  var STEP = 20; // pixels: a resize inside one step draws nothing anew
  var NEAR = "600px 0px"; // how far outside the view a card is drawn
  var drawn = {}; // chart -> the query and width that it was last wished for
  var near = {}; // chart -> whether it is near the view
  var observer;
  var purges = (window.purges = { chosen: null });

  purges.width = function () {
    var probe = document.getElementById("measure-width");
    return Math.max(STEP, Math.floor((probe ? probe.clientWidth : window.innerWidth) / STEP) * STEP);
  };

  function cards() { return Array.prototype.slice.call(document.querySelectorAll(".card[data-chart]")); }

  /* Half a page is a card's width where a chart stands beside itself. */
  function width(card) {
    var own = card.querySelector(".figure").clientWidth;
    return Math.max(STEP, Math.floor(own / STEP) * STEP);
  }

  function state(card) { return purges.chosen.query + "\n" + width(card); }

  /* A figure that reaches Plotly before Plotly has seen the new size keeps margins cut to the old one: it looks first. */
  function resized(card) {
    var graph = card.querySelector(".js-plotly-plot"), svg = graph && graph.querySelector(".main-svg");
    if (!svg || Math.abs(svg.width.baseVal.value - graph.clientWidth) <= 1) { return Promise.resolve(); }
    return window.Plotly.Plots.resize(graph).catch(function () {}); // out of sight: there is nothing to resize
  }

  function draw(card) {
    var chart = card.dataset.chart;
    var wished = state(card);
    if (drawn[chart] === wished) { return; }
    drawn[chart] = wished;
    card.dataset.drawn = "true";
    resized(card).then(function () {
      if (!card.isConnected || drawn[chart] !== wished) { return; } // the page was left, or something newer was wished
      window.dash_clientside.set_props({ type: "wish", chart: chart }, { data: { query: purges.chosen.query, width: width(card) } });
    });
  }

  /* Ask for every card that is near the view; with `all`, for every card. */
  purges.wish = function (all) {
    if (!purges.chosen) { return; }
    cards().forEach(function (card) { if (all === true || near[card.dataset.chart]) { draw(card); } });
  };

  /* A page has arrived: some of its cards came drawn. */
  purges.arrived = function () {
    drawn = {};
    near = {};
    if (observer) { observer.disconnect(); }
    observer = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) { near[entry.target.dataset.chart] = entry.isIntersecting; });
      purges.wish();
    }, { rootMargin: NEAR });
    cards().forEach(function (card) {
      if (card.dataset.drawn) { drawn[card.dataset.chart] = state(card); }
      observer.observe(card);
    });
  };

  var sized = purges.width();
  var waiting;
  window.addEventListener("resize", function () {
    clearTimeout(waiting);
    waiting = setTimeout(function () {
      if (purges.width() !== sized) { sized = purges.width(); purges.wish(); }
    }, 150);
  });

  /* Single keys act outside of fields, and can be switched off (WCAG 2.1.4). */
  var keys = {};
  purges.key = function (name, act) { keys[name] = act; };
  document.addEventListener("keydown", function (event) {
    var field = event.target.closest && event.target.closest("input, textarea, select, [contenteditable], [role=grid], [role=dialog]");
    if (field || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) { return; }
    if (localStorage.getItem("purges-keys") === "off") { return; }
    event.preventDefault();
    keys[event.key]();
  });
})();
