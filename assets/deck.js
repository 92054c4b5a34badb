/* A deck of one's own: any chart is pinned to it, its page puts the views in order. It lives in this browser, its link and its file. Loaded after cards.js. */
(function () {
  "use strict";
  var KEY = "purges-deck";
  var PLACE = "#deck=";
  var QUIET = 300; // milliseconds without a key before the server is asked
  var FIELDS = ["heading", "text", "note", "question"];
  var kept = null; // the deck, where the browser lets nothing be stored
  var before = null; // the deck before the last change that can be undone
  var answer = null; // what the server said of the deck last: link, file, settings in words
  var asked = 0, stale = true, waiting;

  /* ---- the deck as this browser keeps it: the keys and values of a lesson file ---- */
  function load() {
    try {
      var deck = JSON.parse(localStorage.getItem(KEY)) || kept;
      if (deck && Array.isArray(deck.step)) { return deck; }
    } catch (refused) { if (kept) { return kept; } }
    return { step: [] };
  }

  function store(deck) {
    kept = deck;
    stale = true;
    try { localStorage.setItem(KEY, JSON.stringify(deck)); return true; } catch (refused) { return false; }
  }

  /* Change the deck so that the change can be undone. */
  function change(act) {
    before = load();
    var deck = JSON.parse(JSON.stringify(before));
    act(deck);
    return store(deck);
  }

  /* ---- words and elements ---- */
  function words(holder, name, values) {
    var line = holder.dataset.words.split("\n").map(function (line) { return line.split("\t"); }).find(function (pair) { return pair[0] === name; });
    return line[1].replace(/{(\w+)}/g, function (_, key) { return values[key]; });
  }

  function make(tag, settings, inside) {
    var element = document.createElement(tag);
    Object.keys(settings || {}).forEach(function (name) { element.setAttribute(name, settings[name]); });
    (inside || []).forEach(function (part) { element.append(part); });
    return element;
  }

  function button(act, text, label) {
    var settings = { type: "button", "data-deck": act };
    if (label) { settings["aria-label"] = text + ": " + label; }
    return make("button", settings, [text]);
  }

  /* How things are shown follows the reader to another page. */
  function looks() {
    var query = window.purges.chosen ? window.purges.chosen.query : "";
    var own = query.split("&").filter(function (part) { return /^(theme|lang|patterns)=/.test(part); }).join("&");
    return own ? "?" + own : "";
  }

  /* ---- pinning, on every page ---- */
  function sayPinned(line, name, undo) {
    var parts = [words(line, name, { count: load().step.length }), " ", make("a", { href: window.purges.at("/deck") + looks() }, [words(line, "open")])];
    if (undo) { parts.push(" ", make("button", { type: "button", class: "pin-undo" }, [words(line, "undo")])); }
    line.replaceChildren.apply(line, parts);
  }

  document.addEventListener("click", function (event) {
    var pressed = event.target.closest && event.target.closest(".pin, .pin-undo");
    if (!pressed) { return; }
    var line = pressed.closest(".links").querySelector(".pin-said");
    if (pressed.classList.contains("pin-undo")) {
      store(before);
      sayPinned(line, "undone");
      line.querySelector("a").focus();
      return;
    }
    var view = { chart: pressed.dataset.chart };
    if (pressed.dataset.view) { view.view = pressed.dataset.view; }
    var stored = change(function (deck) { deck.step.push(view); });
    sayPinned(line, stored ? "pinned" : "not_kept", true);
  });

  /* ---- its page ---- */
  function page() { return document.getElementById("deck"); }
  function one(selector) { return page().querySelector(selector); }
  function all(selector) { return Array.prototype.slice.call(page().querySelectorAll(selector)); }
  function say(name, values, parts) { one(".deck-said").replaceChildren.apply(one(".deck-said"), [words(page(), name, values)].concat(parts || [])); }
  function undoable() { return [" ", button("undo", words(page(), "undo"))]; }
  function headingOf(step, number) { return step.heading || (answer && answer.steps[number] && answer.steps[number].name) || step.chart || ""; }

  function field(name, value, text, most, long) {
    var input = make(long ? "textarea" : "input", long ? { rows: 2 } : { type: "text" });
    input.value = value || "";
    input.dataset.field = name;
    if (most) { input.maxLength = most; }
    return make("label", { class: "control" }, [make("span", {}, [text]), input]);
  }

  function item(step, number, count) {
    var at = page().dataset, label = headingOf(step, number);
    var fields = FIELDS.map(function (name) { return field(name, step[name], words(page(), "label_" + name), Number(at[name]) || 0, name !== "heading"); });
    var up = button("up", words(page(), "up"), label), down = button("down", words(page(), "down"), label);
    up.disabled = number === 0;
    down.disabled = number === count - 1;
    return make("li", { "data-at": number }, [
      make("h2", {}, [words(page(), "step", { number: number + 1, count: count, name: "…" })]),
      make("p", { class: "settings" }), make("ul", { class: "deck-problems" }),
      make("div", { class: "deck-fields" }, fields), make("p", { class: "links" }, [up, down, button("remove", words(page(), "remove"), label), make("a", { class: "explore" }, [words(page(), "explore")])])
    ]);
  }

  /* Draw the list anew; `focus` names the button or field that has the focus afterwards. */
  function draw(focus) {
    if (!page()) { return; }
    var deck = load(), head = one(".deck-head"), list = one(".deck-list");
    if (!one("input[type=file]")) { one(".deck-file").append(make("input", { type: "file", accept: ".toml" })); }
    head.replaceChildren(field("title", deck.title, head.dataset.title, 80), field("summary", deck.summary, head.dataset.summary, 200));
    list.replaceChildren.apply(list, deck.step.map(function (step, number) { return item(step, number, deck.step.length); }));
    all(".deck-empty").forEach(function (part) { part.hidden = deck.step.length > 0; });
    all(".deck-head, .deck-list").forEach(function (part) { part.hidden = deck.step.length === 0; });
    fill();
    if (focus) { reach(focus); }
  }

  function reach(focus) {
    var within = one(".deck-list > [data-at='" + focus.at + "']") || page();
    var wanted = within.querySelector("[data-deck=" + focus.act + "]");
    if (wanted && wanted.disabled) { wanted = within.querySelector("[data-deck=up]:enabled, [data-deck=down]:enabled, [data-deck=remove]"); }
    if (wanted) { wanted.focus(); }
  }

  function listed(list, texts) {
    list.replaceChildren.apply(list, texts.map(function (text) { return make("li", {}, [text]); }));
    list.hidden = texts.length === 0;
  }

  /* Put in what the server said: names, settings, problems, links. */
  function fill() {
    var link = (answer && answer.link) || "", at = page().dataset;
    all(".deck-list > li").forEach(function (part, number) {
      var told = answer && answer.steps[number];
      if (!told) { return; }
      part.querySelector("h2").textContent = words(page(), "step", { number: number + 1, count: answer.steps.length, name: told.name });
      part.querySelector("[data-field=heading]").placeholder = told.name;
      part.querySelector(".settings").textContent = told.settings;
      part.querySelector(".explore").hidden = !told.explore;
      part.querySelector(".explore").href = told.explore || "";
      listed(part.querySelector(".deck-problems"), told.problems);
    });
    if (answer) {
      listed(one("ul.deck-problems"), answer.problems);
      one("[data-field=title]").placeholder = answer.deck.title;
      one(".deck-figures").hidden = Object.keys(answer.deck.figures).length === 0;
    }
    function lead(anchor, address) { if (link) { anchor.href = address; anchor.removeAttribute("aria-disabled"); } else { anchor.removeAttribute("href"); anchor.setAttribute("aria-disabled", "true"); } }
    lead(one(".present-deck"), at.present + "?deck=" + link);
    lead(one(".speaker-deck"), at.present + "?deck=" + link + "&view=speaker");
    all(".take-deck").forEach(function (anchor) { lead(anchor, at.deck + "." + anchor.dataset.form + "?deck=" + link); });
    all("[data-deck=link], [data-deck=save], [data-deck=clear]").forEach(function (part) { part.disabled = load().step.length === 0; });
  }

  function heard(response) { return response.json().then(function (found) { found.ok = response.ok; return found; }); }

  /* Ask the server for the link, the file and the words of the deck as it is now; a newer question makes this one void. */
  function ask() {
    clearTimeout(waiting);
    var mine = (asked += 1), deck = load();
    stale = false;
    return fetch(page().dataset.deck + ".json", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(deck) }).then(heard).then(function (found) {
      if (mine !== asked || !page()) { return answer; }
      if (!found.ok) { listed(one("ul.deck-problems"), found.problems); return null; }
      answer = found;
      fill();
      return answer;
    }, function () {
      stale = true;
      if (page()) { say("no_answer"); }
      return null;
    });
  }

  function adopt(found, name) {
    change(function (deck) {
      Object.keys(deck).forEach(function (key) { delete deck[key]; });
      Object.assign(deck, found.deck);
    });
    answer = found;
    draw();
    say(name, { count: found.steps.length }, undoable());
    listed(one("ul.deck-problems"), found.problems);
    stale = false;
  }

  function save() {
    return ask().then(function (found) {
      if (!found) { return; }
      var link = make("a", { href: URL.createObjectURL(new Blob([found.file], { type: "application/toml" })), download: found.name + ".toml" });
      link.click();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
    });
  }

  function copyLink() {
    return ask().then(function (found) {
      if (!found || !found.link) { return; }
      return navigator.clipboard.writeText(location.origin + page().dataset.present + "?deck=" + found.link).then(function () { say("copied"); });
    }).catch(function () { say("not_copied"); });
  }

  function move(at, by) {
    change(function (deck) { deck.step.splice(at + by, 0, deck.step.splice(at, 1)[0]); });
    if (answer) { answer.steps.splice(at + by, 0, answer.steps.splice(at, 1)[0]); }
    var deck = load();
    draw({ at: at + by, act: by < 0 ? "up" : "down" });
    say("moved", { heading: headingOf(deck.step[at + by], at + by), number: at + by + 1, count: deck.step.length });
    ask();
  }

  function remove(at) {
    var heading = headingOf(load().step[at], at);
    change(function (deck) { deck.step.splice(at, 1); });
    if (answer) { answer.steps.splice(at, 1); }
    var left = load().step.length;
    draw(left ? { at: Math.min(at, left - 1), act: "remove" } : null);
    say("removed", { heading: heading }, undoable());
    if (!left) { reach({ act: "undo" }); }
    ask();
  }

  var acts = {
    up: function (at) { move(at, -1); },
    down: function (at) { move(at, 1); },
    remove: remove,
    clear: function () {
      change(function (deck) { Object.keys(deck).forEach(function (key) { delete deck[key]; }); deck.step = []; });
      answer = null;
      draw();
      say("cleared", {}, undoable());
      reach({ act: "undo" });
    },
    undo: function () {
      if (!before) { return; }
      store(before);
      before = answer = null;
      draw();
      say("undone");
      one(".deck-said").tabIndex = -1;
      one(".deck-said").focus();
      ask();
    },
    save: save,
    link: copyLink,
    keep: function () { leaveLink(); one(".deck-said").replaceChildren(); },
    take: function () { if (offered) { adopt(offered, "taken"); } leaveLink(); }
  };

  document.addEventListener("click", function (event) {
    var pressed = page() && event.target.closest && event.target.closest("#deck [data-deck], #deck a");
    if (!pressed) { return; }
    var row = pressed.closest("[data-at]");
    if (pressed.dataset.deck) { acts[pressed.dataset.deck](row ? Number(row.dataset.at) : 0); return; }
    if (stale && /present-deck|speaker-deck|take-deck/.test(pressed.className)) { // what was typed last is not in the link yet
      event.preventDefault();
      ask().then(function (found) { if (found && found.link) { location.href = pressed.href; } });
    }
  });

  document.addEventListener("input", function (event) {
    var name = page() && event.target.dataset && event.target.dataset.field;
    if (!name || !page().contains(event.target)) { return; }
    var deck = load(), row = event.target.closest("[data-at]");
    (row ? deck.step[Number(row.dataset.at)] : deck)[name] = event.target.value;
    if (!store(deck)) { say("not_kept"); }
    clearTimeout(waiting);
    waiting = setTimeout(ask, QUIET);
  });

  document.addEventListener("change", function (event) {
    var file = page() && event.target.type === "file" && page().contains(event.target) && event.target.files[0];
    if (!file) { return; }
    fetch(page().dataset.deck + ".json", { method: "POST", headers: { "Content-Type": "application/toml" }, body: file }).then(heard).then(function (found) {
      if (found.ok) { adopt(found, "read_in"); } else { listed(one("ul.deck-problems"), found.problems); }
    }, function () { say("no_answer"); });
    event.target.value = "";
  });

  /* Another tab has changed the deck. */
  window.addEventListener("storage", function (event) {
    if (event.key !== KEY || !page()) { return; }
    kept = answer = null;
    draw();
    ask();
  });

  /* ---- a link that holds a deck: it is taken over where none is kept, otherwise offered ---- */
  var offered = null;
  function leaveLink() { offered = null; history.replaceState(history.state, "", location.pathname + location.search); }

  function follow() {
    fetch(page().dataset.deck + ".json?deck=" + encodeURIComponent(location.hash.slice(PLACE.length))).then(heard).then(function (found) {
      if (!found.ok) { listed(one("ul.deck-problems"), found.problems); leaveLink(); return; }
      if (!load().step.length) { adopt(found, "taken"); leaveLink(); return; }
      return ask().then(function (own) {
        if (own && own.link === found.link) { leaveLink(); return; }
        offered = found;
        say("other", {}, [" ", button("take", words(page(), "take")), " ", button("keep", words(page(), "keep"))]);
      });
    }, function () { say("no_answer"); });
  }

  var arrived = window.purges.arrived;
  window.purges.arrived = function () {
    arrived();
    if (!page()) { return; }
    answer = null;
    draw();
    if (location.hash.indexOf(PLACE) === 0) { follow(); } else if (load().step.length) { ask(); }
  };
})();
