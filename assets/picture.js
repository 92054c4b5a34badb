// How a drawn figure becomes a file: the same steps for whoever takes a picture from a page and for the command line.
// The fonts are written into what is turned into pixels, because an image cannot see those of its page.
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
  // A canvas of exactly the size that the SVG states; without a ground it is transparent.
  async canvas(svg) {
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
