/* Cards are drawn when they are near the view, and anew only when what they show has changed. Loaded before url.js. */
(function () {
  "use strict";
  var STEP = 20; // pixels: a resize inside one step draws nothing anew
  var NEAR = "600px 0px"; // how far outside the view a card is drawn
  var SOON = 100; // pixels below the view that may be in it once what stands above is drawn anew
  var drawn = {}; // chart -> the query and width that it was last wished for
  var shown = {}; // chart -> what marks the figure that it shows, and its width
  var near = {}; // chart -> whether it is near the view
  var asking = {}, answered = {}, pending = {}; // chart -> what ends its last request, when that is answered, and when it is drawn
  var observer;
  var purges = (window.purges = { chosen: null });

  /* The dashboard may stand below a path of another site: its own addresses are written from the root here, and named from there. */
  var root = document.documentElement.dataset.root;
  purges.at = function (path) { return root + path.slice(1); };
  purges.path = function () { return "/" + location.pathname.slice(root.length); };

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

  /* The same figure is drawn anew in another width: Plotly may have cut its margins meanwhile. */
  function seen(card, mark) { return mark + "\n" + width(card); }

  /* A figure that reaches Plotly before Plotly has seen the new size keeps margins cut to the old one: it looks first. */
  function resized(card) {
    var graph = card.querySelector(".js-plotly-plot"), svg = graph && graph.querySelector(".main-svg");
    if (!svg || Math.abs(svg.width.baseVal.value - graph.clientWidth) <= 1) { return Promise.resolve(); }
    return window.Plotly.Plots.resize(graph).catch(function () {}); // out of sight: there is nothing to resize
  }

  /* The address at which the server answers for a card under the selection. */
  purges.address = function (card, file) {
    return purges.at("/charts/") + encodeURIComponent(card.dataset.chart) + "/" + file + "?" + purges.chosen.query;
  };

  /* Say that what a card shows may be out of date, or take that back; where the server says when it answers again, ask then. */
  purges.unanswered = function (card, is, answer) {
    card.querySelector(".unanswered").hidden = !is;
    var seconds = answer && Number(answer.headers.get("Retry-After"));
    if (is && seconds) { setTimeout(function () { again(card); }, seconds * 1000); }
  };

  function again(card) {
    if (!card.isConnected) { return; }
    delete drawn[card.dataset.chart];
    draw(card);
  }
  document.addEventListener("click", function (event) {
    if (event.target.classList.contains("again")) { again(event.target.closest(".card")); }
  });

  /* The graph of a card as Plotly holds it, once Dash has made it. */
  function graphOf(card) {
    return new Promise(function (resolve) {
      (function look() {
        var graph = card.querySelector(".js-plotly-plot");
        if (graph && graph.querySelector(".main-svg")) { resolve(graph); } else if (card.isConnected) { requestAnimationFrame(look); }
      })();
    });
  }

  function draw(card) {
    var chart = card.dataset.chart;
    var wished = state(card);
    if (drawn[chart] === wished) { return; }
    drawn[chart] = wished;
    card.dataset.drawn = "true";
    if (asking[chart]) { asking[chart].abort(); }
    var asked = (asking[chart] = new AbortController()), answer;
    answered[chart] = fetch(purges.address(card, "card.json") + "&width=" + width(card), { signal: asked.signal });
    pending[chart] = answered[chart].then(function (came) {
      answer = came;
      if (!came.ok) { throw new Error(came.status); }
      return Promise.all([came.json(), graphOf(card), resized(card)]);
    }).then(function (found) {
      if (!card.isConnected || drawn[chart] !== wished) { return; } // the page was left, or something newer was wished
      var figure = found[0].figure, graph = found[1], height = figure.layout.height + "px", box = graph.closest(".graph");
      function tell() {
        card.querySelector(".card-body").innerHTML = found[0].body;
        purges.unanswered(card, false);
        if (purges.tabulate) { purges.tabulate(card); }
      }
      if (shown[chart] === seen(card, found[0].mark)) { return tell(); } // the choice does not concern this chart
      shown[chart] = seen(card, found[0].mark);
      if (box.style.height !== height) { box.style.height = height; }
      // as it was set up by Dash; the words come in the same frame, but behind: plotly.js looks at the page's layout as it draws
      return window.Plotly.react(graph, figure.data, figure.layout, graph._context).then(tell);
    }).catch(function (error) {
      if (error.name === "AbortError" || !card.isConnected || drawn[chart] !== wished) { return; }
      delete shown[chart]; // whether it was half drawn is not known
      purges.unanswered(card, true, answer);
    });
  }

  /* Whether a card is in view, or would be if one above it lost a few rows. */
  function inView(card) {
    var box = card.getBoundingClientRect();
    return box.bottom > 0 && box.top < window.innerHeight + SOON;
  }

  /* Ask for every card that is near the view (with `all`, for every card): first for those in view; when these are answered, the server
     is free for the others. Return when those in view are drawn, and what came into view as they were. */
  purges.wish = function (all) {
    if (!purges.chosen) { return Promise.resolve(); }
    var known = [];
    function wanted(card) { return card.isConnected && (all === true || near[card.dataset.chart]); }
    function every(cards, promises) { return Promise.all(cards.map(function (card) { return promises[card.dataset.chart]; })); }
    function others() { cards().filter(wanted).forEach(draw); }
    return (function inSight() {
      var seen = cards().filter(function (card) { return wanted(card) && known.indexOf(card) < 0 && inView(card); });
      known = known.concat(seen);
      seen.forEach(draw);
      every(seen, answered).then(others, others);
      return every(seen, pending).then(function () { return seen.length ? inSight() : undefined; });
    })();
  };

  /* A page has arrived: some of its cards came drawn. */
  purges.arrived = function () {
    drawn = {};
    shown = {};
    near = {};
    answered = {};
    pending = {};
    if (observer) { observer.disconnect(); }
    observer = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) { near[entry.target.dataset.chart] = entry.isIntersecting; });
      purges.wish();
    }, { rootMargin: NEAR });
    cards().forEach(function (card) {
      if (card.dataset.drawn) {
        drawn[card.dataset.chart] = state(card);
        shown[card.dataset.chart] = seen(card, card.dataset.figure);
      }
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
