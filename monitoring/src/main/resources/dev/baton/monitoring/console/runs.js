// Takeover runs: the list, and one with its plan, the reason of each move, and what each node did beside the others in time.
import { command, el, hint, label, pairs, plain, problem, row, seconds, show, svg, table, when, word } from './page.js';
import { ask } from './api.js';
import { node, sorted, state } from './model.js';

const EVENTS = ['startrecovery', 'recovered', 'startipreallocate', 'releaseip', 'takeip', 'ipreallocated', 'updateip'];

const FIRST = ['startrecovery', 'startipreallocate'];

const result = (run) => run.result ?? (run.ok ? 'ok' : 'failed');

export async function drawRuns() {
  const { runs } = await ask('api/v1/runs?since=7d');
  const shown = runs.slice().reverse().slice(0, 200);
  show('runs', null, table('Takeover runs', ['Run', 'Result', 'Because of', 'Moved', 'Took', 'Ended', 'Leader'], shown.map((run) => row(el('a', { href: `#runs/${run.id}`, 'data-row': true }, run.id),
    word(result(run), result(run) === 'ok' ? 'good' : 'bad'), plain(run.cause), String(run.moved ?? ''), seconds(run.took_seconds), when(run.ended), run.leader ?? '')), 'no run in the last 7 days'));
  if (state.about) await drawRun(state.about, runs.find((run) => run.id === state.about)?.leader);
  else show('run', null);
}

/** The plan, where the run's leader or this node has stored it; what nodes did, from what they told. */
async function drawRun(id, leader) {
  const parts = [el('h2', {}, `Run ${id}`)];
  let run = null;
  try {
    run = await ask(`api/v1/runs/${encodeURIComponent(id)}${leader ? `?node=${encodeURIComponent(leader)}` : ''}`);
    parts.push(pairs([['Result', el('span', { class: `tag ${result(run) === 'ok' ? 'good' : 'bad'}` }, result(run))], ['Because of', plain(run.cause)], ['Asked for', run.asked_for],
      ['Led by', run.leader], ['Begun', when(run.begun)], ['Took', seconds(run.took_seconds)], ['Algorithm', run.algorithm]]));
    parts.push(el('h3', {}, 'Moves'), moves(run), ...failures(run));
  } catch (lost) {
    parts.push(el('p', { class: 'dim' }, `The plan is not known here: ${lost.message}`));
  }
  parts.push(el('h3', {}, 'What each node did'), waterfall(id), command(`baton run show ${id}`));
  if (run) parts.push(el('details', {}, el('summary', {}, `The plan, ${run.plan.length} orders`), el('pre', { tabindex: '0' }, run.plan.join('\n'))));
  show('run', null, parts);
}

/** Each address of the plan with where it was, where it goes, and why. */
function moves(run) {
  const all = new Map();
  for (const line of run.plan) {
    const [, stage, name, ips] = line.match(/^(RELEASE|TAKE) (\S+): (?:release|take) (.*)$/) ?? [];
    for (const ip of (ips ?? '').split(/[ ,]+/).filter(Boolean)) all.set(ip, { ...all.get(ip), [stage]: name });
  }
  const reason = ({ RELEASE: from, TAKE: to }) => (from ? `${from} gives it away: ${became(from, run)}` : to ? `no node had it: ${plain(run.cause)}` : plain(run.cause));
  return table('Moves of the run', ['Address', 'From', 'To', 'Why', 'Came of it'], [...all].map(([ip, move]) => row(ip, move.RELEASE ?? 'nobody', move.TAKE ?? 'nobody', reason(move),
    (run.failed_addresses ?? []).includes(ip) ? el('td', {}, el('span', { class: 'tag bad' }, 'failed')) : result(run) === 'ok' ? 'done' : '')), 'no address was to move');
}

/** What a node had become before the run, in the words of who told it; else the run's own cause. */
function became(name, run) {
  const pnn = node(name)?.pnn;
  const last = sorted().filter((fact) => fact.fact === 'flags_changed' && Number(fact.fields.pnn) === pnn && fact.time <= run.begun).at(-1);
  return last && last.fields.to !== 'ok' ? `it became ${plain(last.fields.to)} (${plain(last.fields.cause)})` : `${plain(run.cause)}, for balance`;
}

const failures = (run) => Object.entries(run.failures ?? {}).map(([pnn, why]) => problem(`node ${pnn} failed: ${why}`));

/** Events of the run, by node, on one scale. */
function waterfall(id) {
  const facts = sorted();
  const of = (kind) => facts.find((fact) => fact.fact === kind && fact.fields.run === id);
  const [begun, ended] = [of('takeover_run_started'), of('takeover_run_finished')];
  if (!begun || !ended) return el('p', { class: 'dim' }, 'What its nodes did is older than this page remembers, or none of them has told it.');
  const [from, to] = [Date.parse(begun.time), Date.parse(ended.time)];
  const bars = facts.filter((fact) => fact.fact === 'event_ended' && EVENTS.includes(fact.fields.event))
    .map((fact) => ({ fact, end: Date.parse(fact.time), took: Number(fact.fields.took_ms) })).filter((bar) => bar.end >= from - 50 && bar.end - bar.took <= to + 50);
  const first = new Map();
  for (const bar of bars.filter((each) => FIRST.includes(each.fact.fields.event))) first.set(bar.fact.node, Math.min(first.get(bar.fact.node) ?? Infinity, bar.end));
  const own = bars.filter((bar) => bar.end >= (first.get(bar.fact.node) ?? 0)); // what stands before is of the run before
  own.sort((one, other) => (one.fact.node < other.fact.node ? -1 : one.fact.node > other.fact.node ? 1 : one.end - one.took - (other.end - other.took)));
  return el('div', { class: 'scroll', role: 'region', 'aria-label': 'What each node did', tabindex: '0' }, picture(own, from, Math.max(1, to - from)));
}

function picture(bars, from, total) {
  const [left, width, line] = [330, 470, 20];
  const made = svg('svg', { width: left + width + 90, height: bars.length * line + 26, role: 'img', 'aria-label': `${bars.length} events of nodes in ${total} ms` });
  for (const quarter of [0, 1, 2, 3, 4]) {
    const x = left + (width * quarter) / 4;
    made.append(svg('line', { x1: x, x2: x, y1: 0, y2: bars.length * line + 4, class: 'grid' }), label(x, bars.length * line + 20, `${Math.round((total * quarter) / 4)} ms`, 'middle'));
  }
  bars.forEach(({ fact, end, took }, index) => {
    const { event, arguments: words, status, script, code } = fact.fields;
    const start = Math.max(0, Math.min(1, (end - took - from) / total));
    const good = status === 'ok';
    const told = `${fact.node} ${event} ${words ?? ''}: ${plain(status)}, ${took} ms${script ? `, ${script} exit ${code}` : ''}`;
    made.append(label(0, index * line + 14, fact.node), label(60, index * line + 14, `${event} ${words ?? ''}`.slice(0, 40)),
      svg('rect', { x: left + width * start, y: index * line + 4, width: Math.max(2, width * Math.min(1 - start, took / total)), height: 12, rx: 2, class: `band ${good ? 'good' : 'bad'}` }, hint(told)),
      label(left + width + 8, index * line + 14, good ? `${took} ms` : `${took} ms ${script ?? plain(status)}`));
  });
  return made;
}
