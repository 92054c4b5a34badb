/* The page as the document brought it: its first chart is drawn at once and seen before the scripts of Dash start, which wait in a
   template. When Dash has drawn the same page under it, it goes. Loaded right behind plotly.js, before everything else. */
(function () {
  "use strict";
  var LONGEST = 20000; // milliseconds after which it goes in any case
  var UNSEEN = 300; // milliseconds after which Dash starts where nothing is painted, as in a tab that is not looked at
  var STEP = 20; // pixels: as cards.js measures
  var front = document.getElementById("front");
  var figures = document.getElementById("front-figures");
  var later = document.currentScript.dataset.later, root = document.documentElement.dataset.root;
  if (!front) { return; }

  function draw() {
    var graph = front.querySelector(".graph");
    var held = JSON.parse(figures.textContent);
    var room = Math.floor(graph.clientWidth / STEP) * STEP;
    var fitting = held.layouts.filter(function (one) { return one.width <= room; }).pop() || held.layouts[0];
    graph.style.height = fitting.layout.height + "px";
    window.Plotly.newPlot(graph, held.data[fitting.data], fitting.layout, held.config);
  }

  /* The scripts of Dash come while the chart is drawn. */
  function fetchLater() {
    later.split(" ").forEach(function (address) {
      var link = document.createElement("link");
      link.rel = "preload";
      link.as = "script";
      link.href = root + address.slice(1);
      document.head.appendChild(link);
    });
  }

  /* What a template holds does not run: each script is made anew, in order; those that stand in the page wait for those that are fetched. */
  function copy(script) {
    var made = document.createElement("script");
    Array.prototype.forEach.call(script.attributes, function (one) { made.setAttribute(one.name, one.value); });
    made.textContent = script.textContent;
    made.async = false;
    document.body.appendChild(made);
    return made;
  }
  var started = false;
  function start() {
    if (started) { return; }
    started = true;
    if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", run); } else { run(); }
  }
  function run() {
    var later = document.getElementById("later");
    var fetched = Array.prototype.map.call(later.content.querySelectorAll("script[src]"), copy);
    var last = fetched[fetched.length - 1];
    last.onload = last.onerror = function () { later.content.querySelectorAll("script:not([src])").forEach(copy); };
  }

  function leave() {
    front.remove();
    figures.remove();
  }
  function arrived() { return document.querySelector("#main .card .main-svg"); }
  function look() {
    if (arrived() || performance.now() > LONGEST) { requestAnimationFrame(function () { requestAnimationFrame(leave); }); } else { requestAnimationFrame(look); }
  }

  if (location.hash || document.hidden) { leave(); start(); return; } // a place further down is asked for, or nobody looks
  try { draw(); } catch (error) { leave(); } // Dash draws it, or says what is wrong
  fetchLater();
  requestAnimationFrame(function () { setTimeout(start, 0); });
  setTimeout(start, UNSEEN);
  requestAnimationFrame(look);
})();
