// Elements, and the small things that every page of the console needs. What nodes and scripts say is text, never HTML.

export const at = (id) => document.getElementById(id);

/** An element with attributes and children. */
export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(key, value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ''));
  return made;
}

export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter(Boolean));
  return made;
}

/** Text in a picture. */
export function label(x, y, words, kind = '') {
  const made = svg('text', { x, y, class: kind });
  made.textContent = words;
  return made;
}

/** What a pointer that rests on it is told. */
export function hint(words) {
  const made = svg('title');
  made.textContent = words;
  return made;
}

const drawn = new Map();

/** Puts children into a place, unless what they are made of is the same as before: focus and clicks survive then. */
export function show(id, made, ...children) {
  const key = made === null ? null : JSON.stringify(made);
  if (key !== null && drawn.get(id) === key) return;
  drawn.set(id, key);
  const focused = document.activeElement?.dataset?.key;
  at(id).replaceChildren(...children.flat(Infinity).filter(Boolean));
  if (focused && !document.activeElement?.dataset?.key) focus(focused);
}

/** The element with this key, if it is there. */
export function focus(key) {
  document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

export const seconds = (value) => (value === undefined || value === null || value === '' ? ''
  : value >= 90 ? `${Math.round(value / 60)} min` : `${Number(value).toFixed(value < 1 ? 3 : 1)} s`);

export function span(past) {
  if (past < 90) return `${Math.round(past)} s`;
  if (past < 5400) return `${Math.round(past / 60)} min`;
  return past < 129600 ? `${Math.round(past / 3600)} h` : `${Math.round(past / 86400)} days`;
}

export const ago = (time) => `${span(Math.max(0, (Date.now() - Date.parse(time)) / 1000))} ago`;

/** An instant as the reader's own clock shows it; the exact one is its hint. */
export function when(time) {
  if (!time) return '';
  const at = new Date(time);
  const words = Date.now() - at < 86400000 ? at.toLocaleTimeString('en-GB') : at.toLocaleString('en-GB');
  return el('time', { datetime: time, title: time }, words);
}

export const plain = (word) => String(word ?? '').replace(/_/g, ' ');

/** For the eye and for screen readers. */
export function tell(words, kind = '') {
  at('told').textContent = words;
  at('told').className = `told ${kind}`;
}

/** A command as an operator types it, with a button that copies it. */
export function command(text) {
  const line = text.replace(/^on [^:]+: /, '');
  const where = text.slice(0, text.length - line.length);
  return el('span', { class: 'command' }, where ? el('span', { class: 'dim' }, where) : null, el('code', {}, line),
    el('button', { type: 'button', class: 'copy', 'aria-label': `Copy ${line}`, 'data-key': `copy ${text}`, click: () => copy(line) }, 'Copy'));
}

function copy(line) {
  const shown = () => tell(`to be copied by hand: ${line}`);
  if (navigator.clipboard) navigator.clipboard.writeText(line).then(() => tell(`copied: ${line}`), shown);
  else shown();
}

export const table = (name, heads, rows, empty = 'none') => (rows.length === 0 ? el('p', { class: 'dim' }, empty)
  : el('div', { class: 'scroll', role: 'region', 'aria-label': name, tabindex: '0' }, el('table', { 'aria-label': name },
    el('thead', {}, el('tr', {}, heads.map((head) => el('th', { scope: 'col' }, head)))), el('tbody', {}, rows))));

/** A row whose first cell names it. */
export const row = (first, ...cells) => el('tr', {}, el('th', { scope: 'row' }, first),
  cells.map((cell) => (cell instanceof HTMLTableCellElement ? cell : el('td', {}, cell))));

export const word = (text, kind) => el('td', {}, el('span', { class: `tag ${kind}` }, text));

export const pairs = (all) => el('dl', {}, all.filter(([, value]) => value !== '' && value !== null && value !== undefined)
  .map(([term, value]) => [el('dt', {}, term), el('dd', {}, value)]));

/** The last lines that a script printed. */
export const output = (words, most = 40) => (words.trim() === '' ? el('p', { class: 'dim' }, 'it printed nothing')
  : el('pre', { tabindex: '0' }, words.trimEnd().split('\n').slice(-most).join('\n')));

export const problem = (words) => el('p', { class: 'problem' }, words);
