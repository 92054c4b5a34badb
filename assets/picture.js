// How a drawn figure becomes a file: the same steps for whoever takes a picture from a page and for the command line.
// The fonts are written into what is turned into pixels, because an image cannot see those of its page. Nor does it wait for them: the
// first images of a page that need a face are drawn without it. So every face is tried until it shows.
window.purgesPicture = {
  // The figure as SVG text; text stays text. Sizes in layout pixels; zoom is how many pixels of the file one of them takes.
  async svg(figure, width, height, zoom) {
    const options = { format: 'svg', width, height, imageDataOnly: true };
    const data = figure.data.map((trace, place) => ({ uid: `trace${place}`, ...trace }));  // otherwise drawn by lot, and no file like another
    const text = await window.purgesPicture.plain({ data, layout: figure.layout, config: figure.config || {} }, options);
    const drawn = text.match(/<defs id="defs-(\w+)"/)[1];  // drawn by lot as well
    const size = ` width="${Math.round(width * zoom)}" height="${Math.round(height * zoom)}" viewBox="0 0 ${width} ${height}">`;
    return text.replaceAll(drawn, 'figure').replace(/<svg\b[^>]*>/, tag => tag.replace(/ (?:width|height|viewBox)="[^"]*"/g, '').replace(/>$/, size));
  },
  withFonts(svg, fonts) {
    return fonts ? svg.replace(/(<svg\b[^>]*>)/, `$1<style>${fonts}</style>`) : svg;
  },
  address(svg) {
    return 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(svg);
  },
  // Settles when the faces of the fonts show in images: words in each face look other than in the face that stands in for it.
  ready(fonts) {
    const own = window.purgesPicture;
    if (fonts && own.tried !== fonts) {
      own.tried = fonts;
      own.shown = own.tryFaces(fonts);
    }
    return own.shown;
  },
  async tryFaces(fonts) {
    const own = window.purgesPicture, line = 24, most = 40;
    const faces = fonts.match(/@font-face ?{[^}]*}/g).map(face => {
      const [family, weight] = ['family', 'weight'].map(part => face.match(`font-${part}: ?([^;]+)`)[1].replace(/['"]/g, ''));
      const [, from] = face.match(/U\+([0-9A-F]+)-/) || [0, '41'];
      const first = Math.max(parseInt(from, 16), 0x40) + 0x12; // past the signs with which a range begins
      return `font-family='${family}, monospace' font-weight='${weight}'>&#${first};&#${first + 1};&#${first + 2};`;
    });
    const words = faces.map((face, place) => `<text x="2" y="${line * (place + 0.7)}" font-size="18" ${face}</text>`).join('');
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="99" height="${line * faces.length}">${words}</svg>`;
    const seen = async text => {
      const canvas = await own.drawn(text), row = canvas.width * line * 4;
      const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
      return faces.map((_, place) => pixels.slice(place * row, (place + 1) * row).join());
    };
    const without = await seen(svg);
    for (let time = 0; time < most; time += 1) {
      const now = await seen(own.withFonts(svg, fonts));
      if (now.every((pixels, place) => pixels !== without[place])) { return; }
      await new Promise(done => setTimeout(done, 10));
    } // a face that looks like the one that stands in for it is no loss
  },
  // A canvas of exactly the size that the SVG states, with these fonts; without a ground it is transparent.
  async canvas(svg, fonts) {
    await window.purgesPicture.ready(fonts);
    return window.purgesPicture.drawn(window.purgesPicture.withFonts(svg, fonts));
  },
  async drawn(svg) {
    const image = new Image();
    image.src = window.purgesPicture.address(svg);
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas;
  },
  get plain() { return window.Plotly.toImage; },
};
