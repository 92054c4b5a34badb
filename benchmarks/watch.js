/* Runs in a page before its own scripts: says when the first chart is painted, and when charts are drawn anew after an input.
   Looks into shadow roots too, for pages made of web components. */
(function () {
  "use strict";
  const MARKS = ".cartesianlayer .trace path";
  const roots = [document];
  const told = (window.benchmark = { first: 0, usable: 0, asked: 0, graphs: new Map(), quiet: 0 });
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (how) {
    const root = attach.call(this, how);
    roots.push(root);
    watch(root);
    return root;
  };

  /* What is done in a frame is painted before the next message is taken up. */
  function afterPaint(then) {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => then(performance.now());
    channel.port2.postMessage(0);
  }

  (function look() {
    const marks = roots.some(root => root.querySelector(MARKS));
    if (marks && !told.first) { told.first = -1; afterPaint(now => { told.first = now; }); }
    if (marks && !document.getElementById("front")) { afterPaint(now => { told.usable = now; }); } else { requestAnimationFrame(look); }
  })();

  function inView(graph) {
    const box = graph.getBoundingClientRect();
    return graph.isConnected && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
  }
  function graphsOf(record) {
    const target = record.target.nodeType === Node.ELEMENT_NODE ? record.target : record.target.parentElement;
    const around = target && target.closest(".main-svg, .svg-container") && target.closest(".js-plotly-plot");
    if (around) { return [around]; }
    return [...record.addedNodes].flatMap(node => (node.querySelectorAll ? [...node.querySelectorAll(".js-plotly-plot")] : []));
  }
  const observer = new MutationObserver(records => {
    const graphs = new Set(records.flatMap(graphsOf));
    if (!told.asked || !graphs.size) { return; }
    requestAnimationFrame(() => afterPaint(now => {
      graphs.forEach(graph => {
        if (!inView(graph) || !graph.querySelector(MARKS)) { return; }
        const first = told.graphs.has(graph) ? told.graphs.get(graph)[0] : now;
        told.graphs.set(graph, [first, now]);
        told.quiet = now;
      });
    }));
  });
  function watch(root) { observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true }); }
  watch(document);

  /* The moment of the click itself, as the browser's own process saw it. */
  window.addEventListener("click", event => { told.asked = event.timeStamp; told.quiet = event.timeStamp; told.graphs.clear(); }, true);
  /* Where the time of a change of ours went: until the first question, until the last answer, and until it was drawn. Charts out of
     view are asked for later, and are not counted. */
  told.split = () => {
    const drawn = told.redrawn()[0], cards = performance.getEntriesByType("resource").filter(one => one.name.includes("/card.json"));
    const counted = cards.filter(one => one.startTime > told.asked && one.responseEnd < told.asked + drawn);
    const first = Math.min(...counted.map(one => one.startTime)), last = Math.max(...counted.map(one => one.responseEnd));
    return { before: first - told.asked, answer: last - first, after: drawn - (last - told.asked) };
  };
  told.redrawn = () => {
    const times = [...told.graphs.values()];
    return times.length ? [0, 1].map(place => Math.max(...times.map(pair => pair[place])) - told.asked) : null;
  };
})();
