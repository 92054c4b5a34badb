/* Draws the figures that a document holds, each when it comes near the view and in the widest layout that there is room for:
   the words of each layout are wrapped for its width. Where a still of the figure is seen already, plotly.js is fetched, and the
   figure drawn in its place, when somebody reaches for it. */
(function () {
  "use strict";
  var NEAR = "400px 0px"; // how far outside the view a figure is drawn
  var QUIET = 60; // milliseconds without a change of the width before a figure is drawn anew
  var REACHES = ["pointermove", "pointerdown", "touchstart", "focusin", "keydown"];
  var still = document.getElementById("still");
  var told;

  /* Say how high the page is, in the form that publishing systems listen for. */
  function tell() {
    var height = Math.ceil(document.documentElement.getElementsByTagName("main")[0].getBoundingClientRect().height);
    if (window.parent === window || height === told) { return; }
    told = height;
    window.parent.postMessage({ sentinel: "amp", type: "embed-size", height: height }, "*");
  }

  /* A figure takes the place of its still to the pixel: in the same layout, enlarged as much. */
  function enlarge(box, fitting) {
    var scale = box.parentNode.clientWidth / fitting.width;
    box.style.width = fitting.width + "px";
    box.style.transform = "scale(" + scale + ")";
    box.style.transformOrigin = "0 0";
    box.style.marginRight = fitting.width * (scale - 1) + "px"; // what is scaled takes the room that it had before
    box.style.marginBottom = fitting.layout.height * (scale - 1) + "px";
  }

  function keepDrawn(script) {
    var held = JSON.parse(script.textContent);
    var box = document.getElementById(script.dataset.box);
    var shown, drawnWidth, waiting;
    function draw() {
      var room = still ? window.innerWidth : box.clientWidth; // as the rules choose a still
      var fitting = held.layouts.filter(function (one) { return one.width <= room; }).pop() || held.layouts[0];
      var width = still ? fitting.width : box.clientWidth;
      if (still) { enlarge(box, fitting); }
      if (!width || (fitting === shown && width === drawnWidth)) { tell(); return; }
      shown = fitting;
      drawnWidth = width;
      window.Plotly.react(box, held.data[fitting.data], Object.assign({}, fitting.layout, { width: width }), held.config).then(function () {
        box.style.minHeight = "";
        if (still) { still.hidden = true; }
        document.documentElement.dataset.drawn = fitting.width;
        tell();
      });
    }
    function begin() {
      draw();
      window.addEventListener("resize", function () { clearTimeout(waiting); waiting = setTimeout(draw, QUIET); });
    }
    if (still || box.getBoundingClientRect().top < window.innerHeight) { begin(); return; }
    var watch = new IntersectionObserver(function (entries) {
      if (entries[0].isIntersecting) { watch.disconnect(); begin(); }
    }, { rootMargin: NEAR });
    watch.observe(box);
  }

  function start() { document.querySelectorAll("script[data-box]").forEach(keepDrawn); }

  /* Fetch plotly.js and draw, at the first sign that somebody wants more than to look. */
  function reach() {
    REACHES.forEach(function (sign) { document.removeEventListener(sign, reach); });
    var script = document.createElement("script");
    script.src = document.getElementById("plotly").content.querySelector("script").getAttribute("src");
    script.addEventListener("load", start);
    document.body.append(script);
  }

  if (still) {
    tell();
    window.addEventListener("resize", tell);
    REACHES.forEach(function (sign) { document.addEventListener(sign, reach, { passive: true }); });
  } else if (window.Plotly) { start(); } else { window.addEventListener("DOMContentLoaded", start); }
})();
