// The first page: problems, nodes and addresses, and what is selected.
import { ago, at, command, el, focus, output, pairs, plain, seconds, show, span } from './page.js';
import { ask } from './api.js';
import { action, moveActions, nodeAction, nodeActions } from './actions.js';
import { address, holders, lastFact, node, nodeClass, place, state } from './model.js';
import { drawTimeline } from './timeline.js';

const MOST_COLUMNS = 40;

// ---- problems

const PAGES = [['held twice', 'BatonPublicIpHeldTwice'], ['unserved', 'BatonPublicIpUnhosted'], ['no majority', 'BatonNoMajority'], ['no node leads', 'BatonNoLeader'],
  ['is UNHEALTHY', 'BatonNodeUnhealthy'], ['is BANNED', 'BatonNodeBanned'], ['is DISCONNECTED', 'BatonNodeDown'], ['is DISABLED', 'BatonNodeDisabledTooLong']];

const VERBS = /^baton node (enable|unban|continue) (\S+)$/;

function drawProblems() {
  const { problems } = state.view;
  const items = problems.map((each) => {
    const page = PAGES.find(([words]) => each.what.includes(words));
    const [, verb, name] = each.next.match(VERBS) ?? [];
    const one = verb && node(name);
    return el('li', { class: / is (DISABLED|STOPPED|PARTIALLY)/.test(each.what) ? 'less' : null }, el('span', { class: 'what' }, each.what), one ? action(nodeAction(verb, one)) : command(each.next),
      page ? el('a', { href: `#help/${page[1]}`, 'data-key': `runbook ${each.what}`, 'aria-label': `What to do: ${each.what}` }, 'What to do') : null);
  });
  show('problems', [problems, state.role], items.length ? items : el('li', { class: 'none' }, 'none'));
}

// ---- the table

const matches = (name) => state.find === '' || name.toLowerCase().includes(state.find.toLowerCase());

/** The part of an address that its network shares, and the rest. */
function split(each) {
  if (!each.ip.includes(':')) {
    const cut = each.ip.lastIndexOf('.');
    return [`${each.ip.slice(0, cut)}.*`, each.ip.slice(cut)];
  }
  const [head, tail] = each.ip.split('::');
  const rest = each.ip.includes('::') ? `::${tail}` : `:${each.ip.split(':').slice(4).join(':')}`;
  return [`${each.ip.includes('::') ? head : each.ip.split(':').slice(0, 4).join(':')}::/${each.prefix}`, rest];
}

/** Networks in the order of their first address. */
function networks() {
  const all = new Map();
  for (const each of state.view.addresses.filter((one) => matches(one.ip))) {
    const [name] = split(each);
    all.set(name, [...(all.get(name) ?? []), each]);
  }
  return [...all].map(([name, addresses]) => ({ name, addresses }));
}

function drawMatrix() {
  const { nodes, addresses } = state.view;
  const all = networks();
  const isCounted = all.reduce((sum, each) => sum + each.addresses.length, 0) > MOST_COLUMNS;
  const shown = nodes.filter((each) => all.length > 0 || matches(each.name));
  const head = isCounted ? [el('tr', {}, corner(1), all.map((each) => el('th', { scope: 'col' }, narrower(each), el('br'), `${each.addresses.length} addresses`)))]
    : [el('tr', {}, corner(2), all.map((each) => el('th', { scope: 'colgroup', colspan: String(each.addresses.length), class: 'net' }, each.name))),
      el('tr', {}, all.flatMap((each) => each.addresses).map((each) => el('th', { scope: 'col' }, chooser('address', each.ip, split(each)[1], each.ip))))];
  const rows = shown.map((one) => el('tr', {}, el('th', { scope: 'row' }, chooser('node', one.name, one.name, one.name), one.leader ? el('span', { class: 'leads' }, ' leads') : null),
    el('td', {}, el('span', { class: `tag ${nodeClass(one)}` }, one.state), one.heard_ago_seconds > 5 ? el('span', { class: 'dim' }, ` ${span(one.heard_ago_seconds)}`) : null),
    all.flatMap((each) => (isCounted ? [counted(one, each)] : each.addresses.map((ip) => cell(one, ip))))));
  const key = [shown.map((one) => [one.name, one.state, one.leader, one.holds, one.heard_ago_seconds > 5 ? span(one.heard_ago_seconds) : '']), addresses, state.find, state.chosen];
  show('matrix', key, el('caption', { class: 'unseen' }, 'Which node serves which address'), el('thead', {}, head), el('tbody', {}, rows));
  show('none', [nodes.length, all.length], nodes.length === 0 ? 'This agent knows no nodes.' : all.length === 0 && state.find !== '' ? `No address has "${state.find}" in it.` : '');
}

const corner = (rows) => [el('th', { scope: 'col', rowspan: String(rows) }, 'Node'), el('th', { scope: 'col', rowspan: String(rows) }, 'State')];

/** A network of which only its addresses are wanted. */
const narrower = (each) => el('button', { type: 'button', 'data-key': `network ${each.name}`, title: 'show its addresses only',
  click: () => { at('find').value = each.addresses[0].ip.slice(0, each.addresses[0].ip.length - split(each.addresses[0])[1].length + 1); state.find = at('find').value; drawNow(); } }, each.name);

function cell(one, each) {
  const [sign, kind, words] = place(one, each);
  return el('td', { class: `cell ${kind}`, title: `${one.name} ${words} ${each.ip}` }, el('span', { 'aria-hidden': 'true' }, sign), el('span', { class: 'unseen' }, words));
}

function counted(one, each) {
  const mine = each.addresses.filter((ip) => one.holds.includes(ip.ip));
  const twice = mine.filter((ip) => ip.state === 'held twice').length;
  return el('td', { class: twice ? 'cell twice' : mine.length ? 'cell hosted' : 'cell may' }, twice ? `${mine.length}, ${twice} held twice` : `${mine.length}`);
}

function chooser(kind, name, words, whole) {
  const chosen = state.chosen?.kind === kind && state.chosen.name === name;
  return el('button', { type: 'button', class: chosen ? 'chosen' : null, 'aria-pressed': String(chosen), 'aria-label': whole, 'data-key': `${kind} ${name}`,
    click: () => choose(kind, name) }, words);
}

export function choose(kind, name) {
  state.chosen = { kind, name };
  state.scripts = null;
  drawNow();
  focus(`${kind} ${name}`);
}

// ---- what is selected

function drawDetail() {
  const { kind, name } = state.chosen ?? { kind: '', name: '' };
  const one = kind === 'node' && node(name);
  const each = kind === 'address' && address(name);
  at('detail-title').textContent = name || 'Selected';
  if (one) nodeDetail(one);
  else if (each) addressDetail(each);
  else show('detail', [name], el('p', { class: 'dim' }, name ? `${name} is not there any more.` : 'Choose a node or an address: click, or j and k.'));
}

function nodeDetail(one) {
  const newest = lastFact((fact) => fact.fact === 'flags_changed' && Number(fact.fields.pnn) === one.pnn);
  const flags = (all) => all.slice().sort().join();
  const since = newest && flags(newest.fields.to.split('|').filter((each) => each !== 'ok')) === flags(one.flags) ? newest : null;
  const failed = lastFact((fact) => fact.fact === 'event_ended' && fact.node === one.name && fact.fields.status !== 'ok');
  const gone = one.flags.includes('disconnected');
  const bad = one.failing_script !== '' && !gone;
  if (bad && !state.scripts) words(one.name);
  show('detail', [one, since?.id, failed?.id, state.scripts, state.role],
    pairs([['Node', `${one.name}, number ${one.pnn}, ${one.address}`], ['State', el('span', { class: `tag ${nodeClass(one)}` }, one.state)],
      ['Since', since ? `${ago(since.time)}, was ${plain(since.fields.from)}` : ''], ['Why', one.reason || since?.fields.cause || ''],
      ['Failing script', one.failing_script], ['Without carrier', one.interfaces_down.join(', ')], ['Serves', one.holds.join(', ') || 'nothing'],
      ['Last heard', one.self ? 'this is the node that answers' : one.heard_ago_seconds < 0 ? 'never' : `${seconds(one.heard_ago_seconds)} ago`], ['Version', one.version]]),
    bad ? [el('h3', {}, 'What the script printed'), said(one)] : null,
    failed && !bad ? el('p', { class: 'dim' }, `${failed.fields.event} ${plain(failed.fields.status)} ${ago(failed.time)}${failed.fields.script ? `, ${failed.fields.script} exit ${failed.fields.code}` : ''}`) : null,
    el('h3', {}, 'Commands'), el('div', { class: 'actions' }, nodeActions(one).map(action),
      command(`baton history --node ${one.name}`), command(`on ${one.name}: ${gone ? 'baton agent' : 'baton event status'}`)));
}

/** The failing script's own words, asked of its node. */
async function words(name) {
  state.scripts = { node: name, results: null };
  try {
    const { events } = await ask(`api/v1/scripts?node=${encodeURIComponent(name)}`);
    const results = (events ?? []).flatMap((event) => event.scripts.map((script) => ({ event: event.event, ended: event.ended, ...script }))).filter((script) => script.status !== 'ok' && script.status !== 'disabled');
    state.scripts = { node: name, results };
  } catch (lost) {
    state.scripts = { node: name, results: [], problem: lost.message };
  }
  drawNow();
}

function said(one) {
  const { results, problem } = state.scripts ?? {};
  if (problem || !results) return el('p', { class: 'dim' }, problem ?? 'asking …');
  return results.length === 0 ? el('p', { class: 'dim' }, `nothing is kept; on ${one.name}: baton event status`)
    : results.map((each) => [el('p', {}, `${each.script} in ${each.event}: ${plain(each.status)}, exit ${each.code}, ${seconds(each.took_seconds)}, ${ago(each.ended)}`), output(`${each.output}${each.remark}`)]);
}

function addressDetail(each) {
  const moved = lastFact((fact) => fact.fields.ip === each.ip && fact.fact.startsWith('address_'));
  show('detail', [each, moved?.id, holders(each), state.role],
    pairs([['Address', `${each.ip}${each.prefix >= 0 ? `/${each.prefix}` : ''}`],
      ['State', el('span', { class: `tag ${each.state === 'serving' ? 'good' : each.state === 'unserved' || each.state === 'held twice' ? 'bad' : 'warn'}` }, each.state)],
      ['Served by', holders(each).join(' and ') || each.node || 'nobody'], ['Interface', each.interface],
      ['May be on', each.available_on.join(', ') || 'no node'], ['A foreign machine', each.foreign],
      ['Last change', moved ? `${plain(moved.fact)} on ${moved.node} ${ago(moved.time)}` : '']]),
    el('h3', {}, 'Commands'), el('div', { class: 'actions' }, moveActions(each).map(action), command(`baton ip show ${each.ip}`), command(`baton history --node all --ip ${each.ip}`)));
}

// ---- the last run

/** As the view has it on the node that led it; elsewhere as its leader told. */
function newestRun() {
  const fact = lastFact((each) => each.fact === 'takeover_run_finished');
  const { last_run: last } = state.view;
  if (!fact || (last.id && last.ended >= fact.time)) return last;
  const { run, ok, moved, took_ms: took, cause } = fact.fields;
  return { id: run, ok: ok === true, moved, took_seconds: took / 1000, cause, ended: fact.time };
}

function drawLast() {
  const last = newestRun();
  const busy = state.view.run_in_progress;
  show('last', [last, busy, Math.floor(Date.now() / 15000)], busy ? el('p', {}, el('span', { class: 'tag warn' }, 'a run is in progress')) : null,
    last.id ? el('p', {}, el('span', { class: `tag ${last.ok ? 'good' : 'bad'}` }, last.ok ? 'done' : 'failed'), ' ', el('a', { href: `#runs/${last.id}`, 'data-key': 'last' }, `run ${last.id}`),
      `: ${plain(last.cause)}, ${last.moved} moved, ${seconds(last.took_seconds)}, ${ago(last.ended)} `) : busy ? null : el('p', { class: 'dim' }, 'none yet'));
}

/** Until something is chosen: what is wrong, so that its cause stands on the first page. */
function chooseWhatIsWrong() {
  const bad = state.view.nodes.find((each) => each.failing_script !== '') ?? state.view.nodes.find((each) => each.state !== 'OK');
  const lost = state.view.addresses.find((each) => each.state === 'held twice' || each.state === 'unserved');
  if (bad) state.chosen = { kind: 'node', name: bad.name };
  else if (lost) state.chosen = { kind: 'address', name: lost.ip };
}

export function drawNow() {
  if (!state.chosen) chooseWhatIsWrong();
  drawProblems();
  drawMatrix();
  drawDetail();
  drawTimeline();
  drawLast();
}

export function nextNode(step) {
  const names = state.view.nodes.map((one) => one.name);
  if (names.length === 0) return;
  const from = state.chosen?.kind === 'node' ? names.indexOf(state.chosen.name) : step > 0 ? -1 : 0;
  choose('node', names[(from + step + names.length) % names.length]);
}
