/* Draws the figures that a document holds, each when it comes near the view and in the widest layout that there is room for:
   the words of each layout are wrapped for its width. */
(function () {
  "use strict";
  var NEAR = "400px 0px"; // how far outside the view a figure is drawn
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
        document.documentElement.dataset.drawn = fitting.width;
        tell();
      });
    }
    function begin() { draw(); window.addEventListener("resize", draw); }
    if (box.getBoundingClientRect().top < window.innerHeight) { begin(); return; }
    var watch = new IntersectionObserver(function (entries) {
      if (entries[0].isIntersecting) { watch.disconnect(); begin(); }
    }, { rootMargin: NEAR });
    watch.observe(box);
  }

  function start() { document.querySelectorAll("script[data-box]").forEach(keepDrawn); }
  if (window.Plotly) { start(); } else { window.addEventListener("DOMContentLoaded", start); }
})();
