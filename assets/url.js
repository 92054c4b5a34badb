/* The address and the view say the same. The address is rewritten, never pushed, when a filter changes; links push. */
(function () {
  "use strict";
  var title = document.title;

  function keyOf(part) { return part.split("=")[0]; }

  /* Quote as the server does: an address is to be read. */
  function quoted(text) {
    return encodeURIComponent(text).replace(/[!'()*]/g, function (sign) { return "%" + sign.charCodeAt(0).toString(16).toUpperCase(); })
      .replace(/%2C|%3A/g, decodeURIComponent);
  }

  /* Put key=text into a query string, in the order of keys, as the server writes it; the text of no choice takes the key out. */
  function withParam(query, key, text, unchosen) {
    var parts = query.split("&").filter(function (part) { return part && keyOf(part) !== key; });
    if (text !== (unchosen || "")) { parts.push(key + "=" + quoted(text)); }
    return parts.sort(function (one, other) { return keyOf(one) < keyOf(other) ? -1 : 1; }).join("&");
  }

  function paramOf(query, key) {
    var part = query.split("&").filter(function (one) { return keyOf(one) === key; })[0];
    return part ? decodeURIComponent(part.slice(key.length + 1)) : "";
  }

  /* Return the shortest text for a span of months, both ends included; of which only one end is chosen yet, none. */
  function months(days) {
    var ends = days.filter(Boolean).map(function (day) { return day.slice(0, 7); }).sort();
    if (ends.length < 2) { return ""; }
    if (/-01$/.test(ends[0]) && /-12$/.test(ends[1])) { ends = ends.map(function (end) { return end.slice(0, 4); }); }
    return ends[0] === ends[1] ? ends[0] : ends.join("..");
  }

  /* What a control holds, as a parameter's text; ``held`` is one value, or several. */
  function textOf(holder, held) {
    var of = holder ? holder.dataset : {};
    if (!Array.isArray(held)) { return held || of.unchosen || ""; }
    return of.kind === "month_range" ? months(held) : held.slice().sort().join(",");
  }

  /* Return a query string with what a control holds. */
  function withHeld(query, key, holder, held) { return withParam(query, key, textOf(holder, held), holder ? holder.dataset.unchosen : ""); }

  /* Return a query string with what the controls of one side hold; what no control holds is kept. */
  function chosenIn(query, values, ids, side) {
    return ids.reduce(function (kept, id, place) {
      return withHeld(kept, id.key, document.querySelector("[data-control='" + id.key + side + "']"), values[place] || "");
    }, query);
  }

  /* Return a query string with one side of a comparison changed: the second stands inside the address of the first. */
  function onSide(side, query, changed) { return side ? withParam(query, "with", changed(paramOf(query, "with"))) : changed(query); }

  /* The words that stand around the charts follow once the charts do. */
  var told = ""; // the query that they follow
  function shown(chosen) {
    if (window.purges.chosen !== chosen || told === chosen.query) { return; }
    told = chosen.query;
    window.dash_clientside.set_props("shown", { data: { query: told } });
  }

  /* The charts follow a choice at once; what Dash does of it, for every link of the page, takes as long as drawing, and comes behind. */
  var LATEST = 200; // milliseconds after which address, links and words follow though the charts do not yet
  function soon(drawn) { return Promise.race([drawn, new Promise(function (resolve) { setTimeout(resolve, LATEST); })]); }
  function painted() { return new Promise(function (resolve) { requestAnimationFrame(function () { setTimeout(resolve, 0); }); }); }
  function choosing(side) {
    return function (values, ids, held) {
      var kept = window.purges.chosen, chosen = kept && kept.visit === held.visit ? kept : held; // a choice may still be on its way
      var query = onSide(side, chosen.query, function (own) { return chosenIn(own, values, ids, side); });
      if (query === chosen.query && query === held.query) { return window.dash_clientside.no_update; }
      var next = query === chosen.query ? chosen : Object.assign({}, chosen, { query: query });
      if (chosen.visit !== visits) { return next; }
      window.purges.chosen = next;
      return soon(window.purges.wish().then(painted)).then(function () { return window.purges.chosen.visit === next.visit ? window.purges.chosen : next; });
    };
  }

  /* Which chips are on is known at the click itself: the charts are asked for then, and Dash, which tells of it a frame later, finds them asked. */
  document.addEventListener("click", function (event) {
    var input = event.target, chosen = window.purges.chosen;
    var holder = /^(checkbox|radio)$/.test(input.type) && input.closest("[data-control]");
    if (!holder || !chosen || chosen.visit !== visits) { return; }
    var on = Array.prototype.map.call(holder.querySelectorAll("input:checked"), function (one) { return one.value; });
    var side = holder.dataset.side, key = holder.dataset.control.slice(0, -side.length || undefined);
    var query = onSide(side, chosen.query, function (own) { return withHeld(own, key, holder, input.type === "radio" ? on[0] : on); });
    if (query === chosen.query) { return; }
    window.purges.chosen = Object.assign({}, chosen, { query: query });
    window.purges.wish();
  }, true);

  /* Bring the address's #chart into view, and hold it there while the charts above it find their height, until the reader moves. */
  var HELD = 3000; // milliseconds
  function atHash() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) { return; }
    for (var fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) { fold.open = true; }
    target.scrollIntoView();
    var holder = new ResizeObserver(function () { target.scrollIntoView(); });
    function leave() { holder.disconnect(); MOVES.forEach(function (move) { window.removeEventListener(move, leave); }); }
    MOVES.forEach(function (move) { window.addEventListener(move, leave, { passive: true }); });
    holder.observe(document.getElementById("main"));
    setTimeout(leave, HELD);
    target.focus({ preventScroll: true }); // so that the next Tab goes on from there
  }
  window.addEventListener("hashchange", atHash);
  var MOVES = ["wheel", "touchstart", "keydown", "pointerdown"];

  var visits = 0;
  var written = 0; // the visit whose page was last written for
  var at = ""; // the address that the page shown, or asked for, speaks of
  function here() { return location.pathname + location.search; }
  function visit() {
    visits += 1;
    at = here();
    return { path: window.purges.path(), search: location.search, width: window.purges.width(), count: visits };
  }

  /* Fetch a script once; a page that needs it is asked for when it has come. */
  var fetching = {};
  function fetched(address) {
    var here = document.querySelector("script[src='" + address + "']"); // the document brought it
    fetching[address] = fetching[address] || (here ? Promise.resolve() : new Promise(function (resolve) {
      var script = document.createElement("script");
      script.src = address;
      script.onload = script.onerror = resolve;
      document.head.appendChild(script);
    }));
    return fetching[address];
  }

  function reset() {
    if (!document.getElementById("reset")) { return; } // this page has nothing to reset
    var kept = location.search.slice(1).split("&").filter(function (part) { return /^(theme|lang|patterns)=/.test(part); }).join("&");
    history.replaceState(history.state, "", location.pathname + (kept ? "?" + kept : ""));
    window.dash_clientside.set_props("visit", { data: visit() });
  }

  window.addEventListener("_dashprivate_pushstate", function () { setTimeout(atHash, 0); }); // a link to a place on this very page
  document.addEventListener("click", function (event) {
    if (event.target.id === "reset") { reset(); }
  });
  window.purges.key("r", reset);

  window.purges.withParam = withParam;
  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    address: {
      visit: function (path, search, scripts) {
        var asked = visit();
        var needed = (scripts || {})[asked.path] || [];
        return needed.length ? Promise.all(needed.map(window.purges.at).map(fetched)).then(function () { return asked; }) : asked;
      },

      choose: choosing(""),
      chooseSecond: choosing("b"),

      write: function (chosen, ids) {
        var kept = window.purges.chosen;
        if (!chosen || chosen.visit !== visits || here() !== at) { // a late answer for a page that was left: it changes nothing of the next
          if (chosen && kept && kept.visit === visits && chosen.visit !== visits) { window.dash_clientside.set_props("selection", { data: kept }); }
          return ids.map(function () { return window.dash_clientside.no_update; });
        }
        var query = chosen.query;
        var wanted = location.pathname + (query ? "?" + query : "") + location.hash;
        if (wanted !== location.pathname + location.search + location.hash) { history.replaceState(history.state, "", wanted); }
        at = here();
        document.title = chosen.title || title;
        if (document.documentElement.lang !== chosen.lang) { document.documentElement.lang = chosen.lang; } // every style is looked up anew behind it
        window.purges.chosen = chosen;
        if (written !== visits) {
          written = visits;
          told = query;
          setTimeout(function () { window.purges.arrived(); atHash(); }, 0);
        } else {
          soon(window.purges.wish()).then(function () { shown(chosen); });
        }
        var own = chosen.own || []; // settings of this page alone: only a link that sets something else here keeps them
        var shared = own.reduce(function (rest, key) { return withParam(rest, key, ""); }, query);
        return ids.map(function (id) {
          var kept = id.param && own.indexOf(id.param) < 0 ? query : shared;
          if (id.param) { kept = withParam(kept, id.param, id.value); }
          var place = id.path.split("#");
          return window.purges.at(place[0]) + (kept ? "?" + kept : "") + (place[1] ? "#" + place[1] : "");
        });
      },

      mark: function (click) {
        var mark = click && click.points && click.points[0];
        return mark && mark.customdata ? mark.customdata.split("/").pop() : window.dash_clientside.no_update;
      }
    }
  });
})();
