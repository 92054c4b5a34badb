/* A chart is taken away: #export=<chart> opens the dialog, the server arranges the picture, this browser makes the file. */
(function () {
  "use strict";
  var PLACE = "#export=";
  var QUIET = 120; // milliseconds without a change before a picture is ordered
  var held = null; // what was last drawn: the server's answer, its settings and SVGs
  var pushed = false; // whether opening the dialog put an entry into the history
  var plain = null; // title and subtitle as the dialog opened with them
  var orders = 0, count = 0, waiting, fonts;

  function inside() { return document.querySelector(".take-inside"); }
  function give(id, props) { window.dash_clientside.set_props(id, props); }
  function say(text) { if (inside()) { give("take-said", { children: text }); } }

  function words(name, values) {
    var line = inside().dataset.words.split("\n").map(function (line) { return line.split("\t"); }).find(function (pair) { return pair[0] === name; });
    return line[1].replace(/{(\w+)}/g, function (_, key) { return values[key]; });
  }

  /* Open for the chart that the address names, if it stands on this page; close when the address no longer names one. */
  function follow() {
    var chart = location.hash.indexOf(PLACE) === 0 && location.hash.slice(PLACE.length);
    if (chart && document.querySelector(".card[data-chart='" + CSS.escape(chart) + "']")) {
      count += 1;
      plain = null;
      give("taken", { data: { chart: chart, count: count } });
    } else if (inside()) {
      give("take", { opened: false });
    }
  }
  window.addEventListener("hashchange", follow);
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href^='" + PLACE + "']");
    if (link) { pushed = true; }
  });
  var arrived = window.purges.arrived;
  window.purges.arrived = function () {
    arrived();
    pushed = false;
    if (location.hash.indexOf(PLACE) === 0) { follow(); }
  };

  function query(set) {
    var own = { size: set.size, pixels: set.pixels, look: set.look, terms: (set.terms || []).join(",") };
    if (set.size === "custom") { own.size = (set.width || 0) + (set.height ? "x" + set.height : "") + set.unit; }
    ["title", "subtitle", "credit", "footnote"].forEach(function (name) { own[name] = (set[name] || "").trim(); });
    ["title", "subtitle"].forEach(function (name) { if (own[name] === plain[name].trim()) { own[name] = ""; } }); // what stands there anyway is not sent
    var chosen = window.purges.withParam(window.purges.chosen.query, "theme", { dark: "dark", print: "print" }[set.look] || "");
    if (set.lang) { chosen = window.purges.withParam(chosen, "lang", set.lang === "en" ? "" : set.lang); }
    var parts = Object.keys(own).filter(function (name) { return own[name]; });
    return chosen.split("&").concat(parts.map(function (name) { return name + "=" + encodeURIComponent(own[name]); })).filter(Boolean).join("&");
  }

  function asJson(response) {
    return response.json().then(function (content) {
      if (!response.ok) { throw new Error(content.error); }
      return content;
    });
  }

  function plotly() {
    return new Promise(function (resolve) {
      (function look() { if (window.Plotly) { resolve(); } else { setTimeout(look, 50); } })();
    });
  }

  function typefaces() {
    fonts = fonts || fetch(window.purges.at("/fonts.css")).then(function (response) { return response.text(); });
    return fonts;
  }

  function measures(picture) { return picture.width + " × " + picture.height; }

  function draw(set) {
    var mine = (orders += 1);
    var asked = query(set);
    say(words("drawing"));
    return Promise.all([fetch(window.purges.at("/charts/") + set.chart + "/picture.json?" + asked).then(asJson), typefaces(), plotly()]).then(function (found) {
      var answer = found[0];
      return Promise.all(answer.pictures.map(function (picture) {
        return window.purgesPicture.svg(picture.figure, picture.layout[0], picture.layout[1], picture.zoom);
      }).concat(window.purgesPicture.ready(found[1]))).then(function (made) {
        var svgs = made.slice(0, answer.pictures.length);
        if (mine !== orders || !inside() || inside().dataset.chart !== set.chart) { return; }
        held = Object.assign(answer, { chart: set.chart, set: set, asked: asked, svgs: svgs, fonts: found[1] });
        show();
      });
    }).catch(function (error) {
      if (mine === orders && inside()) { inside().dataset.drawn = ""; say(words("failed", { reason: error.message })); }
    });
  }

  function show() {
    var box = document.getElementById("take-preview");
    box.querySelectorAll("img").forEach(function (image) { URL.revokeObjectURL(image.src); });
    box.replaceChildren.apply(box, held.pictures.map(function (picture, place) {
      var figure = document.createElement("figure");
      var image = new Image(picture.width, picture.height);
      image.src = URL.createObjectURL(new Blob([window.purgesPicture.withFonts(held.svgs[place], held.fonts)], { type: "image/svg+xml" }));
      image.alt = held.copy.alt;
      figure.appendChild(image);
      if (picture.part) { figure.appendChild(document.createElement("figcaption")).textContent = picture.part; }
      return figure;
    }));
    inside().dataset.drawn = held.asked || "plain";
    label();
    var dropped = held.dropped.join(", ");
    say((dropped ? words("dropped", { names: dropped }) + " " : "") + words("drawn", { size: held.pictures.map(measures).join(", ") }));
  }

  function label() {
    var format = held.set.format.toUpperCase().replace("WEBP", "WebP");
    var many = held.pictures.length > 1;
    give("take-file", { children: words(many ? "take_files" : "take_file", { format: format, count: held.pictures.length, size: measures(held.pictures[0]) }) });
  }

  /* What a PNG says of itself stands behind its header: resolution, then texts, in the order of the server. */
  var SUMS = new Uint32Array(256).map(function (_, byte) {
    for (var bit = 0; bit < 8; bit += 1) { byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1; }
    return byte;
  });
  function chunk(kind, content) {
    var bytes = new Uint8Array(content.length + 12), view = new DataView(bytes.buffer), sum = 0xffffffff;
    view.setUint32(0, content.length);
    for (var at = 0; at < 4; at += 1) { bytes[4 + at] = kind.charCodeAt(at); }
    bytes.set(content, 8);
    for (at = 4; at < bytes.length - 4; at += 1) { sum = SUMS[(sum ^ bytes[at]) & 255] ^ (sum >>> 8); }
    view.setUint32(bytes.length - 4, ~sum);
    return bytes;
  }
  function utf8(text) { return new TextEncoder().encode(text); }

  function pngWith(bytes, said) {
    var view = new DataView(bytes.buffer), parts = [bytes.subarray(0, 8)];
    for (var at = 8; at < bytes.length;) {
      var end = at + 12 + view.getUint32(at), kind = String.fromCharCode.apply(null, bytes.subarray(at + 4, at + 8));
      if (["tEXt", "zTXt", "iTXt", "pHYs", "tIME"].indexOf(kind) < 0) { parts.push(bytes.subarray(at, end)); }
      if (kind === "IHDR") {
        var resolution = new DataView(new ArrayBuffer(9));
        [0, 4].forEach(function (place) { resolution.setUint32(place, said.per_metre); });
        resolution.setUint8(8, 1);
        parts.push(chunk("pHYs", new Uint8Array(resolution.buffer)));
        Object.keys(said.texts).forEach(function (keyword) { parts.push(chunk("iTXt", utf8(keyword + "\0\0\0\0\0" + said.texts[keyword]))); });
      }
      at = end;
    }
    return new Blob(parts, { type: "image/png" });
  }

  /* The extended form of WebP holds XMP behind the picture. */
  function webpWith(bytes, xmp, picture) {
    var view = new DataView(bytes.buffer), parts = [], alpha = false, extended = false;
    for (var at = 12; at + 8 <= bytes.length;) {
      var kind = String.fromCharCode.apply(null, bytes.subarray(at, at + 4)), size = view.getUint32(at + 4, true);
      if (kind === "VP8X") { extended = true; bytes[at + 8] |= 4; }
      if (kind === "VP8L") { alpha = (bytes[at + 12] & 16) > 0; }
      parts.push(bytes.subarray(at, at + 8 + size + (size & 1)));
      at += 8 + size + (size & 1);
    }
    function part(kind, content) {
      var made = new Uint8Array(8 + content.length + (content.length & 1));
      made.set(utf8(kind));
      new DataView(made.buffer).setUint32(4, content.length, true);
      made.set(content, 8);
      return made;
    }
    if (!extended) {
      var head = new Uint8Array(10);
      head[0] = 4 | (alpha ? 16 : 0);
      [picture.width - 1, picture.height - 1].forEach(function (side, place) {
        for (var byte = 0; byte < 3; byte += 1) { head[4 + 3 * place + byte] = (side >> (8 * byte)) & 255; }
      });
      parts.unshift(part("VP8X", head));
    }
    parts.push(part("XMP ", utf8(xmp)));
    var length = parts.reduce(function (sum, one) { return sum + one.length; }, 4), riff = new Uint8Array(12);
    riff.set(utf8("RIFF"));
    new DataView(riff.buffer).setUint32(4, length, true);
    riff.set(utf8("WEBP"), 8);
    return new Blob([riff].concat(parts), { type: "image/webp" });
  }

  function svgWith(svg, said) {
    var end = svg.indexOf(">"), opening = svg.slice(0, end);
    ["width", "height"].forEach(function (side, place) {
      if (said.sides && said.sides[place]) { opening = opening.replace(new RegExp("\\b" + side + '="[^"]*"'), side + '="' + said.sides[place] + '"'); }
    });
    opening += ' xml:space="preserve" role="img" aria-labelledby="title desc" xml:lang="' + said.language + '">';
    return new Blob(['<?xml version="1.0" encoding="UTF-8"?>\n', opening, said.head, svg.slice(end + 1), "\n"], { type: "image/svg+xml" });
  }

  function pixels(place, kind) {
    return window.purgesPicture.canvas(held.svgs[place], held.fonts).then(function (canvas) {
      return new Promise(function (resolve) { canvas.toBlob(resolve, kind, 1); }).then(function (blob) {
        if (!blob) { throw new Error(words("too_large")); }
        if (blob.type !== kind) { throw new Error(words("unsupported", { format: kind })); }
        return blob.arrayBuffer().then(function (buffer) { return new Uint8Array(buffer); });
      });
    });
  }

  var MAKE = {
    png: function (place) { return pixels(place, "image/png").then(function (bytes) { return pngWith(bytes, held.png); }); },
    webp: function (place) {
      return pixels(place, "image/webp").then(function (bytes) { return webpWith(bytes, held.png.texts["XML:com.adobe.xmp"], held.pictures[place]); });
    },
    svg: function (place) { return Promise.resolve(svgWith(held.svgs[place], held.svg)); },
    pdf: function (place) {
      return fetch(window.purges.at("/charts/") + held.chart + "/picture.pdf?" + held.asked + "&part=" + (place + 1)).then(function (response) {
        return response.ok ? response.blob() : asJson(response);
      });
    }
  };

  function save(blob, name) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
  }

  /* Without a chrome on the server the browser prints: a page as large as the picture, and nothing else on it. */
  function print() {
    var frame = document.createElement("iframe");
    frame.className = "unseen";
    frame.title = held.png.texts.Title;
    frame.srcdoc = "<!DOCTYPE html><title></title><style>" + held.fonts + "@page{size:" + held.page.join(" ") + ";margin:0}body{margin:0}" +
      "svg{display:block;width:" + held.page[0] + ";height:" + held.page[1] + ";break-after:page}svg:last-child{break-after:auto}</style>" + held.svgs.join("");
    frame.onload = function () {
      frame.contentDocument.title = held.pictures[0].name;
      frame.contentDocument.fonts.ready.then(function () { frame.contentWindow.print(); say(words("printed")); });
    };
    document.querySelectorAll("iframe.unseen").forEach(function (old) { old.remove(); });
    inside().appendChild(frame);
  }

  function takeFile() {
    var format = held.set.format, names = [];
    if (format === "pdf" && inside().dataset.pdf === "print") { print(); return; }
    held.pictures.reduce(function (before, picture, place) {
      return before.then(function () { return MAKE[format](place); }).then(function (blob) {
        names.push(picture.name + "." + format);
        save(blob, picture.name + "." + format);
      });
    }, Promise.resolve()).then(function () { say(words("saved", { name: names.join(", ") })); }, function (error) { say(words("failed", { reason: error.message })); });
  }

  function copy(button) {
    var name = button.dataset.copies;
    var done = !navigator.clipboard ? Promise.reject(new Error()) : name === "image"
      ? navigator.clipboard.write([new window.ClipboardItem({ "image/png": MAKE.png(0) })])
      : navigator.clipboard.writeText(held.copy[name]);
    done.then(function () { say(words("copied") + ": " + button.textContent); }, function () { say(words("no_clipboard")); });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest(".take-inside button");
    if (!button || !held || !inside() || held.chart !== inside().dataset.chart) { return; }
    if (button.id === "take-file") { takeFile(); } else if (button.dataset.copies) { copy(button); }
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    take: {
      order: function order(values, ids) {
        if (!inside()) { setTimeout(order, 50, values, ids); return null; } // the controls are there before the dialog stands
        var set = { chart: inside().dataset.chart };
        ids.forEach(function (id, place) { set[id.field] = values[place]; });
        if (!plain) { plain = { title: set.title, subtitle: set.subtitle }; }
        Object.assign(inside().dataset, { size: set.size, format: set.format, look: set.look });
        if (held && held.chart === set.chart && held.asked === query(set)) { held.set = set; label(); return null; }
        clearTimeout(waiting);
        waiting = setTimeout(draw, QUIET, set);
        return null;
      },

      closed: function (opened) {
        if (opened) { return; }
        held = null;
        if (location.hash.indexOf(PLACE) !== 0) { return; }
        if (pushed) { pushed = false; history.back(); } else { history.replaceState(history.state, "", location.pathname + location.search); }
      }
    }
  });
})();
