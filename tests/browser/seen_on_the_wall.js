/* What a class sees of the step in view: its least type in pixels, words cut off, words on words. */
() => {
  const slide = document.querySelector('.slide.now');
  const drawing = slide.querySelector('.drawing.now') || slide.querySelector('.drawing');
  const chart = slide.querySelector('.chart');
  const found = {
    step: Number(slide.dataset.step), heading: slide.querySelector('h1, h2').textContent,
    texts: [], least: Infinity, clipped: [], overlaps: []
  };
  for (const element of slide.querySelectorAll('.head :is(h2, p)')) {
    const box = element.getBoundingClientRect();
    if (!box.width || !element.textContent.trim()) { continue; }
    found.least = Math.min(found.least, parseFloat(getComputedStyle(element).fontSize));
    if (box.right > innerWidth + 1 || element.scrollWidth > element.clientWidth + 1 || (chart && box.bottom > chart.getBoundingClientRect().top + 1)) { found.clipped.push(element.textContent); }
  }
  if (!drawing) { return found; }
  const within = chart.getBoundingClientRect();
  const scale = drawing.getBoundingClientRect().width / drawing.offsetWidth;
  for (const text of drawing.querySelectorAll('text')) {
    const lines = text.querySelectorAll('tspan.line').length ? [...text.querySelectorAll('tspan.line')] : [text];
    for (const line of lines) {
      if (!line.textContent.trim()) { continue; }
      const box = line.getBoundingClientRect();
      if (!box.width || !box.height) { continue; }
      found.least = Math.min(found.least, parseFloat(getComputedStyle(line).fontSize) * scale);
      if (box.left < within.left - 2 || box.right > within.right + 2 || box.top < within.top - 2 || box.bottom > within.bottom + 4) { found.clipped.push(line.textContent); }
      found.texts.push([line.textContent, box.left, box.top, box.right, box.bottom]);
    }
  }
  found.texts.forEach((one, at) => found.texts.slice(at + 1).forEach(other => {
    const wide = Math.min(one[3], other[3]) - Math.max(one[1], other[1]);
    const high = Math.min(one[4], other[4]) - Math.max(one[2], other[2]);
    const least = Math.min(one[4] - one[2], other[4] - other[2]);
    if (wide > 3 && high > least * 0.35 && one[0] !== other[0]) { found.overlaps.push(one[0] + ' | ' + other[0]); }
  }));
  found.texts = found.texts.length;
  return found;
}
