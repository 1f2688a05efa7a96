// The console draws what the agent's API says, and changes nothing but by the operator's calls of the same API.
import { at, el, problem, show, tell } from './page.js';
import { recognise, session } from './api.js';
import { drawSession, prepare } from './actions.js';
import { learn, news, state, summary, weigh } from './model.js';
import { drawNow, nextNode } from './now.js';
import { drawTimeline } from './timeline.js';
import { drawRuns } from './runs.js';
import { drawScripts } from './scripts.js';
import { drawStorage } from './storage.js';
import { drawFound, drawHistory } from './history.js';
import { drawChosen, drawSettings } from './settings.js';
import { drawHelp } from './help.js';

const STALE_AFTER_MS = 5000;

const PAGES = { now: async () => {}, runs: drawRuns, scripts: drawScripts, storage: drawStorage, history: drawHistory, settings: drawSettings, help: drawHelp };
const SEARCHES = { now: 'find', history: 'words', settings: 'setting' };

// ---- the top

function drawHead() {
  const { view } = state;
  const { word, lamp } = summary(view);
  at('word').textContent = word;
  at('word').className = `word ${lamp}`;
  show('answer', [view.nodes_ok, view.nodes.length, view.addresses_served, view.addresses.length, view.leader, view.run_in_progress],
    el('span', {}, el('b', {}, `${view.nodes_ok}/${view.nodes.length}`), ' nodes OK'), el('span', {}, el('b', {}, `${view.addresses_served}/${view.addresses.length}`), ' addresses'),
    el('span', {}, 'leader ', el('b', {}, view.leader || 'none')), view.run_in_progress ? el('span', { class: 'tag warn' }, 'run in progress') : null);
  document.title = `${word} - Baton on ${view.self}`;
  at('lamp').href = `console/lamp.svg#${lamp}`;
}

/** Grey, and says since when, rather than lying. */
function drawAge() {
  const silent = Date.now() - state.heard;
  const stale = state.heard === 0 || silent > STALE_AFTER_MS;
  document.body.classList.toggle('stale', stale);
  const self = state.view ? state.view.self : 'the agent';
  at('age').textContent = state.heard === 0 ? 'not heard yet' : stale ? `last heard ${Math.round(silent / 1000)} s ago from ${self}` : `live from ${self}`;
  if (stale && state.view && !document.title.startsWith('?')) {
    document.title = `? - Baton on ${self}`;
    at('lamp').href = 'console/lamp.svg#unknown';
    tell(`nothing is heard from ${self} any more`, 'bad');
  }
}

function draw() {
  if (!state.view) return;
  state.role = session.role;
  drawHead();
  if (state.page === 'now') drawNow();
}

// ---- pages

/** The page that the address names; a token never stands there. */
async function turn() {
  const [page, about] = location.hash.slice(1).split('/').map(decodeURIComponent);
  if (page && !PAGES[page]) return;
  Object.assign(state, { page: page || 'now', about: about ?? '' });
  for (const each of Object.keys(PAGES)) at(`page-${each}`).hidden = each !== state.page;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.dataset.page === state.page) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  await refresh();
  draw();
}

async function refresh() {
  at('lost').replaceChildren();
  try {
    await PAGES[state.page]();
  } catch (lost) {
    at('lost').replaceChildren(problem(lost.message));
  }
}

function go(page) {
  location.hash = page;
}

// ---- living

function heard(text) {
  const before = state.view;
  const view = weigh(JSON.parse(text));
  Object.assign(state, { heard: Date.now(), view, text });
  const told = before ? news(before, view) : [];
  if (told.length > 0) at('news').textContent = `${told.join(', ')}.`;
  draw();
  drawAge();
  learn(draw).catch((lost) => tell(lost.message, 'bad'));
  if (!before && state.page !== 'now') refresh();
}

function listen() {
  const source = new EventSource('api/v1/events');
  source.addEventListener('view', (event) => heard(event.data));
  source.addEventListener('beat', () => {
    state.heard = Date.now();
    if (state.view?.doubted) heard(state.text);
    else if (document.title.startsWith('?')) draw();
    drawAge();
  });
}

function keys(event) {
  if (event.target.matches('input, select, textarea') || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  const pages = Object.keys(PAGES);
  if (event.key === '/') {
    event.preventDefault();
    if (!SEARCHES[state.page]) go('now');
    at(SEARCHES[state.page] ?? 'find').focus();
  } else if (event.key === '?') go('help');
  else if (event.key >= '1' && event.key <= String(pages.length)) go(pages[Number(event.key) - 1]);
  else if (event.key === 'j' || event.key === 'k') next(event.key === 'j' ? 1 : -1);
}

/** The next row: of the nodes, or of what the page lists. */
function next(step) {
  if (state.page === 'now') {
    if (state.view) nextNode(step);
    return;
  }
  const rows = [...document.querySelectorAll(`#page-${state.page} [data-row]`)];
  const from = rows.indexOf(document.activeElement);
  rows[(from + step + rows.length) % rows.length]?.focus();
}

function begin() {
  const later = (id, event, act) => at(id).addEventListener(event, act);
  document.addEventListener('keydown', keys);
  window.addEventListener('hashchange', turn);
  window.addEventListener('resize', () => { if (state.view && state.page === 'now') drawTimeline(); });
  later('find', 'input', () => { state.find = at('find').value; draw(); });
  later('zoom', 'change', () => { state.zoom = Number(at('zoom').value); draw(); learn(draw).catch((lost) => tell(lost.message, 'bad')); });
  later('words', 'input', drawFound);
  later('setting', 'input', drawChosen);
  later('only-own', 'change', drawChosen);
  for (const id of ['since', 'about-node', 'scripts-of', 'settings-of']) later(id, 'change', refresh);
  prepare(() => { draw(); refresh(); });
  setInterval(drawAge, 1000);
  setInterval(() => { if (state.view && state.page === 'now') drawTimeline(); }, 15000);
  setInterval(() => { if (['runs', 'storage'].includes(state.page) && !document.querySelector('main details[open]')) refresh(); }, 10000);
}

begin();
listen();
turn();
drawAge();
identify();

/** Whoever signed in before this page was loaded again. */
async function identify() {
  try {
    await recognise();
  } catch (lost) {
    session.problem = lost.message;
  }
  drawSession();
  draw();
  if (session.problem) tell(session.problem, 'bad');
}
