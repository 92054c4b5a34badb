/* Steps on the wall: one at a time, by keys, clicker or a second window. Every figure is drawn before it is asked for,
   so a step only changes what is visible, and works when the network is gone. */
(function () {
  "use strict";
  var show = JSON.parse(document.getElementById("show").textContent);
  var root = document.documentElement;
  if (show.packed && location.hash === "#speaker") { root.classList.add("speaker"); }
  var speaker = root.classList.contains("speaker");
  var slides = Array.prototype.slice.call(document.querySelectorAll(".slide"));
  var first = show.lesson ? 0 : 1;
  var last = show.steps.length;
  var state = { step: first, stage: 0, focus: 0, dark: false, hover: false };
  var panel = ""; // which panel stands open: table, notes, question, help
  var PAPER = 1024; // pixels of width that a chart takes on a sheet of A4, landscape
  var MUTED = 0.13; // opacity of the series that are not in front

  function slide(step) { return slides[step - first]; }
  function current() { return slide(state.step); }
  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function one(selector, within) { return (within || document).querySelector(selector); }
  function drawings(step) { return all(".drawing", slide(step)); }
  function stages(step) { return Math.max(1, all(".told p", slide(step)).length, drawings(step).length); }
  function inView() { return drawings(state.step)[Math.min(state.stage, drawings(state.step).length - 1)]; }

  /* ---- figures: fetched for the size of the wall, or carried by the file itself ---- */
  var had = {}; // step -> {width, height, parts, reading, ...}
  var asked = {}; // step -> the promise of it
  var drawnAt = {}; // step -> the size it was last drawn at

  function box(step) {
    var chart = one(".chart", slide(step));
    return { width: Math.round(chart.clientWidth), height: Math.round(chart.clientHeight) };
  }

  function carried(step) {
    var wanted = box(step);
    var shape = wanted.width / wanted.height;
    var best = show.packed[step - 1].slice().sort(function (a, b) {
      return Math.abs(Math.log(a.width / a.height / shape)) - Math.abs(Math.log(b.width / b.height / shape));
    })[0];
    return Promise.resolve(Object.assign({}, show.shared[step - 1], best));
  }

  function ask(step) {
    var size = box(step);
    var key = step + ":" + size.width + "x" + size.height;
    if (!asked[key]) {
      asked[key] = (show.packed ? carried(step) : fetch(show.steps[step - 1].figure + "&width=" + size.width + "&height=" + size.height).then(function (answer) {
        if (!answer.ok) { throw new Error(answer.status); }
        return answer.json();
      })).then(function (found) { had[step] = found; return found; }, function () {
        delete asked[key]; // the network may come back
        return had[step]; // drawn for another size: it is scaled
      });
    }
    return asked[key];
  }

  function fill(step, found) {
    var at = slide(step);
    one(".reading", at).textContent = found.reading;
    one(".said", at).textContent = found.reading;
    one(".table", at).innerHTML = found.table;
    one(".sources", at).replaceChildren.apply(one(".sources", at), found.sources.map(function (text) {
      var item = document.createElement("li");
      item.textContent = text;
      return item;
    }));
  }

  function fit(step) {
    var found = had[step], size = box(step);
    if (!found) { return; }
    var paper = root.classList.contains("handout");
    var scale = paper ? 1 : Math.min(size.width / found.width, size.height / found.height);
    var aside = paper ? 0 : (size.width - found.width * scale) / 2;
    drawings(step).forEach(function (drawing) {
      drawing.style.zoom = paper ? PAPER / found.width : "";
      drawing.style.transform = aside < 1 && scale === 1 ? "" : "translateX(" + aside + "px) scale(" + scale + ")";
    });
  }

  function lay(found, figure) {
    var drawing = document.createElement("div");
    drawing.className = "drawing";
    drawing.style.width = found.width + "px";
    drawing.style.height = found.height + "px";
    drawing.figure = JSON.parse(JSON.stringify(figure));
    var layout = drawing.figure.layout;
    if (!layout.template && show.template) { layout.template = show.template[found.width]; }
    layout.width = found.width;
    layout.hovermode = state.hover ? "closest" : false;
    drawing.plain = drawing.figure.data.map(function (trace) { return trace.opacity === undefined ? 1 : trace.opacity; });
    return drawing;
  }

  /* plotly.js is evaluated while the first figure is on its way. */
  function ready() {
    return window.Plotly ? Promise.resolve() : new Promise(function (on) { window.addEventListener("load", on, { once: true }); });
  }

  function draw(step) {
    var asking = ask(step);
    return ready().then(function () { return asking; }).then(function (found) {
      if (!found) { return; }
      var chart = one(".chart", slide(step));
      if (drawnAt[step] === found) { fit(step); return; }
      drawnAt[step] = found;
      fill(step, found);
      drawings(step).forEach(function (old) { window.Plotly.purge(old); old.remove(); });
      return Promise.all(found.parts.map(function (figure) {
        var drawing = lay(found, figure);
        chart.appendChild(drawing);
        return window.Plotly.newPlot(drawing, drawing.figure.data, drawing.figure.layout, show.config);
      })).then(function () {
        slide(step).classList.add("drawn");
        fit(step);
        if (step === state.step) { state.stage = Math.min(state.stage, stages(step) - 1); front(); mirror(); }
        root.dataset.drawn = all(".slide.drawn").length;
      });
    });
  }

  /* The step in view, the one that comes, the one before, then all others. */
  var sweeping = 0;
  function sweep() {
    var turn = (sweeping += 1);
    var order = [state.step, state.step + 1, state.step - 1];
    for (var step = 1; step <= last; step += 1) { order.push(step); }
    return order.filter(function (step, at) { return step >= 1 && step <= last && order.indexOf(step) === at; }).reduce(function (before, step) {
      return before.then(function () {
        if (turn !== sweeping) { return; }
        return draw(step).then(function () { return new Promise(function (on) { setTimeout(on, 0); }); });
      });
    }, Promise.resolve());
  }

  /* ---- one series in front ---- */
  function plain(text) {
    var holder = document.createElement("div");
    holder.innerHTML = String(text || "").replace(/<br\s*\/?>/g, " ");
    return holder.textContent.replace(/[\s\u00a0]+/g, " ").replace(/^\W+ /, "").trim();
  }

  function series(drawing) {
    var names = [];
    (drawing.data || []).forEach(function (trace) {
      if (trace.name && names.indexOf(trace.name) < 0) { names.push(trace.name); }
    });
    return names.length > 1 ? names : [];
  }

  function front() {
    var drawing = state.step >= 1 && inView();
    if (!state.step) { return; }
    var said = one(".status", current());
    said.textContent = "";
    if (!drawing || !drawing.data) { return; }
    drawings(state.step).forEach(function (other) { other.classList.toggle("now", other === drawing); });
    var parts = drawings(state.step).length;
    if (parts > 1) { said.textContent = show.texts.part + " " + (drawings(state.step).indexOf(drawing) + 1) + " / " + parts; }
    var names = series(drawing);
    var chosen = names[state.focus - 1];
    var look = (chosen || "") + state.hover;
    if (state.focus) { said.textContent = chosen ? plain(chosen) : show.texts.one_series; }
    if ((drawing.dataset.front || "false") === look) { return; }
    drawing.dataset.front = look;
    var muted = names.filter(function (name) { return chosen && name !== chosen; }).map(plain);
    var layout = { hovermode: state.hover ? "closest" : false };
    (drawing.layout.annotations || []).forEach(function (annotation, at) {
      layout["annotations[" + at + "].opacity"] = muted.indexOf(plain(annotation.text)) < 0 ? 1 : MUTED * 2;
    });
    window.Plotly.update(drawing, {
      opacity: drawing.data.map(function (trace, at) { return chosen && trace.name && trace.name !== chosen ? MUTED : drawing.plain[at]; })
    }, layout);
  }

  /* ---- what is visible ---- */
  function open(name) {
    panel = name;
    all(".panel.open:not(.notice)").forEach(function (shown) { shown.classList.remove("open"); });
    var shown = name === "help" ? one(".help") : name && one(".panel." + name, current());
    if (shown) { shown.classList.add("open"); shown.scrollTop = 0; shown.focus({ preventScroll: true }); }
  }

  function render(moved) {
    slides.forEach(function (shown) {
      var now = shown === current();
      shown.classList.toggle("now", now);
      shown.inert = !now && !root.classList.contains("handout");
    });
    var texts = all(".told p", current());
    texts.forEach(function (text, at) { text.classList.toggle("now", at === Math.min(state.stage, texts.length - 1)); });
    root.classList.toggle("dark", state.dark);
    one(".place").textContent = state.step ? state.step + " / " + last : "";
    var explore = one(".explore");
    explore.hidden = !state.step || !show.steps[state.step - 1].explore;
    if (!explore.hidden) { explore.href = show.steps[state.step - 1].explore; }
    if (state.step >= 1) { draw(state.step); fit(state.step); }
    front();
    mirror();
    if (moved) {
      one("h1, h2", current()).focus({ preventScroll: true });
      sweep();
    }
    write();
  }

  function write() {
    var kept = new URLSearchParams();
    if (state.step !== first) { kept.set("step", state.step); }
    if (state.stage) { kept.set("stage", state.stage); }
    if (state.focus && state.focus !== told(state.step, state.stage)) { kept.set("focus", state.focus); }
    if (speaker) { kept.set("view", "speaker"); }
    var own = kept.toString(), query = show.query + (show.query && own ? "&" : "") + own;
    try { history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + (show.packed ? location.hash : "")); } catch (refused) { /* a file that may not write its address */ }
  }

  /* The series that a stage puts in front. */
  function told(step, stage) { return step >= 1 ? show.steps[step - 1].focus[stage] || 0 : 0; }

  function go(step, stage) {
    step = Math.min(last, Math.max(first, step));
    stage = Math.min(stages(step) - 1, Math.max(0, stage));
    var moved = step !== state.step;
    open("");
    state = Object.assign({}, state, { step: step, stage: stage, focus: told(step, stage), dark: false });
    render(moved);
    tell();
  }

  function next() {
    if (state.dark) { set({ dark: false }); } else if (state.stage + 1 < stages(state.step)) { go(state.step, state.stage + 1); } else if (state.step < last) { go(state.step + 1, 0); }
  }

  function back() {
    if (state.dark) { set({ dark: false }); } else if (state.stage) { go(state.step, state.stage - 1); } else if (state.step > first) { go(state.step - 1, stages(state.step - 1) - 1); }
  }

  function set(change) { state = Object.assign({}, state, change); render(false); tell(); }
  function toggle(name) { if (state.step || name === "help") { open(panel === name ? "" : name); } }
  function focusOn(number) { if (state.step) { set({ focus: number }); } }

  /* What of the address could not be shown stays in view until it is put away. */
  function notice() { return one(".notice.open"); }
  function putAway() { notice().classList.remove("open"); one("h1, h2", current()).focus({ preventScroll: true }); }

  function leave() {
    if (notice()) { putAway(); } else if (state.dark) { set({ dark: false }); } else if (panel) { open(""); one("h1, h2", current()).focus({ preventScroll: true }); } else if (show.packed) { go(first, 0); } else if (document.referrer.indexOf(location.origin + "/") === 0 && history.length > 1) { history.back(); } else { location.href = show.leave; }
  }

  function full() {
    if (document.fullscreenElement) { document.exitFullscreen(); } else if (root.requestFullscreen) { root.requestFullscreen().catch(function () {}); }
  }

  /* ---- the second window ---- */
  var windows = [];
  var channel = "BroadcastChannel" in window ? new BroadcastChannel("purges:" + show.address) : null;
  if (window.opener) { windows.push(window.opener); }

  function post(message) {
    message.purges = show.address;
    if (channel) { channel.postMessage(message); }
    windows.forEach(function (other) { if (!other.closed) { other.postMessage(message, "*"); } });
  }

  function tell() { post({ state: state }); }

  function heard(event) {
    var message = event.data;
    if (!message || message.purges !== show.address) { return; }
    if (message.hello) { tell(); return; }
    var wanted = message.state;
    if (!wanted || !(wanted.step >= first && wanted.step <= last)) { return; }
    var moved = wanted.step !== state.step;
    if (moved) { open(""); }
    state = Object.assign({}, state, wanted);
    render(moved);
  }
  if (channel) { channel.addEventListener("message", heard); }
  window.addEventListener("message", heard); // a file opened from disk has no channel to its second window

  function openSpeaker() {
    if (speaker) { return; }
    var address = show.packed ? location.href.replace(/#.*$/, "") + "#speaker" : show.address + (show.address.indexOf("?") < 0 ? "?" : "&") + "view=speaker&step=" + state.step;
    var opened = window.open(address, "purges-speaker", "width=1200,height=720");
    if (opened) { windows.push(opened); }
  }

  /* What the speaker reads: the notes of the step in view, and the words of the next. */
  function mirror() {
    if (!speaker) { return; }
    one(".own").innerHTML = state.step ? one(".panel.notes", current()).innerHTML : "";
    var coming = state.stage + 1 < stages(state.step) ? [state.step, state.stage + 1] : [state.step + 1, 0];
    var after = coming[0] <= last && slide(coming[0]);
    one(".coming").innerHTML = after ? "<h3></h3><p></p>" : "";
    if (after) {
      one(".coming h3").textContent = one("h1, h2", after).textContent;
      var text = all(".told p", after)[coming[1]];
      one(".coming p").textContent = text ? text.textContent : "";
    }
    one(".state").textContent = state.dark ? show.texts.dark : "";
  }

  var began = Date.now();
  if (speaker) {
    setInterval(function () {
      var gone = Math.floor((Date.now() - began) / 1000);
      one(".elapsed").textContent = Math.floor(gone / 60) + ":" + String(gone % 60).padStart(2, "0");
      one(".wall").textContent = new Date().toLocaleTimeString(root.lang, { hour: "2-digit", minute: "2-digit" });
    }, 500);
  }

  /* ---- keys ---- */
  var moves = { ArrowRight: next, ArrowDown: next, PageDown: next, " ": next, Enter: next, ArrowLeft: back, ArrowUp: back, PageUp: back, Home: function () { go(first, 0); }, End: function () { go(last, 0); }, Escape: leave };
  var acts = {
    t: function () { toggle("table"); }, n: function () { toggle("notes"); }, q: function () { toggle("question"); }, "?": function () { toggle("help"); },
    b: function () { set({ dark: !state.dark }); }, h: function () { set({ hover: !state.hover }); }, f: full, s: openSpeaker,
    e: function () { var link = one(".explore"); if (!link.hidden) { link.click(); } },
    r: function () { open(""); set({ stage: 0, focus: 0, dark: false, hover: false }); }
  };
  "0123456789".split("").forEach(function (digit) { acts[digit] = function () { focusOn(Number(digit)); }; });

  function off() { try { return localStorage.getItem("purges-keys") === "off"; } catch (refused) { return false; } }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    var target = event.target;
    if (target.closest && target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) { return; }
    var pressed = target.closest && target.closest("a, button, input, label");
    if (pressed && (event.key === " " || event.key === "Enter")) { return; } // a control does what it says
    var scrolls = panel && (event.key === "ArrowUp" || event.key === "ArrowDown" || event.key === "PageUp" || event.key === "PageDown" || event.key === " ");
    if (scrolls && event.key.indexOf("Arrow") === 0) { return; } // an open panel is scrolled
    var wide = panel && one("." + panel, current()), aside = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (aside && wide && wide.scrollWidth > wide.clientWidth) { wide.scrollBy({ left: aside * wide.clientWidth / 3 }); event.preventDefault(); return; } // a table wider than the wall
    var act = moves[event.key] || (off() ? null : acts[event.key]);
    if (!act) { return; }
    event.preventDefault();
    act();
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-act]");
    if (!button) { return; }
    ({ next: next, back: back, help: acts["?"], heard: putAway, clock: function () { began = Date.now(); } })[button.dataset.act]();
  });

  var single = one(".help .single");
  single.checked = !off();
  single.addEventListener("change", function () {
    try { localStorage.setItem("purges-keys", single.checked ? "on" : "off"); } catch (refused) { /* kept for this page only where storage is closed */ }
  });

  /* The foot comes to the pointer, and goes when it rests. */
  var resting;
  document.addEventListener("pointermove", function () {
    root.classList.add("pointed");
    clearTimeout(resting);
    resting = setTimeout(function () { root.classList.remove("pointed"); }, 2500);
  });

  /* ---- size, print ---- */
  var waiting;
  window.addEventListener("resize", function () {
    if (root.classList.contains("handout")) { return; }
    for (var step = 1; step <= last; step += 1) { fit(step); }
    clearTimeout(waiting);
    waiting = setTimeout(sweep, 200);
  });

  function handout(on) {
    root.classList.toggle("handout", on);
    slides.forEach(function (shown) { shown.inert = !on && shown !== current(); });
    for (var step = 1; step <= last; step += 1) { fit(step); }
  }
  window.addEventListener("beforeprint", function () { handout(true); });
  window.addEventListener("afterprint", function () { handout(false); });

  /* ---- begin ---- */
  var wish = new URLSearchParams(location.search);
  function number(key, least, most) {
    var text = wish.get(key);
    return /^\d{1,3}$/.test(text || "") ? Math.min(most, Math.max(least, Number(text))) : null;
  }
  var begun = number("step", first, last);
  state.step = begun === null ? first : begun;
  state.stage = number("stage", 0, stages(state.step) - 1) || 0;
  var put = number("focus", 0, 9);
  state.focus = put === null ? told(state.step, state.stage) : put;
  render(true);
  if (speaker) { post({ hello: true }); }
  if (show.packed && location.hash === "#handout") { sweep().then(function () { handout(true); root.dataset.ready = "handout"; }); }
  document.fonts.ready.then(function () { root.dataset.fonts = "ready"; });
})();
