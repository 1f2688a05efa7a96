// What changed, beside each other in time: a lane for each node, each address that moved, runs, and what people did.
import { at, hint, label, plain, show, svg } from './page.js';
import { sorted, state } from './model.js';

const MOST_LANES = 40;
const LEFT = 130;
const LANE = 22;

const kindOf = (flags) => (flags === 'ok' ? 'good' : /unhealthy|banned|disconnected/.test(flags) ? 'bad' : 'warn');

/** The states of a node, each from an instant to the next. */
function nodeLane(one, facts) {
  const parts = [];
  let [since, flags] = [0, null];
  for (const fact of facts) {
    const isOf = Number(fact.fields.pnn) === one.pnn;
    const next = isOf && fact.fact === 'flags_changed' ? fact.fields.to
      : isOf && fact.fact === 'peer_disconnected' ? 'disconnected' : isOf && fact.fact === 'peer_connected' ? 'ok' : null;
    if (next === null || next === flags) continue;
    const unheard = flags === null && fact.fact === 'peer_connected';
    parts.push({ from: unheard ? Date.parse(facts[0].time) : since, to: Date.parse(fact.time), flags: flags ?? (fact.fact === 'flags_changed' ? fact.fields.from : next === 'ok' ? 'disconnected' : 'ok') });
    [since, flags] = [Date.parse(fact.time), next];
  }
  const now = one.flags.length ? one.flags.join('|') : 'ok';
  parts.push({ from: since, to: Infinity, flags: now });
  return { name: one.name, parts: parts.map((part) => ({ ...part, kind: kindOf(part.flags), words: `${one.name} ${plain(part.flags)}` })), marks: [] };
}

/** Who had an address, each from its take to its release. */
function addressLane(ip, facts) {
  const parts = [];
  const open = new Map();
  for (const fact of facts.filter((each) => each.fields.ip === ip)) {
    const time = Date.parse(fact.time);
    if (fact.fact === 'address_taken') open.set(fact.node, time);
    else if (fact.fact === 'address_released' || fact.fact === 'address_removed') {
      parts.push({ from: open.get(fact.node) ?? 0, to: time, on: fact.node });
      open.delete(fact.node);
    }
  }
  for (const [on, from] of open) {
    const holds = state.view.nodes.find((each) => each.name === on)?.holds.includes(ip);
    const next = parts.concat([...open].map(([name, since]) => ({ on: name, from: since }))).filter((each) => each.on !== on && each.from > from).map((each) => each.from);
    parts.push({ from, to: holds ? Infinity : Math.min(...next, Date.now()), on });
  }
  const names = state.view.nodes.map((each) => each.name);
  return { name: ip, parts: parts.map((part) => ({ ...part, kind: `on${names.indexOf(part.on) % 2}`, label: part.on, words: `${ip} on ${part.on}` })), marks: [] };
}

const MARKS = [['runs', (fact) => fact.fact === 'takeover_run_finished', (fact) => `run ${fact.fields.run}: ${fact.fields.cause}, moved ${fact.fields.moved ?? ''}`],
  ['people', (fact) => fact.fact === 'operator_acted' || fact.fact === 'operator_called' || fact.fact === 'shared_tunables_changed' || fact.fact === 'voters_changed',
    (fact) => `${plain(fact.fact)} ${fact.fields.command ?? ''} ${fact.fields.outcome ?? ''}`],
  ['storage', (fact) => fact.fact.startsWith('snapshot_round') || fact.fact.startsWith('storage_job') || fact.fact === 'node_thawed', (fact) => plain(fact.fact)],
  ['drills', (fact) => fact.fact.startsWith('drill'), (fact) => plain(fact.fact)]];

function lanes() {
  const facts = sorted();
  const from = Date.now() - state.zoom * 60000;
  const recent = facts.filter((fact) => Date.parse(fact.time) >= from);
  const moved = new Set(recent.filter((fact) => fact.fact.startsWith('address_') && fact.fields.ip).map((fact) => fact.fields.ip));
  const marked = MARKS.map(([name, is, words]) => ({ name, parts: [], marks: recent.filter(is).map((fact) => ({ at: Date.parse(fact.time),
    kind: fact.fields.ok === false || fact.fields.ok === 'false' ? 'bad' : 'good', words: `${fact.time} ${fact.node}: ${words(fact)}` })) })).filter((lane) => lane.marks.length > 0);
  return [...state.view.nodes.map((one) => nodeLane(one, facts)), ...marked, ...[...moved].sort().map((ip) => addressLane(ip, facts))].slice(0, MOST_LANES);
}

export function drawTimeline() {
  const found = lanes();
  const now = Date.now();
  const width = Math.max(560, at('timeline').clientWidth || 900);
  const where = (time) => LEFT + (width - LEFT - 12) * Math.max(0, Math.min(1, 1 - (now - Math.min(time, now)) / (state.zoom * 60000)));
  const height = found.length * LANE + 22;
  const picture = svg('svg', { width, height, role: 'img', 'aria-label': `What changed in the last ${state.zoom} minutes, ${found.length} lanes; the same in words: page History` });
  for (const quarter of [0, 1, 2, 3, 4]) {
    const time = now - (state.zoom * 60000 * quarter) / 4;
    const x = where(time);
    picture.append(svg('line', { x1: x, x2: x, y1: 0, y2: height - 18, class: 'grid' }),
      label(Math.min(x, width - 40), height - 4, quarter === 0 ? 'now' : clock(time), quarter === 0 ? '' : 'middle'));
  }
  found.forEach((lane, index) => picture.append(drawLane(lane, index * LANE, where)));
  show('timeline', [found, state.zoom, width, Math.floor(now / 15000)], picture);
}

const clock = (time) => new Date(time).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

function drawLane(lane, y, where) {
  const group = svg('g', {}, label(0, y + 14, lane.name));
  for (const part of lane.parts) {
    const [from, to] = [where(part.from), where(part.to)];
    if (to - from < 0.5) continue;
    group.append(svg('rect', { x: from, y: y + 3, width: Math.max(2, to - from), height: LANE - 8, rx: 2, class: `band ${part.kind}` }, hint(part.words)));
    if (part.label && to - from > 40) group.append(label(from + 5, y + 14, part.label, 'inside'));
    if (part.kind === 'bad' && to - from > 90) group.append(label(from + 5, y + 14, plain(part.flags), 'inside'));
  }
  for (const mark of lane.marks) {
    const x = where(mark.at);
    group.append(mark.kind === 'good' ? svg('circle', { cx: x, cy: y + 10, r: 5, class: 'mark good' }, hint(mark.words))
      : svg('path', { d: `M${x} ${y + 3}l6 12h-12z`, class: 'mark bad' }, hint(mark.words)));
  }
  return group;
}
