/* What the grid of /data does in the browser: it writes numbers and days, names sources, counts rows, tells which row is chosen.
   Loaded after cards.js. */
(function () {
  "use strict";
  var functions = window.dashAgGridFunctions = window.dashAgGridFunctions || {};
  var components = window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};

  function written(iso, locale, options) {
    var parts = iso.split("-").map(Number);
    options.timeZone = "UTC";
    return new Intl.DateTimeFormat(locale, options).format(new Date(Date.UTC(parts[0], parts[1] - 1, parts[2] || 1)));
  }
  function names(params) {
    var known = params.context.names[params.colDef.field];
    return known && params.data && known[params.data[params.colDef.field]];
  }

  functions.grouped = function (params) {
    return params.value == null ? "" : new Intl.NumberFormat(params.context.locale).format(params.value);
  };
  functions.day = function (params) {
    if (!params.value) { return ""; }
    var known = params.data && params.data[params.colDef.field + "~"]; // where only the month or the year is known
    return known || written(params.value, params.context.locale, { day: "numeric", month: "long", year: "numeric" });
  };
  functions.month = function (params) {
    return params.value ? written(params.value, params.context.locale, { month: "long", year: "numeric" }) : "";
  };
  /* A month is found by 1937-08 and by its name. */
  functions.monthSearched = function (params) {
    var value = params.data[params.colDef.field];
    return value ? value + " " + functions.month({ value: value, context: params.context }) : null;
  };
  functions.nameOf = function (params) { var known = names(params); return known ? known[0] : null; };

  function formatted(params) {
    var format = params.colDef.valueFormatter;
    return typeof format === "function" ? format(params) : params.value;
  }
  functions.searched = function (params) {
    return params.value == null ? "" : params.value + " " + formatted(params);
  };
  /* A short cell is seen whole; a long one, or one that stands for more, is told in full. */
  functions.whole = function (params) {
    var known = names(params);
    if (known) { return known[1]; }
    return typeof params.value === "string" && params.value.length > 20 ? params.value : null;
  };
  /* Arrow keys move inside the grid; Tab leaves it, and is not led through every cell. */
  functions.leave = function () { return false; };
  functions.page = function () { return document.getElementById("main"); };

  functions.purgesTheme = function (base) {
    return base.withParams({
      backgroundColor: "var(--card)", foregroundColor: "var(--ink)", textColor: "var(--ink)", borderColor: "var(--grid)",
      headerBackgroundColor: "var(--paper)", headerTextColor: "var(--ink)", accentColor: "var(--accent)", chromeBackgroundColor: "var(--paper)",
      rowHoverColor: "var(--span)", selectedRowBackgroundColor: "color-mix(in srgb, var(--accent) 16%, var(--card))", menuBackgroundColor: "var(--card)",
      fontFamily: "var(--sans)", headerFontWeight: 600, browserColorScheme: "inherit",
      fontSize: "calc(var(--base-size) * .88)", wrapperBorderRadius: 0, borderRadius: 2, spacing: 6
    });
  };

  function grid() {
    var shown = document.querySelector(".grid");
    return shown && window.dash_ag_grid.getApi(JSON.parse(shown.id));
  }
  document.addEventListener("input", function (event) {
    if (event.target.id === "table-search" && grid()) { grid().setGridOption("quickFilterText", event.target.value); }
  });
  document.addEventListener("click", function (event) {
    if (event.target.id === "close-row" && grid()) { grid().deselectAll(); }
  });

  functions.count = function (params) {
    var shown = document.getElementById("table-count");
    if (!shown) { return; }
    var locale = params.context.locale;
    var total = 0;
    params.api.forEachNode(function () { total += 1; });
    shown.textContent = params.context.count
      .replace("{shown}", new Intl.NumberFormat(locale).format(params.api.getDisplayedRowCount()))
      .replace("{total}", new Intl.NumberFormat(locale).format(total));
  };

  /* An address that names a row opens with the grid, and the row below it, in view; the list of tables, at the one chosen. */
  var arrived = window.purges.arrived;
  window.purges.arrived = function () {
    arrived();
    var tools = document.getElementById("table-tools");
    var here = document.querySelector(".others-nav .here");
    if (tools && /[?&]row=/.test(location.search) && !location.hash) { tools.scrollIntoView(); }
    if (here) { here.closest("nav").scrollTop = here.offsetTop - window.innerHeight / 2; }
  };

  function show(panel) {
    var below = panel && panel.getBoundingClientRect().top - window.innerHeight * 0.8;
    if (below > 0) { window.scrollBy(0, below); }
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    grid: {
      chosen: function (selected) {
        var rows = selected[0];
        if (!rows) { return window.dash_clientside.no_update; }
        if (rows.ids) { return rows.ids[0] || ""; }
        if (rows.length) { setTimeout(show, 300, document.querySelector(".row-in-full")); }
        return rows.length ? rows[0].row : "";
      }
    }
  });

  components.Address = function (props) {
    if (!props.value) { return null; }
    var host;
    try { host = new URL(props.value).host; } catch (error) { host = props.value; }
    return window.React.createElement(
      "a", { href: props.value, target: "_blank", rel: "noopener noreferrer", title: props.value }, host
    );
  };
})();
