/* Draws the figures that a document holds, each when it comes near the view and in the widest layout that there is room for:
   the words of each layout are wrapped for its width. Where a still of the figure is seen already, plotly.js is fetched, and the
   figure drawn in its place, when somebody reaches for it. */
(function () {
  "use strict";
  var NEAR = "400px 0px"; // how far outside the view a figure is drawn
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

  function keepDrawn(script) {
    var held = JSON.parse(script.textContent);
    var box = document.getElementById(script.dataset.box);
    var shown;
    function draw() {
      var fitting = held.layouts.filter(function (one) { return one.width <= box.clientWidth; }).pop() || held.layouts[0];
      if (fitting === shown) { tell(); return; }
      shown = fitting;
      window.Plotly.react(box, held.data[fitting.data], fitting.layout, held.config).then(function () {
        box.style.minHeight = "";
        if (still) { still.hidden = true; }
        document.documentElement.dataset.drawn = fitting.width;
        tell();
      });
    }
    function begin() { draw(); window.addEventListener("resize", draw); }
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
