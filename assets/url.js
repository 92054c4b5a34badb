/* The address and the view say the same. The address is rewritten, never pushed, when a filter changes; links push. */
(function () {
  "use strict";
  var STEP = 20; // pixels: a resize inside one step draws nothing anew
  var title = document.title;

  function width() {
    var probe = document.getElementById("measure-width");
    return Math.max(STEP, Math.floor((probe ? probe.clientWidth : window.innerWidth) / STEP) * STEP);
  }

  /* Put key=value into a query string, readable as it is; an empty value takes the key out. */
  function withParam(query, key, value) {
    var parts = query.split("&").filter(function (part) { return part && part.split("=")[0] !== key; });
    if (value) { parts.push(key + "=" + value); }
    return parts.join("&");
  }

  function atHash() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) { target.scrollIntoView(); }
  }

  var sized = 0;
  var waiting;
  window.addEventListener("resize", function () {
    clearTimeout(waiting);
    waiting = setTimeout(function () {
      if (width() !== sized && document.getElementById("main")) {
        sized = width();
        window.dash_clientside.set_props("viewport", { data: { width: sized } });
      }
    }, 150);
  });

  var visits = 0;
  var scrolled = 0; // the visit for which the address's #chart was last scrolled to
  function visit() {
    sized = width();
    visits += 1;
    return { path: location.pathname, search: location.search, width: sized, count: visits };
  }

  document.addEventListener("click", function (event) {
    if (event.target.id !== "reset") { return; }
    var kept = location.search.slice(1).split("&").filter(function (part) { return /^(theme|lang)=/.test(part); }).join("&");
    history.replaceState(history.state, "", location.pathname + (kept ? "?" + kept : ""));
    window.dash_clientside.set_props("visit", { data: visit() });
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    address: {
      visit: visit,

      write: function (chosen, ids) {
        if (!chosen) { return ids.map(function () { return window.dash_clientside.no_update; }); }
        var query = chosen.query;
        var wanted = location.pathname + (query ? "?" + query : "") + location.hash;
        if (wanted !== location.pathname + location.search + location.hash) { history.replaceState(history.state, "", wanted); }
        document.title = chosen.title || title;
        document.documentElement.lang = chosen.lang;
        if (scrolled !== visits) { scrolled = visits; setTimeout(atHash, 0); }
        return ids.map(function (id) {
          var own = query;
          if (id.param) { own = withParam(own, id.param, id.value); }
          return id.path + (own ? "?" + own : "");
        });
      },

      mark: function (click) {
        var mark = click && click.points && click.points[0];
        return mark && mark.customdata ? mark.customdata.split("/").pop() : window.dash_clientside.no_update;
      }
    }
  });
})();
