(function () {
  "use strict";
  var held = JSON.parse(document.getElementById("figures").textContent);
  var box = document.getElementById("chart");
  var shown, told;

  /* The widest layout that the frame has room for; the words of each are wrapped for its width. */
  function fitting() {
    var room = box.clientWidth;
    return held.layouts.filter(function (one) { return one.width <= room; }).pop() || held.layouts[0];
  }

  /* Say how high the page is, in the form that publishing systems listen for. */
  function tell() {
    var height = Math.ceil(document.documentElement.getElementsByTagName("main")[0].getBoundingClientRect().height);
    if (window.parent === window || height === told) { return; }
    told = height;
    window.parent.postMessage({ sentinel: "amp", type: "embed-size", height: height }, "*");
  }

  function draw() {
    var now = fitting();
    if (now === shown) { tell(); return; }
    shown = now;
    window.Plotly.react(box, held.data[now.data], now.layout, held.config).then(function () {
      document.documentElement.dataset.drawn = now.width;
      tell();
    });
  }

  function start() {
    draw();
    window.addEventListener("resize", draw);
  }
  if (window.Plotly) { start(); } else { window.addEventListener("DOMContentLoaded", start); }
})();
