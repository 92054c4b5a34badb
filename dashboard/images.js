// kaleido calls Plotly.toImage: for pixels and PDF the fonts must be inside the image, and the size must be exact.
(() => {
  // for PDF: chrome prints a pattern as a large image for every bar, so its lines and dots are laid out one by one
  const tiled = text => {
    const host = document.createElement('div');
    host.innerHTML = text;
    const make = name => document.createElementNS(host.firstChild.namespaceURI, name);
    document.body.append(host);
    [...host.querySelectorAll('[style*="fill: url("]')].forEach((shape, number) => {
      const pattern = host.querySelector('#' + CSS.escape(shape.style.fill.match(/#([^"')]+)/)[1]));
      if (pattern?.tagName !== 'pattern') { return; }
      const box = shape.getBBox(), [width, height] = ['width', 'height'].map(side => parseFloat(pattern.getAttribute(side)));
      const clip = make('clipPath'), tiles = make('g');
      clip.id = `tile-${number}`;
      clip.append(shape.cloneNode());
      tiles.setAttribute('clip-path', `url(#tile-${number})`);
      for (const part of pattern.children) {
        if (part.tagName === 'rect') {
          const ground = part.cloneNode();
          ['x', 'y', 'width', 'height'].forEach(name => ground.setAttribute(name, box[name]));
          tiles.append(ground);
          continue;
        }
        for (let x = Math.floor(box.x / width) * width; x < box.x + box.width; x += width) {
          for (let y = Math.floor(box.y / height) * height; y < box.y + box.height; y += height) {
            const mark = part.cloneNode();
            mark.setAttribute('transform', `translate(${x},${y})`);
            tiles.append(mark);
          }
        }
      }
      shape.before(clip, tiles);
      shape.style.fill = 'none';
    });
    const done = new XMLSerializer().serializeToString(host.firstChild);
    host.remove();
    return done;
  };
  const plain = Plotly.toImage, picture = window.purgesPicture;
  Object.defineProperty(picture, 'plain', { value: plain });
  Plotly.toImage = async (figure, { format, width, height, scale, imageDataOnly }) => {
    const svg = await picture.svg(figure, width, height, scale);
    if (format === 'svg' && imageDataOnly) { return svg; }
    await picture.ready(window.purgesFonts);
    if (format === 'svg') { return picture.address(tiled(picture.withFonts(svg, window.purgesFonts))); }
    return (await picture.canvas(svg, window.purgesFonts)).toDataURL(`image/${format}`).split(',')[1];
  };
})();
