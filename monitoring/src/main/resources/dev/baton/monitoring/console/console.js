// The console reads and never changes anything. It draws what api/v1/view says, as server-sent events bring it.
'use strict';

const STALE_AFTER_MS = 5000;
const MOST_COLUMNS = 40;
const TIMELINE_MS = 30 * 60 * 1000;
const MOST_FACTS = 5000;

const state = { view: null, facts: new Map(), heard: 0, chosen: null, page: 'now', find: '', run: null };

// ---- small things

const at = (id) => document.getElementById(id);

/** An element with attributes and children; text is never read as HTML. */
function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'click') made.addEventListener('click', value);
    else if (value !== null && value !== false) made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const show = (id, ...children) => at(id).replaceChildren(...children);

const seconds = (value) => (value === undefined ? '' : `${value.toFixed(value < 1 ? 3 : 1)} s`);

function ago(time) {
  const past = Math.max(0, (Date.now() - Date.parse(time)) / 1000);
  if (past < 90) return `${Math.round(past)} s ago`;
  if (past < 5400) return `${Math.round(past / 60)} min ago`;
  return past < 129600 ? `${Math.round(past / 3600)} h ago` : `${Math.round(past / 86400)} days ago`;
}

/** A command as an operator types it, with a button that copies it. */
function command(text) {
  const line = text.replace(/^on [^:]+: /, '');
  const where = text.slice(0, text.length - line.length);
  const copy = el('button', { type: 'button', 'aria-label': `Copy ${line}`,
    click: () => copied(line) }, 'Copy');
  return el('span', { class: 'command' }, where, el('code', {}, line), copy);
}

function copied(line) {
  const done = () => tell(`copied: ${line}`);
  if (navigator.clipboard) navigator.clipboard.writeText(line).then(done, () => tell(line));
  else tell(line);
}

/** For the eye and for screen readers. */
function tell(words) {
  at('told').textContent = words;
}

function table(heads, rows) {
  return el('table', {}, el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { scope: 'col' }, head)))),
    el('tbody', {}, ...rows));
}

const row = (...cells) => el('tr', {}, ...cells.map((cell) => el('td', {}, cell)));

// ---- what the view means

const nodeClass = (node) => (node.state === 'OK' ? 'good' : node.state.startsWith('DIS') && node.state !== 'DISCONNECTED'
  || node.state === 'PARTIALLY ONLINE' || node.state === 'STOPPED' ? 'warn' : 'bad');

/** One word for the tab, the lamp and the top of the page. */
function summary(view) {
  const twice = view.addresses.filter((each) => each.state === 'held twice');
  const without = view.addresses.filter((each) => each.state === 'unserved');
  if (twice.length > 0) return { word: `${twice.length} HELD TWICE`, lamp: 'bad' };
  if (!view.majority) return { word: 'NO MAJORITY', lamp: 'bad' };
  if (without.length > 0) return { word: `${without.length} NOT SERVED`, lamp: 'bad' };
  if (view.leader === '') return { word: 'NO LEADER', lamp: 'bad' };
  if (view.nodes.length === 0) return { word: 'NO NODES', lamp: 'unknown' };
  return { word: view.addresses.length === 0 ? 'NO ADDRESSES' : 'ALL SERVED', lamp: 'good' };
}

const servers = (address) => state.view.nodes.filter((node) => node.holds.includes(address.ip)).map((node) => node.name);

/** What a node is to an address: text, class, and words for who cannot see either. */
function cell(node, address) {
  const holds = node.holds.includes(address.ip) || address.node === node.name;
  if (holds && address.state === 'held twice') return ['2×', 'cell-twice', 'held twice'];
  if (holds && address.state !== 'serving') return ['…', 'cell-moving', address.state];
  if (holds) return ['■', 'cell-hosted', 'serves'];
  return address.available_on.includes(node.name) ? ['·', 'cell-may', 'may serve'] : ['–', 'cell-may', 'may not serve'];
}

// ---- the first page

function drawHead() {
  const view = state.view;
  const { word, lamp } = summary(view);
  const sign = at('word');
  if (sign.textContent !== word) tell(word);
  sign.textContent = word;
  sign.className = `word ${lamp === 'unknown' ? '' : lamp}`;
  at('answer').textContent = view.answer;
  document.title = `${word} - Baton on ${view.self}`;
  at('lamp').href = `console/lamp.svg#${lamp}`;
}

function drawProblems() {
  const items = state.view.problems.map((problem) => el('li', {}, el('span', {}, problem.what), command(problem.next)));
  show('problems', ...(items.length ? items : [el('li', { class: 'dim' }, 'none')]));
}

/** Addresses of one network stand for themselves while there are few, else each network is a column. */
function columns() {
  const found = state.view.addresses.filter((each) => matches(each.ip));
  if (found.length <= MOST_COLUMNS) return found.map((address) => ({ name: address.ip, addresses: [address] }));
  const networks = new Map();
  for (const address of found) {
    const name = network(address);
    networks.set(name, [...(networks.get(name) ?? []), address]);
  }
  return [...networks].map(([name, addresses]) => ({ name, addresses }));
}

function network(address) {
  const parts = address.ip.includes(':') ? address.ip.split(':').slice(0, 4).join(':') : address.ip.split('.').slice(0, 3).join('.');
  return address.ip.includes(':') ? `${parts}::/${address.prefix}` : `${parts}.*`;
}

const matches = (name) => state.find === '' || name.toLowerCase().includes(state.find.toLowerCase());

function drawMatrix() {
  const all = columns();
  const nodes = state.view.nodes.filter((node) => matches(node.name) || all.length > 0);
  const heads = [el('th', { scope: 'col' }, 'Node'), el('th', { scope: 'col' }, 'State'),
    ...all.map((column) => el('th', { scope: 'col' }, columnHead(column)))];
  const rows = nodes.map((node) => el('tr', {},
    el('th', { scope: 'row' }, chooser('node', node.name, node.name + (node.leader ? ' (leader)' : ''))),
    el('td', { class: nodeClass(node) }, node.state),
    ...all.map((column) => matrixCell(node, column))));
  show('matrix', el('thead', {}, el('tr', {}, ...heads)), el('tbody', {}, ...rows));
  at('legend').textContent = '■ serves   … is moving   · may serve   – may not   2× held twice';
}

function columnHead(column) {
  return column.addresses.length === 1 ? chooser('address', column.name, column.name)
    : `${column.name} (${column.addresses.length})`;
}

function matrixCell(node, column) {
  if (column.addresses.length === 1) {
    const [text, kind, words] = cell(node, column.addresses[0]);
    return el('td', { class: kind, 'aria-label': words, title: `${node.name} ${words} ${column.name}` }, text);
  }
  const twice = column.addresses.some((each) => each.state === 'held twice' && node.holds.includes(each.ip));
  const count = column.addresses.filter((each) => node.holds.includes(each.ip)).length;
  return el('td', { class: twice ? 'cell-twice' : count ? 'cell-hosted' : 'cell-may' }, twice ? `${count}, held twice` : `${count}`);
}

function chooser(kind, name, text) {
  const chosen = state.chosen && state.chosen.kind === kind && state.chosen.name === name;
  return el('button', { type: 'button', class: chosen ? 'chosen' : null, 'aria-pressed': chosen ? 'true' : 'false',
    'data-choose': `${kind} ${name}`, click: () => choose(kind, name) }, text);
}

function choose(kind, name) {
  state.chosen = { kind, name };
  draw();
  const again = document.querySelector(`[data-choose="${CSS.escape(`${kind} ${name}`)}"]`);
  if (again) again.focus();
}

function drawDetail() {
  if (!state.chosen) return;
  const view = state.view;
  const { kind, name } = state.chosen;
  const node = kind === 'node' && view.nodes.find((each) => each.name === name);
  const address = kind === 'address' && view.addresses.find((each) => each.ip === name);
  if (node) show('detail', ...nodeDetail(node));
  else if (address) show('detail', ...addressDetail(address));
  else show('detail', el('p', {}, `${name} is not there any more.`));
}

const facts = (pairs) => el('dl', {}, ...pairs.filter(([, value]) => value !== '' && value !== null)
  .flatMap(([term, value]) => [el('dt', {}, term), el('dd', {}, value)]));

function nodeDetail(node) {
  const since = lastFact((fact) => fact.fact === 'flags_changed' && fact.fields.pnn === String(node.pnn));
  const failed = lastFact((fact) => fact.fact === 'event_ended' && fact.node === node.name && fact.fields.status !== 'ok');
  const parts = [facts([['Node', `${node.name}, number ${node.pnn}, ${node.address}`], ['State', node.state],
    ['Since', since ? `${since.fields.from} to ${since.fields.to} ${ago(since.time)}` : ''],
    ['Why', node.reason || (since && since.fields.cause) || ''], ['Failing script', node.failing_script],
    ['Down', node.interfaces_down.join(', ')], ['Serves', node.holds.join(', ') || 'nothing'],
    ['Last heard', node.self ? 'this node' : seconds(node.heard_ago_seconds) + ' ago'], ['Runs', node.version]])];
  if (failed) parts.push(el('p', {}, `${failed.fields.event} ${failed.fields.status} ${ago(failed.time)}`), output(failed));
  const verb = node.flags.includes('disabled') ? 'enable' : 'disable';
  parts.push(el('h3', {}, 'Commands'), command(`baton node ${verb} ${node.name} --plan`),
    command(`baton history --node ${node.name}`), command(`on ${node.name}: baton event status`));
  return parts;
}

/** The failing script's own words. */
function output(fact) {
  const words = Object.entries(fact.fields).filter(([key]) => !['event', 'arguments', 'status', 'took_ms'].includes(key))
    .map(([key, value]) => `${key}: ${value}`).join('\n');
  return words ? el('pre', { tabindex: '0' }, words.split('\n').slice(-40).join('\n')) : el('p', { class: 'dim' }, 'it printed nothing');
}

function addressDetail(address) {
  const moved = lastFact((fact) => fact.fields.ip === address.ip && fact.fact.startsWith('address_'));
  return [facts([['Address', `${address.ip}${address.prefix >= 0 ? '/' + address.prefix : ''}`], ['State', address.state],
    ['Served by', servers(address).join(' and ') || address.node || 'nobody'], ['On', address.interface],
    ['May be on', address.available_on.join(', ') || 'no node'], ['A foreign machine', address.foreign],
    ['Last change', moved ? `${moved.fact.replace(/_/g, ' ')} on ${moved.node} ${ago(moved.time)}` : '']]),
  el('h3', {}, 'Commands'), command(`baton ip show ${address.ip}`), command(`baton history --node all --ip ${address.ip}`)];
}

function lastFact(is) {
  let found = null;
  for (const fact of state.facts.values()) if (is(fact) && (!found || fact.time >= found.time)) found = fact;
  return found;
}

// ---- timeline

/** Per lane the moments at which something changed: [time, class, words]. */
function lanes() {
  const all = new Map(state.view.nodes.map((node) => [node.name, []]));
  const names = new Map(state.view.nodes.map((node) => [String(node.pnn), node.name]));
  const add = (lane, fact, kind, words) => {
    if (!all.has(lane)) all.set(lane, []);
    all.get(lane).push([Date.parse(fact.time), kind, words]);
  };
  for (const fact of state.facts.values()) {
    const words = `${fact.time} ${fact.node}: ${fact.fact.replace(/_/g, ' ')}`;
    if (fact.fact === 'flags_changed') add(names.get(fact.fields.pnn) ?? fact.node, fact, fact.fields.to === 'ok' ? 'good' : 'bad', `${words} ${fact.fields.from} to ${fact.fields.to}`);
    else if (fact.fact === 'address_taken') add(fact.fields.ip, fact, 'good', `${words} ${fact.fields.ip}`);
    else if (fact.fact === 'address_released' || fact.fact === 'take_failed') add(fact.fields.ip, fact, 'warn', `${words} ${fact.fields.ip} ${fact.fields.cause}`);
    else if (fact.fact === 'takeover_run_finished') add('runs', fact, fact.fields.ok === false ? 'bad' : 'good', `${words} ${fact.fields.run} ${fact.fields.cause}`);
  }
  return [...all].filter(([name, marks]) => marks.length > 0 || names.has(String(name)) || state.view.nodes.some((node) => node.name === name));
}

function drawTimeline() {
  const found = lanes().slice(0, MOST_COLUMNS);
  const now = Date.now();
  const left = 150;
  const width = Math.max(480, at('timeline').clientWidth || 900);
  const where = (time) => left + (width - left - 10) * (1 - (now - time) / TIMELINE_MS);
  const picture = svg('svg', { width, height: found.length * 20 + 24, role: 'img',
    'aria-label': `What changed in the last 30 minutes, ${found.length} lanes; the same in words: page History` });
  found.forEach(([name, marks], index) => {
    const y = index * 20 + 12;
    const label = svg('text', { x: 0, y: y + 4 });
    label.textContent = name;
    picture.append(label, svg('line', { x1: left, x2: width - 10, y1: y, y2: y, class: 'lane' }));
    for (const [time, kind, words] of marks) {
      if (now - time > TIMELINE_MS) continue;
      const title = svg('title');
      title.textContent = words;
      picture.append(kind === 'good' ? svg('circle', { cx: where(time), cy: y, r: 5, class: 'span-good' }, title)
        : svg('rect', { x: where(time) - 5, y: y - 5, width: 10, height: 10, class: `span-${kind}` }, title));
    }
  });
  for (const minutes of [30, 20, 10, 0]) {
    const label = svg('text', { x: Math.min(where(now - minutes * 60000), width - 40), y: found.length * 20 + 18 });
    label.textContent = minutes === 0 ? 'now' : `-${minutes} min`;
    picture.append(label);
  }
  show('timeline', picture);
}

function drawLast() {
  const last = state.view.last_run;
  if (!last.id) {
    show('last', el('p', { class: 'dim' }, state.view.run_in_progress ? 'one is in progress' : 'none yet'));
    return;
  }
  const words = `${last.id}: ${last.ok ? 'done' : 'failed'}, ${last.moved} moved, ${seconds(last.took_seconds)}, because of ${last.cause}, ${ago(last.ended)}`;
  show('last', el('p', {}, words), command(`baton run show ${last.id}`));
}

// ---- other pages

async function ask(path) {
  const answer = await fetch(path);
  const body = await answer.text();
  if (!answer.ok) throw new Error(body.trim() || `${path}: ${answer.status}`);
  return JSON.parse(body);
}

async function fill(id, path, draw) {
  try {
    show(id, draw(await ask(path)));
  } catch (problem) {
    show(id, el('p', { class: 'warn' }, problem.message));
  }
}

const drawRuns = () => fill('runs', 'api/v1/runs', (list) => table(['Run', 'Result', 'Moved', 'Took', 'Ended', 'Because of'],
  list.runs.slice().reverse().map((run) => el('tr', {},
    el('th', { scope: 'row' }, el('button', { type: 'button', click: () => drawRun(run.id) }, run.id)),
    el('td', { class: run.ok ? 'good' : 'bad' }, run.ok ? 'done' : 'failed'), el('td', {}, `${run.moved}`),
    el('td', {}, seconds(run.took_seconds)), el('td', {}, run.ended ?? ''), el('td', {}, run.cause)))));

/** The work of each node in a run, side by side in time. */
function drawRun(id) {
  state.run = id;
  const of = [...state.facts.values()];
  const end = of.find((fact) => fact.fact === 'takeover_run_finished' && fact.fields.run === id);
  const begin = of.find((fact) => fact.fact === 'takeover_run_started' && fact.fields.run === id);
  const parts = [el('h2', {}, `Run ${id}`), command(`baton run show ${id}`)];
  if (begin && end) parts.push(waterfall(of, Date.parse(begin.time), Date.parse(end.time)));
  else parts.push(el('p', { class: 'dim' }, 'What its nodes did is older than this page remembers; the command tells it.'));
  show('run', ...parts);
}

const IN_A_RUN = ['startipreallocate', 'releaseip', 'takeip', 'ipreallocated', 'updateip'];

function waterfall(of, begin, end) {
  const bars = of.filter((fact) => fact.fact === 'event_ended' && IN_A_RUN.includes(fact.fields.event))
    .map((fact) => ({ fact, end: Date.parse(fact.time), took: Number(fact.fields.took_ms) }))
    .filter((bar) => bar.end >= begin - 50 && bar.end <= end + 50).sort((one, other) => one.end - one.took - (other.end - other.took));
  const span = Math.max(1, end - begin);
  const picture = svg('svg', { width: 760, height: bars.length * 20 + 8, role: 'img', 'aria-label': `${bars.length} events in ${span} ms` });
  bars.forEach((bar, index) => {
    const from = Math.max(0, bar.end - bar.took - begin);
    const label = svg('text', { x: 0, y: index * 20 + 15 });
    label.textContent = `${bar.fact.node} ${bar.fact.fields.event} ${bar.fact.fields.arguments ?? ''}`.slice(0, 44);
    const title = svg('title');
    title.textContent = `${bar.took} ms, ${bar.fact.fields.status}`;
    picture.append(label, svg('rect', { x: 320 + 420 * Math.min(1, from / span), y: index * 20 + 4, height: 12,
      width: Math.max(2, 420 * Math.min(1, bar.took / span)), class: bar.fact.fields.status === 'ok' ? 'span-good' : 'span-bad' }, title));
  });
  return el('div', { class: 'scroll' }, picture);
}

function drawStorage() {
  fill('jobs', 'api/v1/jobs', (list) => table(['Job', 'State', 'Action', 'About', 'Why'],
    list.jobs.slice().reverse().map((job) => row(job.id, job.state, job.action, (job.volumes ?? []).join(', '), job.why ?? ''))));
  fill('calls', 'api/v1/calls', (list) => table(['Call', 'Outcome', 'Script', 'About', 'Job'],
    list.calls.slice().reverse().slice(0, 200).map((call) => row(`${call.call ?? call.id}`, call.outcome ?? '', `${call.provider ?? ''} ${call.action ?? ''}`, call.subject ?? '', call.job ?? ''))));
}

function drawHistory() {
  const words = at('words').value.toLowerCase().split(/\s+/).filter(Boolean);
  const since = at('since').value;
  const path = `api/v1/history?since=${since}`;
  at('export').href = path;
  fill('history', path, (list) => {
    const told = list.facts.map((fact) => [fact, `${fact.node} ${fact.fact} ${Object.entries(fact.fields).map(([key, value]) => `${key}=${value}`).join(' ')}`])
      .filter(([, line]) => words.every((word) => line.toLowerCase().includes(word)));
    return table(['Time', 'Node', 'What', 'How'], told.reverse().slice(0, 500).map(([fact]) => row(fact.time, fact.node,
      fact.fact.replace(/_/g, ' '), Object.entries(fact.fields).filter(([, value]) => value !== '').map(([key, value]) => `${key}=${value}`).join(' '))));
  });
}

const PAGES = { now: () => {}, runs: drawRuns, storage: drawStorage, history: drawHistory, help: () => {} };

function turnTo(page) {
  state.page = page;
  for (const each of Object.keys(PAGES)) at(`page-${each}`).hidden = each !== page;
  for (const button of document.querySelectorAll('nav button')) {
    if (button.dataset.page === page) button.setAttribute('aria-current', 'page');
    else button.removeAttribute('aria-current');
  }
  PAGES[page]();
  draw();
}

// ---- living

function draw() {
  if (!state.view) return;
  drawHead();
  if (state.page !== 'now') return;
  drawProblems();
  drawMatrix();
  drawDetail();
  drawTimeline();
  drawLast();
}

function remember(fact) {
  state.facts.set(`${fact.pnn}.${fact.incarnation}.${fact.id}`, fact);
  if (state.facts.size > MOST_FACTS) state.facts.delete(state.facts.keys().next().value);
}

function drawAge() {
  const silent = Date.now() - state.heard;
  const stale = state.heard === 0 || silent > STALE_AFTER_MS;
  document.body.classList.toggle('stale', stale);
  const self = state.view ? state.view.self : 'the agent';
  at('age').textContent = state.heard === 0 ? 'not heard yet' : stale ? `last heard ${Math.round(silent / 1000)} s ago from ${self}` : `live from ${self}`;
  if (stale && state.view) {
    document.title = `? - Baton on ${self}`;
    at('lamp').href = 'console/lamp.svg#unknown';
  }
}

let learning = false;

/** What happened since, of all nodes; one question at a time. */
async function learn() {
  if (learning) return;
  learning = true;
  try {
    const since = state.facts.size === 0 ? '30m' : '60s';
    (await ask(`api/v1/history?since=${since}`)).facts.forEach(remember);
    draw();
  } catch (problem) {
    tell(problem.message);
  }
  setTimeout(() => { learning = false; }, 1000);
}

function listen() {
  const source = new EventSource('api/v1/events');
  source.addEventListener('view', (event) => { state.heard = Date.now(); state.view = JSON.parse(event.data); draw(); drawAge(); learn(); });
  source.addEventListener('beat', () => { state.heard = Date.now(); drawAge(); });
}

function keys(event) {
  if (event.target.matches('input, select, textarea') || event.ctrlKey || event.metaKey || event.altKey) return;
  const pages = Object.keys(PAGES);
  if (event.key === '/') { event.preventDefault(); at(state.page === 'history' ? 'words' : 'find').focus(); }
  else if (event.key === '?') turnTo('help');
  else if (event.key >= '1' && event.key <= String(pages.length)) turnTo(pages[Number(event.key) - 1]);
  else if (event.key === 'j' || event.key === 'k') nextRow(event.key === 'j' ? 1 : -1);
}

function nextRow(step) {
  if (!state.view || state.view.nodes.length === 0) return;
  const names = state.view.nodes.map((node) => node.name);
  const from = state.chosen && state.chosen.kind === 'node' ? names.indexOf(state.chosen.name) : step > 0 ? -1 : 0;
  choose('node', names[(from + step + names.length) % names.length]);
}

document.querySelectorAll('nav button').forEach((button) => button.addEventListener('click', () => turnTo(button.dataset.page)));
document.addEventListener('keydown', keys);
at('find').addEventListener('input', () => { state.find = at('find').value; draw(); });
at('words').addEventListener('input', drawHistory);
at('since').addEventListener('change', drawHistory);
setInterval(drawAge, 1000);
setInterval(() => { if (state.view && state.page === 'now') drawTimeline(); }, 30000);
listen();
drawAge();
